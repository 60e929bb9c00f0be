import { z } from '@hono/zod-openapi';
import { timestampSchema } from '../platform/schemas.ts';

/** The counts of an erasure, as the database reports them. */
export const erasureSchema = z.object({
  erasedAt: timestampSchema,
  conversations: z.int(),
  messages: z.int(),
  statisticsSubtracted: z
    .int()
    .openapi({ description: 'How many messages were taken out of the statistics.' }),
  bookings: z.int(),
  jobs: z.int().openapi({ description: 'How many follow-ups lost their text.' }),
});

/** The answer to an erasure. */
export const receiptSchema = erasureSchema
  .extend({ customerId: z.string() })
  .openapi('ErasureReceipt');
