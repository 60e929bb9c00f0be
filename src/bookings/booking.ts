import { z } from '@hono/zod-openapi';
import { guestSchema } from '../customers/guest.ts';
import { showId } from '../platform/ids.ts';
import { callerIdSchema, instantSchema, storableText } from '../platform/schemas.ts';
import { BOOKING_STATES } from './lifecycle.ts';

const shownId = z.string().min(1).max(64);

/** What a place is wanted for, wherever a booking is asked for. */
const wanted = {
  venueId: shownId,
  start: instantSchema,
  partySize: z.int().min(1).max(1000),
  hold: z.boolean().default(false).openapi({ description: 'Hold it only, to be confirmed soon.' }),
  resourceIds: z
    .array(shownId)
    .min(1)
    .max(12)
    .optional()
    .openapi({ description: 'Chosen by hand, in place of the smallest fit.' }),
  notes: storableText(4096).optional(),
  tags: z.array(storableText(64)).max(20).optional(),
};

/** A place wanted, by whom is said elsewhere. */
export const placeSchema = z.strictObject(wanted).openapi('Place');
export type Place = z.infer<typeof placeSchema>;

export const newBookingSchema = z
  .strictObject({
    ...wanted,
    customer: guestSchema,
    conversationId: callerIdSchema.optional(),
  })
  .openapi('NewBooking');
export type NewBooking = z.infer<typeof newBookingSchema>;

export const bookingChangeSchema = z
  .strictObject({
    partySize: wanted.partySize.optional(),
    notes: storableText(4096).nullable().optional(),
    tags: z.array(storableText(64)).max(20).optional(),
  })
  .openapi('BookingChange');

export const rescheduleSchema = z
  .strictObject({
    start: instantSchema,
    partySize: wanted.partySize.optional(),
    resourceIds: wanted.resourceIds,
  })
  .openapi('Reschedule');

export const reasonSchema = z.strictObject({ reason: storableText(256).optional() });

/** A booking as the database writes it. */
export const storedBookingSchema = z.object({
  id: z.string(),
  venueId: z.string(),
  customerId: z.string().nullable(),
  conversationId: z.string().nullable(),
  messageSeq: z.int().nullable(),
  state: z.enum(BOOKING_STATES),
  start: z.string(),
  end: z.string(),
  timeZone: z.string(),
  partySize: z.int(),
  resources: z.array(z.object({ id: z.string(), name: z.string() })),
  notes: z.string().nullable(),
  tags: z.array(z.string()),
  holdExpiresAt: z.string().nullable(),
  cancelBefore: z.string(),
  cancelledLate: z.boolean().nullable(),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type StoredBooking = z.infer<typeof storedBookingSchema>;

/** What happened to a booking: one for each version. */
export const bookingEventSchema = z.object({
  version: z.int(),
  event: z.string(),
  state: z.enum(BOOKING_STATES),
  start: z.string(),
  partySize: z.int(),
  resourceIds: z.array(z.string()),
  /** The key that did it; null when time did. */
  keyId: z.string().nullable(),
  reason: z.string().nullable(),
  at: z.string(),
});

export const bookingSchema = storedBookingSchema
  .extend({
    start: z.string().openapi({ description: 'Local to the venue, with its offset.' }),
    cancelBefore: z.string().openapi({ description: 'Cancelling later is recorded as late.' }),
  })
  .openapi('Booking');

/** A booking as clients see it. */
export function showBooking(booking: StoredBooking) {
  return {
    ...booking,
    id: showId('booking', booking.id),
    venueId: showId('venue', booking.venueId),
    resources: booking.resources.map(({ id, name }) => ({ id: showId('resource', id), name })),
  };
}
