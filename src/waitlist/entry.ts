import { z } from '@hono/zod-openapi';
import { guestSchema } from '../customers/guest.ts';
import { showId } from '../platform/ids.ts';
import { callerIdSchema, instantSchema, storableText } from '../platform/schemas.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const LONGEST_DAYS = 14;

/** Where an entry stands; derived from what it was offered, never stored. */
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

/** A party that wants any start from `earliest` to `latest`. */
export const newEntrySchema = z
  .strictObject({
    earliest: instantSchema,
    latest: instantSchema,
    partySize: z.int().min(1).max(1000),
    customer: guestSchema,
    conversationId: callerIdSchema.optional(),
    notes: storableText(4096).optional(),
  })
  .refine(({ earliest, latest }) => Date.parse(earliest) <= Date.parse(latest), {
    message: 'must not be before earliest',
    path: ['latest'],
  })
  .refine(
    ({ earliest, latest }) => Date.parse(latest) - Date.parse(earliest) <= LONGEST_DAYS * DAY_MS,
    { message: `must be at most ${LONGEST_DAYS} days after earliest`, path: ['latest'] },
  )
  .openapi('NewWaitlistEntry');
export type NewEntry = z.infer<typeof newEntrySchema>;

/** An entry as the database writes it. */
export const storedEntrySchema = z.object({
  id: z.string(),
  venueId: z.string(),
  customerId: z.string().nullable(),
  conversationId: z.string().nullable(),
  state: z.enum(WAITLIST_STATES),
  earliest: z.string(),
  latest: z.string(),
  timeZone: z.string(),
  partySize: z.int(),
  notes: z.string().nullable(),
  offer: z
    .object({ bookingId: z.string(), start: z.string(), expiresAt: z.string().nullable() })
    .nullable(),
  createdAt: z.string(),
});
export type StoredEntry = z.infer<typeof storedEntrySchema>;

const localInstant = z.string().openapi({ description: 'Local to the venue, with its offset.' });

export const entrySchema = storedEntrySchema
  .extend({
    state: z.enum(WAITLIST_STATES).openapi({
      description:
        'waiting; offered: a place is held for it; accepted: it has a booking; passed: the offer ' +
        'went to the next; declined: the offer was cancelled; lapsed: its window is over; left.',
    }),
    earliest: localInstant,
    latest: localInstant,
    offer: z
      .object({
        bookingId: z.string(),
        start: localInstant,
        expiresAt: z.string().nullable().openapi({ description: 'Null once it is no offer.' }),
      })
      .nullable()
      .openapi({ description: 'The booking held for it, or what became of that; null: none yet.' }),
  })
  .openapi('WaitlistEntry');

/** An entry as clients see it. */
export function showEntry(entry: StoredEntry) {
  const { offer } = entry;
  return {
    ...entry,
    id: showId('waitlistEntry', entry.id),
    venueId: showId('venue', entry.venueId),
    offer: offer && { ...offer, bookingId: showId('booking', offer.bookingId) },
  };
}
