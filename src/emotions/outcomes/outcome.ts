import { z } from '@hono/zod-openapi';
import { timestampSchema } from '../../platform/schemas.ts';

/** The mood of the conversation that made a booking, for the count of outcomes. */
export const BOOKING_MOODS = ['negative', 'neutral', 'positive', 'unknown', 'pending'] as const;

/** How the bookings of one mood ended, as the database counts them. */
export const countedOutcomeSchema = z.object({
  mood: z.enum(BOOKING_MOODS).openapi({
    description:
      'The mood of the conversation when the booking was made. `unknown`: the booking has no conversation, or none of its messages has a label. `pending`: the emotion of a message before the booking has not been read yet.',
  }),
  finished: z.int(),
  noShow: z.int(),
  cancelled: z.int(),
  cancelledLate: z
    .int()
    .openapi({ description: 'The cancelled bookings whose cancellation came after the cutoff.' }),
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
        bookings: z
          .int()
          .openapi({ description: 'The sum of finished, missed and cancelled bookings.' }),
        completionRate: rate('`finished`'),
        noShowRate: rate('`noShow`'),
        cancellationRate: rate('`cancelled`'),
      }),
    ),
  })
  .openapi('Outcomes');
