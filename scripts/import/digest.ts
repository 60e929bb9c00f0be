import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** A hash of the details of a row, in hexadecimal. Fields that are undefined do not count. */
export const digestOf = (details: object) =>
  createHash('sha256')
    .update(canonicalize(details) ?? '')
    .digest('hex');
