import { z } from '@hono/zod-openapi';
import { idSchema, showId } from '../platform/ids.ts';
import { shownId, timestampSchema } from '../platform/schemas.ts';

/** One attempt to deliver an event to an endpoint, as the database writes it. */
export const storedDeliverySchema = z.object({
  jobId: idSchema<'job'>(),
  event: z.string().nullable(),
  attempt: z.int(),
  at: timestampSchema,
  /** Microseconds since 1970: `at` with the precision of the list's order. */
  atMicros: z.int(),
  outcome: z.enum(['delivered', 'retry', 'suppressed', 'dead']),
  reason: z.string().nullable(),
  status: z.int().nullable(),
  latencyMs: z.int().nullable(),
  answer: z.string().nullable(),
  bookingId: idSchema<'booking'>().nullable(),
  conversationId: z.string().nullable(),
});
export type StoredDelivery = z.infer<typeof storedDeliverySchema>;

/** An attempt as clients see it. */
export const deliverySchema = storedDeliverySchema
  .omit({ jobId: true, atMicros: true })
  .extend({
    deliveryId: shownId('job').openapi({
      description: 'The header `webhook-id` of the request, the same at each attempt.',
    }),
    outcome: storedDeliverySchema.shape.outcome.openapi({
      description:
        '`delivered`: the endpoint answered 2xx, and a challenge with its text. `retry`: the attempt failed, and another follows. `suppressed`: the endpoint answered 410, or a test failed, and no other attempt follows. `dead`: the last attempt failed.',
    }),
    reason: z
      .string()
      .nullable()
      .openapi({ description: 'Why the attempt failed.', example: 'http_500' }),
    status: z
      .int()
      .nullable()
      .openapi({ description: 'The HTTP status of the endpoint’s answer.', example: 500 }),
    latencyMs: z
      .int()
      .nullable()
      .openapi({ description: 'How long the endpoint took to answer, in milliseconds.' }),
    answer: z
      .string()
      .nullable()
      .openapi({ description: 'The first bytes of the endpoint’s answer.' }),
    bookingId: shownId('booking').nullable(),
    conversationId: z
      .string()
      .nullable()
      .openapi({ description: 'Your own id of the conversation.' }),
  })
  .openapi('WebhookDelivery');

export function showDelivery({ jobId, atMicros: _, bookingId, ...delivery }: StoredDelivery) {
  return {
    ...delivery,
    deliveryId: showId('job', jobId),
    bookingId: bookingId && showId('booking', bookingId),
  };
}
