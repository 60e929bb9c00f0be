import { z } from '@hono/zod-openapi';
import { timestampSchema } from '../platform/schemas.ts';

/** An erasure, as the database writes it. */
export const erasureSchema = z.object({
  erasedAt: timestampSchema.openapi({
    description:
      'When the customer was erased. From then on, nothing about the customer is shown or stored.',
  }),
  // Answers that an earlier version has kept for an Idempotency-Key lack the fields with a default.
  state: z.enum(['running', 'finished']).default('finished').openapi({
    description:
      '`running`: the contents are being erased a page at a time. `finished`: nothing is left.',
  }),
  finishedAt: timestampSchema.nullable().default(null),
  conversations: z.int().openapi({ description: 'How many conversations were erased so far.' }),
  messages: z.int(),
  statisticsSubtracted: z
    .int()
    .openapi({ description: 'How many messages were taken out of the statistics.' }),
  bookings: z.int(),
  jobs: z.int().openapi({ description: 'How many follow-ups lost their text.' }),
  remaining: z
    .object({
      messages: z.int().openapi({ description: 'How many messages are still to be erased.' }),
      bookings: z.int().openapi({ description: 'How many bookings are still to be erased.' }),
    })
    .default({ messages: 0, bookings: 0 }),
});

/** The answer to an erasure, and its progress. */
export const receiptSchema = erasureSchema
  .extend({ customerId: z.string() })
  .openapi('ErasureReceipt');
