import type { Queue, RateLimit, SendEmail } from '@cloudflare/workers-types';
import { z } from 'zod';
import { isLoopbackHost } from './platform/loopback.ts';

/** What a queue message says: which message's emotion is to be read. Ids only. */
export const emotionJobSchema = z.strictObject({
  conversationId: z.uuid(),
  seq: z
    .int()
    .min(1)
    .max(2 ** 31 - 1),
});
export type EmotionJob = z.infer<typeof emotionJobSchema>;

/** Whose follow-ups are to be planned: a booking's, or what a conversation's messages are told of. */
export const followUpJobSchema = z.union([
  z.strictObject({ bookingId: z.uuid() }),
  z.strictObject({ conversationId: z.uuid() }),
]);
export type FollowUpJob = z.infer<typeof followUpJobSchema>;

/** Which job is to be carried out, and for the how-manieth time: another number is another claim. */
export const deliveryJobSchema = z.strictObject({
  jobId: z.uuid(),
  attempt: z.int().min(1).max(1000),
});
export type DeliveryJob = z.infer<typeof deliveryJobSchema>;

/** What is needed of the binding of Workers AI. */
export interface TextGeneration {
  run(
    model: string,
    input: Record<string, unknown>,
    options: { signal: AbortSignal },
  ): Promise<unknown>;
}

const hasMethod = (name: string) => (value: unknown) =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function';

const envSchema = z.object({
  DATABASE_URL: z.string().min(1),
  KEY_SECRET: z.string().min(32, 'must be at least 32 characters'),
  /** How long a request waits for the database, in milliseconds. */
  DATABASE_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(5000),
  /** Origins that may call from a browser, separated by commas; * for any. */
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    ),
  EMOTIONS: z.custom<Queue<EmotionJob>>(hasMethod('send')),
  FOLLOW_UPS: z.custom<Queue<FollowUpJob>>(hasMethod('send')),
  DELIVERIES: z.custom<Queue<DeliveryJob>>(hasMethod('send')),
  /** Sends email; without it, or without an address to send from, none is sent. */
  EMAIL: z.custom<SendEmail>(hasMethod('send')).optional(),
  EMAIL_FROM: z.union([z.literal(''), z.email()]).default(''),
  /** Reads emotions in languages that the built-in model does not know; without it, nobody does. */
  AI: z.custom<TextGeneration>(hasMethod('run')).optional(),
  /** A model of Workers AI with JSON mode. */
  AI_MODEL: z.string().min(1).default('@cf/meta/llama-3.3-70b-instruct-fp8-fast'),
  KEY_RATE_LIMIT: z.custom<RateLimit>(hasMethod('limit')),
  ADDRESS_RATE_LIMIT: z.custom<RateLimit>(hasMethod('limit')),
  /** Whether webhooks may be sent to this machine; see {@link EndpointRules}. Development only. */
  ALLOW_LOOPBACK_WEBHOOKS: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
  /** What sends webhooks on; see scripts/local/outbound-proxy.ts. Development only. */
  OUTBOUND_PROXY_URL: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }).optional(),
});
export type Env = z.infer<typeof envSchema>;

/** Refuses what is for development only, unless the database is on this machine too. */
const guardedSchema = envSchema.superRefine((env, context) => {
  if (URL.canParse(env.DATABASE_URL) && isLoopbackHost(new URL(env.DATABASE_URL).hostname)) return;
  for (const name of ['ALLOW_LOOPBACK_WEBHOOKS', 'OUTBOUND_PROXY_URL'] as const) {
    if (!env[name]) continue;
    context.addIssue({
      code: 'custom',
      path: [name],
      message:
        'is for development only and must not be set: DATABASE_URL names no database on this machine',
    });
  }
});

const parsed = new WeakMap<object, Env>();

/** The Worker's bindings, parsed once for each isolate. Throws naming what is missing or wrong. */
export function parseEnv(bindings: object): Env {
  const known = parsed.get(bindings);
  if (known !== undefined) return known;
  const result = guardedSchema.safeParse(bindings);
  if (!result.success) {
    const issues = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`bindings: ${issues.join('; ')}`);
  }
  parsed.set(bindings, result.data);
  return result.data;
}
