import { z } from '@hono/zod-openapi';
import { unchangedSchema } from '../bookings/booking.ts';
import { guestSchema } from '../customers/guest.ts';
import { idSchema, showId } from '../platform/ids.ts';
import {
  callerIdSchema,
  instantSchema,
  localTimestampSchema,
  shownId,
  storableText,
  timestampSchema,
} from '../platform/schemas.ts';

/** The longest window, in local days at the venue; join_waitlist_v1 refuses a longer one. */
export const LONGEST_WINDOW_DAYS = 14;

/** The states of an entry. They are derived from the entry and its offer, and never stored. */
export const WAITLIST_STATES = [
  'waiting',
  'offered',
  'accepted',
  'passed',
  'declined',
  'lapsed',
  'left',
] as const;
export type WaitlistState = (typeof WAITLIST_STATES)[number];

/** A party that wants to start at any time from `earliest` to `latest`. */
export const newEntrySchema = z
  .strictObject({
    earliest: instantSchema.openapi({ description: 'The earliest start that suits the party.' }),
    latest: instantSchema.openapi({
      description: `The latest start that suits the party, at most ${LONGEST_WINDOW_DAYS} local days after \`earliest\`.`,
    }),
    partySize: z.int().min(1).max(1000),
    customer: guestSchema,
    conversationId: callerIdSchema.optional().openapi({
      description:
        'Your own id of the conversation that the booking will belong to. A conversation without a customer gets the customer of the entry. If it has another customer, the request is refused with 409 customer_mismatch.',
    }),
    notes: storableText(4096).optional().openapi({ description: 'The notes of the booking.' }),
  })
  .refine(({ earliest, latest }) => Date.parse(earliest) <= Date.parse(latest), {
    message: 'must not be before earliest',
    path: ['latest'],
  })
  .openapi('NewWaitlistEntry');
export type NewEntry = z.infer<typeof newEntrySchema>;

/** An entry as the database writes it. */
export const storedEntrySchema = z.object({
  id: idSchema<'waitlistEntry'>(),
  venueId: idSchema<'venue'>(),
  customerId: z.string().nullable(),
  conversationId: z.string().nullable(),
  state: z.enum(WAITLIST_STATES),
  earliest: localTimestampSchema,
  latest: localTimestampSchema,
  timeZone: z.string(),
  partySize: z.int(),
  notes: z.string().nullable(),
  offer: z
    .object({
      bookingId: idSchema<'booking'>(),
      start: localTimestampSchema,
      expiresAt: timestampSchema.nullable(),
    })
    .nullable(),
  createdAt: timestampSchema,
});
export type StoredEntry = z.infer<typeof storedEntrySchema>;

/** An entry as clients see it. */
export const entrySchema = storedEntrySchema
  .extend({
    id: shownId('waitlistEntry'),
    venueId: shownId('venue'),
    state: z.enum(WAITLIST_STATES).openapi({
      description: [
        '`waiting`: the party has no offer yet.',
        '`offered`: a place is held for the party.',
        '`accepted`: the party has a booking.',
        '`passed`: the offer expired, and the place goes to the next party.',
        '`declined`: the offered booking was cancelled.',
        '`lapsed`: the window ended before a place became free.',
        '`left`: the party left the waitlist.',
      ].join(' '),
    }),
    offer: z
      .object({
        bookingId: shownId('booking'),
        start: localTimestampSchema,
        expiresAt: timestampSchema
          .nullable()
          .openapi({ description: 'When the offer expires; null once the booking is not held.' }),
      })
      .nullable()
      .openapi({
        description: 'The booking that is or was held for the party; null before its offer.',
      }),
  })
  .openapi('WaitlistEntry');

/** An entry that a request has joined with, as the database writes it. */
export const storedJoinedEntrySchema = storedEntrySchema.extend({ unchanged: unchangedSchema });

/** An entry that a request has joined with, as clients see it. */
export const joinedEntrySchema = entrySchema
  .extend({ unchanged: unchangedSchema })
  .openapi('JoinedWaitlistEntry');

export function showEntry<Entry extends StoredEntry>(entry: Entry) {
  const { offer } = entry;
  return {
    ...entry,
    id: showId('waitlistEntry', entry.id),
    venueId: showId('venue', entry.venueId),
    offer: offer && { ...offer, bookingId: showId('booking', offer.bookingId) },
  };
}
