import { z } from 'zod';
import { storedBookingSchema } from '../bookings/booking.ts';
import { idSchema } from '../platform/ids.ts';

const toldBookingSchema = z.object({
  id: idSchema<'booking'>(),
  /** Milliseconds since 1970. */
  startsAt: z.int(),
  partySize: z.int(),
  reference: z.string().nullable(),
  /** Of a request: until when its place is kept, in milliseconds since 1970. Null otherwise. */
  holdExpiresAt: z.int().nullable(),
  /** Null where no calendar file is made of it. */
  booking: storedBookingSchema.nullable(),
});
/** A booking that a message about several names. */
export type ToldBooking = z.infer<typeof toldBookingSchema>;

/** What one message tells of an act on several bookings of a series; see told_together_v1. */
export const togetherSchema = z.object({
  /** The message is sent for the event of this booking, and none for those of the others. */
  leader: idSchema<'booking'>(),
  /** The bookings that are still as the act has left them. */
  bookings: z.array(toldBookingSchema),
});
export type Together = z.infer<typeof togetherSchema>;
