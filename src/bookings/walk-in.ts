import { z } from '@hono/zod-openapi';
import { guestSchema } from '../customers/guest.ts';
import { conversationIdSchema, newBookingSchema, partyFields } from './booking.ts';

/** A party that comes without a booking and is seated at once. */
export const walkInSchema = z
  .strictObject({
    ...partyFields,
    walkIn: z.literal(true).openapi({
      description:
        'Seats a party that is there now; needs the scope `bookings:staff`. The booking starts in this minute and is `seated`. The opening hours and the pacing apply, the grid of slots, the lead time and the horizon do not.',
    }),
    minStay: z.int().min(5).max(1440).optional().openapi({
      description:
        'The shortest stay in minutes that will do. The stay then ends before the next booking of the resources, or at closing. Left out: the turn time.',
    }),
    customer: guestSchema.optional(),
    conversationId: conversationIdSchema,
  })
  .refine(
    ({ customer, conversationId }) => customer !== undefined || conversationId === undefined,
    {
      message: 'goes with customer',
      path: ['conversationId'],
    },
  )
  .openapi('WalkIn');
export type WalkIn = z.infer<typeof walkInSchema>;

/** A booking that is made by one request: ahead, or for a party that is there. */
export const requestedBookingSchema = z.discriminatedUnion('walkIn', [
  newBookingSchema,
  walkInSchema,
]);
