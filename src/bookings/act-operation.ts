import { z } from '@hono/zod-openapi';
import { answer, versionHeaderSchema } from '../platform/route.ts';
import { idInRequest } from '../platform/schemas.ts';
import { bookingSchema } from './booking.ts';

// What the routes of all acts on a booking have in common.

/** The rules for the body of an act. */
export const details = { maxBytes: 64 * 1024 };
/** The parameters and headers of an act. */
export const request = {
  params: z.strictObject({ bookingId: idInRequest('booking') }),
  headers: versionHeaderSchema,
};
/** The answer of an act. */
export const theBooking = {
  200: answer(
    bookingSchema,
    'The booking after the act. For a key without the scope `bookings:read`, the fields about the guest are null or empty, and so are `resources`.',
  ),
};
/** The problems that every act can answer. */
export const everyAct = [
  'booking_not_found',
  'booking_state',
  'customer_erased',
  'booking_erased',
  'version_stale',
  'idempotency_key_reused',
] as const;
