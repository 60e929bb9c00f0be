import { z } from '@hono/zod-openapi';
import { type BookingId, idSchema, showId } from '../../platform/ids.ts';
import {
  idInRequest,
  lineOfText,
  shownId,
  storableText,
  timestampSchema,
} from '../../platform/schemas.ts';
import { isLocalTime, repeatSchema } from './repeat.ts';

/** The most bookings that an answer names. `count` counts the others too. */
const NAMED_BOOKINGS = 100;

const localTimeSchema = z
  .string()
  .refine(isLocalTime, 'must be a local time without an offset, like 2026-12-24T18:00')
  .openapi({ example: '2026-12-24T18:00' });

/** A requested block. */
export const newBlockSchema = z
  .strictObject({
    resourceIds: z
      .array(idInRequest('resource'))
      .min(1)
      .max(300)
      .optional()
      .openapi({ description: 'The resources to block.' }),
    area: lineOfText(64).optional().openapi({
      description: 'The area to block, also for resources that it gets later.',
    }),
    all: z.literal(true).optional().openapi({
      description: 'Closes the whole venue, like an exception in its opening hours.',
    }),
    from: localTimeSchema.openapi({
      description:
        'When it begins, in the local time of the venue. A time that a clock change skips is moved forward; of one that occurs twice, the second is meant.',
    }),
    to: localTimeSchema.openapi({ description: 'When it ends, in the same form.' }),
    repeat: repeatSchema.optional().openapi({
      description:
        'Repeats the block: a part of RRULE in RFC 5545 with `FREQ` (`DAILY`, `WEEKLY`, `MONTHLY`, `YEARLY`), `INTERVAL`, `COUNT` or `UNTIL` (a local date or time), `BYDAY` and `BYMONTHDAY`. `from` must be an occurrence.',
      example: 'FREQ=WEEKLY;BYDAY=MO,TU',
    }),
    reason: storableText(256).optional().openapi({
      description: 'Why, for the staff. It must not name a guest.',
      example: 'the leg of the table is broken',
    }),
    keepBookings: z.boolean().default(false).openapi({
      description:
        'Whether the block is stored around the bookings that lie in it. Otherwise they refuse it.',
    }),
  })
  .refine(
    ({ resourceIds, area, all }) =>
      [resourceIds, area, all].filter((each) => each !== undefined).length === 1,
    { message: 'one of resourceIds, area and all', path: ['resourceIds'] },
  )
  .refine(({ from, to }) => from < to, { message: 'must be after from', path: ['to'] })
  .openapi('NewBlock');
export type NewBlock = z.infer<typeof newBlockSchema>;

/** A block as the database writes it. */
export const storedBlockSchema = z.object({
  id: idSchema<'block'>(),
  venueId: idSchema<'venue'>(),
  resourceIds: z.array(idSchema<'resource'>()).nullable(),
  area: z.string().nullable(),
  from: z.string(),
  to: z.string(),
  repeat: z.string().nullable(),
  reason: z.string().nullable(),
  createdAt: z.string(),
});
export type StoredBlock = z.infer<typeof storedBlockSchema>;

const storedBookingsSchema = z.object({ count: z.int(), data: z.array(idSchema<'booking'>()) });

/** A block that was made, as the database writes it. */
export const storedMadeBlockSchema = storedBlockSchema.extend({
  keptBookings: storedBookingsSchema,
});

const shown = {
  id: shownId('block'),
  venueId: shownId('venue'),
  resourceIds: z
    .array(shownId('resource'))
    .nullable()
    .openapi({ description: 'Null for an area, and for the whole venue.' }),
  area: z.string().nullable(),
  all: z.boolean().openapi({ description: 'Whether the whole venue is closed.' }),
  from: z.string().openapi({
    description: 'When the first occurrence begins, in the local time of the venue.',
    example: '2026-12-24T18:00',
  }),
  to: z.string().openapi({ example: '2026-12-24T23:00' }),
  repeat: z.string().nullable(),
  reason: z.string().nullable(),
  createdAt: timestampSchema,
};

/** A block as clients see it. */
export const blockSchema = z.object(shown).openapi('Block');

/** A block that was made, as clients see it. */
export const madeBlockSchema = z
  .object({
    ...shown,
    keptBookings: z
      .object({
        count: z.int(),
        data: z.array(shownId('booking')).openapi({
          description: `The first ${NAMED_BOOKINGS} of them, in the order of their starts.`,
        }),
      })
      .openapi({ description: 'The bookings around which the block is stored.' }),
  })
  .openapi('MadeBlock');

export function showBlock({ resourceIds, ...block }: StoredBlock) {
  return {
    ...block,
    id: showId('block', block.id),
    venueId: showId('venue', block.venueId),
    resourceIds: resourceIds?.map((id) => showId('resource', id)) ?? null,
    all: resourceIds === null && block.area === null,
  };
}

const showBookings = (ids: readonly BookingId[]) => ids.map((id) => showId('booking', id));

export function showMadeBlock({ keptBookings, ...block }: z.infer<typeof storedMadeBlockSchema>) {
  const { count, data } = keptBookings;
  return { ...showBlock(block), keptBookings: { count, data: showBookings(data) } };
}

/**
 * The members of the problem `bookings_in_block`.
 * @param detail the DETAIL of the refusal
 */
export function bookingsInTheWay(detail: string): { count: number; bookings: string[] } {
  const { count, data } = storedBookingsSchema.parse(JSON.parse(detail));
  return { count, bookings: showBookings(data) };
}
