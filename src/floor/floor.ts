import { z } from '@hono/zod-openapi';
import { blockSchema, showBlock, storedBlockSchema } from '../bookings/blocks/block.ts';
import { bookingSchema, showBookingOfVenue, storedBookingSchema } from '../bookings/booking.ts';
import { attendanceSchema } from '../customers/customer.ts';
import { may } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { idSchema, showId } from '../platform/ids.ts';
import { boundedRows, splitPage } from '../platform/pagination.ts';
import { localTimestampSchema, shownId, timestampSchema } from '../platform/schemas.ts';
import { resourceSchema, showResource, storedResourceSchema } from '../venues/resource.ts';
import { entrySchema, showEntry, storedEntrySchema } from '../waitlist/entry.ts';

/** How many rows of a kind an answer has at most. */
export const MOST = { resources: 500, bookings: 1000, blocks: 200, waitlist: 200 } as const;
/** Among how many of a guest's newest bookings the attendance is counted. */
export const MOST_OF_GUEST = 200;
/** Among how many of a guest's newest conversations the mood is looked for. */
export const MOST_CONVERSATIONS = 5;
/** For how many days after its last message the mood of a conversation is that of the guest. */
export const MOOD_DAYS = 30;

const guestSchema = z
  .object({
    customerId: z.string().nullable().openapi({ description: 'The caller’s own id.' }),
    name: z.string().nullable(),
    tags: z.array(z.string()),
    staffNotes: z.string().nullable().openapi({ description: 'What the staff should know.' }),
    attendance: attendanceSchema.nullable().openapi({
      description: `How the newest ${MOST_OF_GUEST} bookings of the guest ended, at all venues of the workspace.`,
    }),
    mood: z
      .number()
      .nullable()
      .openapi({
        description: `The mood of the guest’s conversation with the newest message, from -1 to 1, among the ${MOST_CONVERSATIONS} newest conversations and in the last ${MOOD_DAYS} days; null before a message was read.`,
      }),
  })
  .openapi('FloorGuest');

// With nullable(), the description would make the schema FloorGuest itself nullable.
const guestOf = z.union([guestSchema, z.null()]).openapi({
  description: 'null for a party that gave no name. `withheld` names fields that are always null.',
});

/** The fields of a booking that are the same for the whole venue, or that a host seldom needs. */
const OMITTED = {
  venueId: true,
  timeZone: true,
  messageSeq: true,
  cancelBefore: true,
  cancelledLate: true,
  createdAt: true,
  updatedAt: true,
} as const;
/** Their names, for the statement. */
export const OMITTED_OF_BOOKING = Object.keys(OMITTED);

const bookingFields = {
  walkIn: z.boolean().openapi({ description: 'Whether the party came without a booking.' }),
  guest: guestOf,
};
const occurrences = z
  .array(z.object({ start: localTimestampSchema, end: localTimestampSchema }))
  .openapi({ description: 'The occurrences that touch the day.' });

/** The day of a venue as the database writes it. */
export const storedFloorSchema = z.object({
  venue: z.object({
    id: idSchema<'venue'>(),
    name: z.string(),
    timeZone: z.string(),
    slotInterval: z.int().openapi({ description: 'Minutes between two starts.' }),
  }),
  date: z.iso.date(),
  now: timestampSchema,
  periods: z.array(z.object({ opens: localTimestampSchema, closes: localTimestampSchema })),
  resources: boundedRows(storedResourceSchema),
  bookings: boundedRows(storedBookingSchema.omit(OMITTED).extend(bookingFields)),
  blocks: boundedRows(storedBlockSchema.extend({ occurrences })),
  waitlist: boundedRows(storedEntrySchema.extend({ guest: guestOf })),
  isReadInPart: z.boolean(),
});
export type StoredFloor = z.infer<typeof storedFloorSchema>;

/** The day of a venue as clients see it. */
export const floorSchema = storedFloorSchema
  .omit({ isReadInPart: true })
  .extend({
    venue: storedFloorSchema.shape.venue.extend({ id: shownId('venue') }),
    date: z.iso.date().openapi({ description: 'The business day that the answer is about.' }),
    now: timestampSchema.openapi({
      description: 'The time of the answer. The ETag leaves it out.',
    }),
    periods: storedFloorSchema.shape.periods.openapi({
      description:
        'The opening periods of the day. A block of the whole venue does not change them.',
    }),
    resources: z.array(resourceSchema).openapi({
      description: 'The resources that are not deleted, in the order in which they were added.',
    }),
    bookings: z
      .array(bookingSchema.omit(OMITTED).extend(bookingFields).openapi('FloorBooking'))
      .openapi({
        description:
          'The bookings of the day in the order of their starts, except those that have expired.',
      }),
    blocks: z
      .array(blockSchema.extend({ occurrences }).openapi('FloorBlock'))
      .openapi({ description: 'The blocks that touch the day.' }),
    waitlist: z
      .array(entrySchema.extend({ guest: guestOf }).openapi('FloorWaitlistEntry'))
      .openapi({
        description:
          'The waiting and offered entries whose window touches the day, in the order of joining.',
      }),
    withheld: z.array(z.enum(['attendance', 'staffNotes', 'mood'])).openapi({
      description:
        'The fields of guests that are null because the key lacks the scope to read them.',
    }),
    more: z.boolean().openapi({
      description: `Whether something is left out: the answer has at most ${MOST.bookings} bookings (1 MB), ${MOST.resources} resources, ${MOST.blocks} blocks and ${MOST.waitlist} entries (512 KB each).`,
    }),
  })
  .openapi('Floor');
export type Floor = z.infer<typeof floorSchema>;

/** The day of a venue without what the caller's key may not read. */
export function showFloor(caller: Pick<Caller, 'scopes'>, stored: StoredFloor): Floor {
  const readable = {
    attendance: may(caller, 'readAttendance'),
    staffNotes: may(caller, 'useStaffNotes'),
    mood: may(caller, 'readMessages'),
  };
  const withheld = (['attendance', 'staffNotes', 'mood'] as const).filter(
    (name) => !readable[name],
  );
  const hidden = Object.fromEntries(withheld.map((name) => [name, null]));
  const withGuest = <Row extends { guest: z.infer<typeof guestOf> }>(row: Row) => ({
    ...row,
    guest: row.guest && { ...row.guest, ...hidden },
  });
  const resources = splitPage(stored.resources, MOST.resources);
  const bookings = splitPage(stored.bookings, MOST.bookings);
  const blocks = splitPage(stored.blocks, MOST.blocks);
  const waitlist = splitPage(stored.waitlist, MOST.waitlist);
  const { venue, date, now, periods, isReadInPart } = stored;
  return {
    ...{ venue: { ...venue, id: showId('venue', venue.id) }, date, now, periods },
    resources: resources.kept.map(showResource),
    bookings: bookings.kept.map((each) => withGuest(showBookingOfVenue(each))),
    blocks: blocks.kept.map(({ occurrences, ...block }) => ({ ...showBlock(block), occurrences })),
    waitlist: waitlist.kept.map((each) => withGuest(showEntry(each))),
    withheld,
    more: isReadInPart || [resources, bookings, blocks, waitlist].some(({ more }) => more),
  };
}
