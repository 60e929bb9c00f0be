import { z } from 'zod';
import type { Refused } from './database-errors.ts';
import { idSchema, showId } from './ids.ts';

/**
 * The DETAIL of a refusal: the state that forbids an act, the nearest free start times, the limit that
 * is reached, or the booking that is in the way.
 */
const detailSchema = z.union([
  z.string().transform((state) => ({ state })),
  z.array(z.string()).transform((alternatives) => ({ alternatives })),
  z.strictObject({ limit: z.string(), most: z.int() }),
  z
    .strictObject({ booking: idSchema<'booking'>() })
    .transform(({ booking }) => ({ bookingId: showId('booking', booking) })),
]);

/**
 * The further members of the problem that a refusal becomes. Empty when the database gave no detail,
 * or one that is not for the client.
 * @param mayReadBookings whether the caller's key may read bookings; no other key learns their ids
 */
export function refusalDetails(
  { detail }: Refused,
  mayReadBookings = false,
): Record<string, unknown> {
  if (detail === undefined) return {};
  const details = detailSchema.safeParse(JSON.parse(detail)).data ?? {};
  return 'bookingId' in details && !mayReadBookings ? {} : details;
}
