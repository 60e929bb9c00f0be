import { z } from '@hono/zod-openapi';
import { idSchema, showId } from '../platform/ids.ts';
import { shownId, storableText, timestampSchema } from '../platform/schemas.ts';
import { ALL_EVENT_TYPES, EVENT_TYPES, type EventType, eventTypeSchema } from './event.ts';

/** The verbs check the URL, because the accepted URLs depend on where the service runs. */
const urlSchema = z.string().openapi({
  format: 'uri',
  maxLength: 2048,
  description:
    'An https URL of a host under a public top-level domain, on port 443 or 8443, without user, password or fragment. With another URL the webhook is pending until it has answered a challenge.',
  example: 'https://example.com/webhooks',
});

const eventsSchema = z
  .array(z.enum([...ALL_EVENT_TYPES, '*']))
  .min(1)
  .refine((events) => new Set(events).size === events.length, 'must name each event once')
  .refine(
    (events) => events.length === 1 || !events.includes('*'),
    'must not name other events beside *',
  )
  .openapi({
    description:
      'The events that the endpoint receives. `["*"]` stands for all types that exist when the request is made, but `operations.status_changed`, which needs the scope `operator`.',
    example: ['booking.confirmed', 'booking.cancelled'],
  });

const descriptionSchema = storableText(256).nullable();

export const newWebhookSchema = z
  .strictObject({
    url: urlSchema,
    events: eventsSchema,
    description: descriptionSchema.default(null),
  })
  .openapi('NewWebhook');
export type NewWebhook = z.infer<typeof newWebhookSchema>;

/** Changes of a webhook. Fields that are left out stay as they are. */
export const webhookChangeSchema = z
  .strictObject({
    url: urlSchema.optional(),
    events: eventsSchema.optional(),
    description: descriptionSchema.optional().openapi({ description: 'null removes it.' }),
    enabled: z.boolean().optional().openapi({
      description:
        '`false` disables the endpoint. `true` enables it, resets `failingSince`, and sends a challenge if the endpoint is pending.',
    }),
  })
  .openapi('WebhookChange');
export type WebhookChange = z.infer<typeof webhookChangeSchema>;

/** A change as the database takes it, without `*` among its events. */
export type StoredWebhookChange = Omit<WebhookChange, 'events'> & {
  readonly events?: readonly EventType[];
};

export const rotationSchema = z
  .strictObject({
    overlapHours: z
      .int()
      .min(0)
      .max(168)
      .default(24)
      .openapi({ description: 'How many hours requests are also signed with the old secret.' }),
  })
  .openapi('SecretRotation');
export type Rotation = z.infer<typeof rotationSchema>;

/** Resolves the `events` of a request to types: `*` to every type. */
export function typesOf(events: readonly (EventType | '*')[]): readonly EventType[] {
  return events.includes('*') ? EVENT_TYPES : events.filter((event) => event !== '*');
}

/** A webhook as the database writes it, without its secrets. */
export const storedWebhookSchema = z.object({
  id: idSchema<'webhook'>(),
  url: z.string(),
  description: z.string().nullable(),
  events: z.array(eventTypeSchema),
  disabledAt: timestampSchema.nullable(),
  disabledReason: z.enum(['by_owner', 'failing', 'gone']).nullable(),
  failingSince: timestampSchema.nullable(),
  previousSecretUntil: timestampSchema.nullable(),
  /** Undefined in answers that were kept before challenges existed. */
  verifiedAt: timestampSchema.nullable().optional(),
  createdAt: timestampSchema,
});
export type StoredWebhook = z.infer<typeof storedWebhookSchema>;

/** A webhook with its encrypted secret, as hexadecimal text. */
export const sealedWebhookSchema = storedWebhookSchema.extend({ sealedSecret: z.string() });

/**
 * A webhook, and whether the statement has claimed a job that sends it a challenge. Answers that were
 * kept before challenges existed lack this.
 */
export const challengedWebhookSchema = storedWebhookSchema.extend({
  challenged: z.boolean().default(false),
});

/** A webhook as clients see it. */
export const webhookSchema = storedWebhookSchema
  .extend({
    id: shownId('webhook'),
    status: z.enum(['pending', 'active', 'disabled']).openapi({
      description:
        '`pending`: the endpoint has not answered a challenge for its present URL, and receives no events. `active`: it receives events. `disabled`: `disabledReason` says why it receives none.',
    }),
    enabled: z.boolean().openapi({ description: 'False while the endpoint is disabled.' }),
    verifiedAt: timestampSchema.nullable().openapi({
      description: 'When the endpoint answered the challenge; null while it is pending.',
    }),
    disabledReason: storedWebhookSchema.shape.disabledReason.openapi({
      description:
        '`by_owner`: a request disabled it. `failing`: its requests failed for three days. `gone`: the endpoint answered 410.',
    }),
    failingSince: timestampSchema
      .nullable()
      .openapi({ description: 'The time of the first failure since the last success.' }),
    previousSecretUntil: timestampSchema
      .nullable()
      .openapi({ description: 'Until when requests are also signed with the old secret.' }),
  })
  .openapi('Webhook');

/** A webhook with its secret, which is shown only when it is made. */
export const webhookWithSecretSchema = webhookSchema
  .extend({
    secret: z
      .string()
      .openapi({ description: 'Signs requests: `whsec_…`. It is shown only once.' }),
  })
  .openapi('WebhookWithSecret');

/** A test event that was sent. */
export const webhookTestSchema = z
  .object({
    deliveryId: shownId('job').openapi({
      description: 'The `deliveryId` of the test in the list of deliveries.',
    }),
  })
  .openapi('WebhookTest');

export const showWebhook = ({ verifiedAt, ...webhook }: StoredWebhook) => {
  const enabled = webhook.disabledAt === null;
  // Endpoints from before challenges existed count as verified.
  const verified = verifiedAt === undefined ? webhook.createdAt : verifiedAt;
  return {
    ...webhook,
    id: showId('webhook', webhook.id),
    status: !enabled ? 'disabled' : verified === null ? 'pending' : 'active',
    enabled,
    verifiedAt: verified,
  } as const;
};
