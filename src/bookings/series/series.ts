import { z } from '@hono/zod-openapi';
import { guestSchema } from '../../customers/guest.ts';
import type { Caller } from '../../platform/auth/key.ts';
import { Refused } from '../../platform/database-errors.ts';
import { type BookingId, idSchema, showId } from '../../platform/ids.ts';
import { refusalDetails } from '../../platform/refusal-details.ts';
import {
  dateSchema,
  lineOfText,
  localTimestampSchema,
  shownId,
  storableText,
  timestampSchema,
} from '../../platform/schemas.ts';
import { isLocalTime, repeatSchema } from '../blocks/repeat.ts';
import {
  bookingSchema,
  conversationIdSchema,
  partyFields,
  storedBookingSchema,
  unchangedSchema,
} from '../booking.ts';
import { showWrittenBooking } from '../show-written-booking.ts';

/** The most occurrences of a series: a year of weeks. */
export const MOST_OCCURRENCES = 52;

/** A requested series. */
export const newSeriesSchema = z
  .strictObject({
    ...partyFields,
    start: z
      .string()
      .refine(isLocalTime, 'must be a local time without an offset, like 2026-12-24T18:00')
      .openapi({
        description:
          'The first occurrence, in the local time of the venue. The others have the same local time. A time that a clock change skips is moved forward; of one that occurs twice, the second is meant.',
        example: '2026-12-24T18:00',
      }),
    repeat: repeatSchema
      .refine((rule) => /(^|;)(COUNT|UNTIL)=/.test(rule), 'must have COUNT or UNTIL')
      .openapi({
        description: `The rule of the occurrences, as blocks have it: a part of RRULE in RFC 5545 with \`FREQ\` (\`DAILY\`, \`WEEKLY\`, \`MONTHLY\`, \`YEARLY\`), \`INTERVAL\`, \`COUNT\` or \`UNTIL\` (a local date or time), \`BYDAY\` and \`BYMONTHDAY\`. It has at most ${MOST_OCCURRENCES} occurrences, of which \`start\` is the first.`,
        example: 'FREQ=WEEKLY;COUNT=10',
      }),
    missing: z.enum(['refuse', 'report']).default('refuse').openapi({
      description:
        'What happens when some occurrences cannot be had. `refuse`: no booking is made. `report`: those that can be had are booked, and the answer lists the others.',
    }),
    hold: z.literal(false).optional().openapi({ description: 'A series cannot be held.' }),
    walkIn: z.literal(false).optional(),
    customer: guestSchema,
    conversationId: conversationIdSchema,
  })
  .openapi('NewSeries');
export type NewSeries = z.infer<typeof newSeriesSchema>;

/** Which bookings of a series are cancelled, and why. */
export const seriesCancellationSchema = z
  .strictObject({
    from: dateSchema.optional().openapi({
      description:
        'The first local date at the venue from which on bookings are cancelled. Left out: all that are still to come.',
    }),
    reason: storableText(256).optional().openapi({ description: 'Shown in the timelines.' }),
    actor: lineOfText(512).max(128).optional().openapi({
      maxLength: 128,
      description: 'The person who acts. Shown in the timelines and in webhooks.',
    }),
  })
  .openapi('SeriesCancellation');
export type SeriesCancellation = z.infer<typeof seriesCancellationSchema>;

/** An occurrence that could not be had, as book_series_v1 writes it. */
const storedMissingSchema = z.object({
  start: z.string(),
  refused: z.string(),
  detail: z.unknown().optional(),
});

/** The fields of a series besides its bookings, as the database writes them; see series_json_v1. */
const storedFacts = {
  id: idSchema<'series'>(),
  venueId: idSchema<'venue'>(),
  customerId: z.string().nullable(),
  repeat: z.string(),
  start: z.string(),
  timeZone: z.string(),
  createdAt: timestampSchema,
};
const codedMissingSchema = z.object({ start: localTimestampSchema, code: z.string() });
/** A series without its bookings. */
export const storedSeriesFactsSchema = z.object({
  ...storedFacts,
  missing: z.array(codedMissingSchema),
});
/** A series with its bookings. */
export const storedSeriesSchema = storedSeriesFactsSchema.extend({
  bookings: z.array(storedBookingSchema),
});
/** A series that was made. */
export const storedMadeSeriesSchema = z.object({
  ...storedFacts,
  bookings: z.array(storedBookingSchema),
  missing: z.array(storedMissingSchema),
  unchanged: unchangedSchema,
});
/** What a cancellation of a series has done, as the database writes it. */
export const storedCancelledSchema = z.object({
  id: idSchema<'series'>(),
  cancelled: z.array(storedBookingSchema),
});

const shown = {
  id: shownId('series'),
  venueId: shownId('venue'),
  customerId: z.string().nullable().openapi({ description: 'The caller’s own id.' }),
  repeat: z.string(),
  start: z.string().openapi({
    description: 'The first occurrence that was asked for, in the local time of the venue.',
    example: '2026-12-24T18:00',
  }),
  timeZone: z.string(),
  createdAt: timestampSchema,
};
const shownBookings = {
  bookings: z.array(bookingSchema).openapi({ description: 'In the order of their starts.' }),
};
const missingFields = {
  start: localTimestampSchema,
  code: z.string().openapi({
    description: 'The code of the problem that a single booking would get.',
    example: 'full',
  }),
};

const missingCodes = {
  missing: z
    .array(z.object(missingFields))
    .openapi({ description: 'The occurrences that could not be had when it was made.' }),
};

/** A series without its bookings, as an export has it. */
export const seriesFactsSchema = z.object({ ...shown, ...missingCodes }).openapi('ExportedSeries');

/** A series as clients see it. */
export const seriesSchema = z
  .object({ ...shown, ...shownBookings, ...missingCodes })
  .openapi('Series');

const missingOccurrenceSchema = z
  .object({
    ...missingFields,
    alternatives: z.array(z.string()).optional(),
    limit: z.string().optional(),
    most: z.int().optional(),
    bookingId: shownId('booking').optional(),
  })
  .openapi('MissingOccurrence');

/** A series that was made, as clients see it. */
export const madeSeriesSchema = z
  .object({
    ...shown,
    ...shownBookings,
    missing: z.array(missingOccurrenceSchema).openapi({
      description: 'The occurrences that could not be had, with the members of their problems.',
    }),
    unchanged: unchangedSchema,
  })
  .openapi('MadeSeries');

/** What a cancellation of a series has done, as clients see it. */
export const cancelledSeriesSchema = z
  .object({
    id: shownId('series'),
    cancelled: z
      .array(bookingSchema)
      .openapi({ description: 'The bookings that were cancelled, in the order of their starts.' }),
  })
  .openapi('CancelledSeries');

type StoredSeries = z.infer<typeof storedSeriesSchema> | z.infer<typeof storedMadeSeriesSchema>;

/** Shows a series without its bookings. */
export const showSeriesFacts = (series: z.infer<typeof storedSeriesFactsSchema>) => ({
  ...series,
  id: showId('series', series.id),
  venueId: showId('venue', series.venueId),
});

/** Shows a series to a key. One that may not read bookings learns no more of the guest than it wrote. */
export function showSeries<Series extends StoredSeries>(
  caller: Caller,
  { missing: _, ...series }: Series,
  mayRead: boolean,
) {
  return {
    ...series,
    id: showId('series', series.id),
    venueId: showId('venue', series.venueId),
    customerId: mayRead ? series.customerId : null,
    bookings: series.bookings.map((booking) => showWrittenBooking(caller, booking)),
  };
}

/**
 * Shows the occurrences that could not be had.
 * @param mayRead whether the key may read bookings; no other key learns their ids
 */
export const showMissing = (
  missing: readonly z.infer<typeof storedMissingSchema>[],
  mayRead: boolean,
) =>
  missing.map(({ start, refused, detail }) => ({
    start,
    code: refused,
    ...refusalDetails(
      new Refused('MT409', refused, detail === undefined ? undefined : JSON.stringify(detail)),
      mayRead,
    ),
  }));

/** The members of the problem `series_unavailable`, from the DETAIL of the refusal. */
export const missingOf = (detail: string, mayRead: boolean) => ({
  missing: showMissing(z.array(storedMissingSchema).parse(JSON.parse(detail)), mayRead),
});

/** An occurrence as book_series_v1 takes it, in the local time of the venue. */
export interface Occurrence {
  readonly id: BookingId;
  readonly start: string;
}
