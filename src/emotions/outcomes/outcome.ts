import { z } from '@hono/zod-openapi';
import { timestampSchema } from '../../platform/schemas.ts';

/** The mood of the conversation that made a booking, for the count of outcomes. */
export const BOOKING_MOODS = ['negative', 'neutral', 'positive', 'unknown', 'pending'] as const;

/** How the bookings of one mood ended, as the database counts them. */
export const countedOutcomeSchema = z.object({
  mood: z.enum(BOOKING_MOODS).openapi({
    description:
      'The mood that the conversation had come to when the booking was made. `unknown`: the booking has no conversation, or nothing of it was read. `pending`: a message up to the booking is still to be read.',
  }),
  finished: z.int(),
  noShow: z.int(),
  cancelled: z.int(),
  cancelledLate: z
    .int()
    .openapi({ description: 'Those of the cancelled ones that came after the cutoff.' }),
});

const rate = (of: string) =>
  z
    .number()
    .nullable()
    .openapi({ description: `${of} as a share of \`bookings\`; null without bookings.` });

export const outcomesSchema = z
  .object({
    from: timestampSchema,
    to: timestampSchema,
    outcomes: z.array(
      countedOutcomeSchema.extend({
        bookings: z.int().openapi({ description: 'Finished, missed and cancelled ones together.' }),
        completionRate: rate('`finished`'),
        noShowRate: rate('`noShow`'),
        cancellationRate: rate('`cancelled`'),
      }),
    ),
  })
  .openapi('Outcomes');
