import { z } from '@hono/zod-openapi';

/**
 * The shortest time for which anything is kept, in days. Answers of idempotency keys and webhook jobs
 * about messages are kept that long too.
 */
const LEAST_DAYS = 30;
const MOST_DAYS = 36_500;

const daysSchema = z.int().min(LEAST_DAYS).max(MOST_DAYS).nullable();

/** How long a workspace keeps what it has about guests. */
export const retentionSchema = z
  .strictObject({
    conversationsDays: daysSchema.openapi({
      description:
        'For how many days after its newest message a conversation is kept; null: for ever. A conversation with a booking that has not ended is kept longer.',
      example: 365,
    }),
    bookingsDays: daysSchema.openapi({
      description:
        'For how many days after its end a booking is kept, and a waitlist entry after its window; null: for ever.',
      example: 730,
    }),
  })
  .openapi('Retention');
export type Retention = z.infer<typeof retentionSchema>;
