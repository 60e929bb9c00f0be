import { z } from '@hono/zod-openapi';
import { storableText } from '../platform/schemas.ts';
import { EVENT_TYPES, type EventType } from './event.ts';

/** How many endpoints a workspace may have; each is told of each event, so this bounds the work. */
export const MAX_WEBHOOKS = 20;

/** Which URLs are accepted depends on where the service runs, so the verbs check it. */
const urlSchema = z.string().openapi({
  format: 'uri',
  maxLength: 2048,
  description: 'https, a public host name, no user or password, no fragment.',
  example: 'https://example.com/webhooks',
});

const eventsSchema = z
  .array(z.enum([...EVENT_TYPES, '*']))
  .min(1)
  .refine((events) => new Set(events).size === events.length, 'must name each event once')
  .refine((events) => events.length === 1 || !events.includes('*'), '* stands alone')
  .openapi({ description: 'What it is told of; ["*"] is all that there is now.' });

const descriptionSchema = storableText(256).nullable();

export const newWebhookSchema = z
  .strictObject({
    url: urlSchema,
    events: eventsSchema,
    description: descriptionSchema.default(null),
  })
  .openapi('NewWebhook');
export type NewWebhook = z.infer<typeof newWebhookSchema>;

export const webhookChangeSchema = z
  .strictObject({
    url: urlSchema.optional(),
    events: eventsSchema.optional(),
    description: descriptionSchema.optional(),
    enabled: z
      .boolean()
      .optional()
      .openapi({ description: 'true also forgets that it was failing.' }),
  })
  .openapi('WebhookChange');
export type WebhookChange = z.infer<typeof webhookChangeSchema>;

export const rotationSchema = z
  .strictObject({
    overlapHours: z
      .int()
      .min(0)
      .max(168)
      .default(24)
      .openapi({ description: 'For how long the old secret signs too.' }),
  })
  .openapi('SecretRotation');

/** What `events` of a request stands for: every type for `*`. */
export function typesOf(events: readonly (EventType | '*')[]): readonly EventType[] {
  return events.includes('*') ? EVENT_TYPES : events.filter((event) => event !== '*');
}

/** What the database shows of an endpoint, with an id that is a bare UUID. Never a secret. */
export const storedWebhookSchema = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string().nullable(),
  events: z.array(z.string()),
  disabledAt: z.string().nullable(),
  disabledReason: z
    .string()
    .nullable()
    .openapi({ description: 'by_owner, failing (for days) or gone (it answered 410).' }),
  failingSince: z
    .string()
    .nullable()
    .openapi({ description: 'Since when nothing has got through.' }),
  previousSecretUntil: z
    .string()
    .nullable()
    .openapi({ description: 'Until when the secret before the last rotation signs too.' }),
  createdAt: z.string(),
});
export type StoredWebhook = z.infer<typeof storedWebhookSchema>;

/** The same as clients see it. */
export const webhookSchema = storedWebhookSchema
  .extend({ enabled: z.boolean() })
  .openapi('Webhook');

/** The same with its secret, which is shown when it is made and never again. */
export const webhookWithSecretSchema = webhookSchema
  .extend({ secret: z.string().openapi({ description: 'whsec_…; shown once.' }) })
  .openapi('WebhookWithSecret');

/** One attempt at telling an endpoint, as the database shows it. */
export const storedDeliverySchema = z.object({
  jobId: z.string(),
  event: z.string().nullable(),
  attempt: z.int(),
  at: z.string(),
  /** Microseconds since 1970, as digits: where the attempt is in the list. */
  atMicros: z.string(),
  outcome: z.string(),
  reason: z.string().nullable(),
  status: z.int().nullable(),
  latencyMs: z.int().nullable(),
  answer: z.string().nullable(),
  bookingId: z.string().nullable(),
  conversationId: z.string().nullable(),
});

/** The same as clients see it. */
export const deliverySchema = storedDeliverySchema
  .omit({ jobId: true, atMicros: true })
  .extend({
    deliveryId: z.string().openapi({ description: 'The webhook-id that the endpoint was sent.' }),
    outcome: z.string().openapi({ description: 'delivered, retry, suppressed or dead' }),
    answer: z.string().nullable().openapi({ description: 'The first bytes of the answer.' }),
  })
  .openapi('WebhookDelivery');
