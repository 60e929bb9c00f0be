import { type SQL, sql } from 'drizzle-orm';

/** A UUIDv8 (RFC 9562) that is made of the MD5 of a text: the same text has the same id. */
export const hashedId = (text: SQL) =>
  sql`overlay(overlay(md5(${text}) placing '8' from 13) placing '8' from 17)::uuid`;
