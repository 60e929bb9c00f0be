import { z } from 'zod';
import { idSchema } from '../platform/ids.ts';

/**
 * The position of an item in the order of an export: its section, and its key within the section.
 * Where a key has fewer parts, the others are zero.
 *
 * | Section | Items | id | number | job |
 * |---|---|---|---|---|
 * | 1 | messages | conversation | seq | |
 * | 2 | bookings | booking | | |
 * | 3 | events of bookings | booking | version | |
 * | 4 | jobs | booking or conversation | | job |
 * | 5 | waitlist entries | entry | | |
 * | 6 | idempotency keys | a hash of the key | | |
 */
export const positionSchema = z.tuple([
  z.int().min(1).max(6),
  idSchema<'exported'>(),
  z.int().min(0).max(2_147_483_647),
  idSchema<'job'>(),
]);
