import type {
  AnalyticsEngineDataset,
  Queue,
  RateLimit,
  SendEmail,
} from '@cloudflare/workers-types';
import { z } from 'zod';
import type { TextGeneration } from './emotions/text-generation.ts';
import { operationsSettingsSchema } from './operations/settings.ts';
import { emailSchema } from './platform/email-address.ts';
import type { DeliveryJob, EmotionJob, FollowUpJob, TelemetryJob } from './platform/jobs.ts';
import { LONGEST_STATEMENT_MS } from './platform/longest-statement.ts';
import { isLoopbackHost } from './platform/loopback.ts';
import { refuseSecrets, secretVariables } from './platform/secret-ring.ts';

const hasMethod = (name: string) => (value: unknown) =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function';

const NOT_AN_ORIGIN = 'must be an origin, like https://api.example.com, without a path';

function isPublicOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.origin !== text) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}

const envSchema = z.object({
  DATABASE_URL: z.string().min(1),
  ...secretVariables,
  /** How long a request waits for the database, in milliseconds. */
  DATABASE_TIMEOUT_MS: z.coerce.number().int().min(100).max(LONGEST_STATEMENT_MS).default(5000),
  /** Origins that may call from a browser, separated by commas; `*` allows every origin. */
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    ),
  /**
   * The origin at which callers reach the service, such as https://api.example.com, for the URLs that
   * it gives out. Only a loopback host may use http.
   */
  PUBLIC_URL: z
    .union([z.literal(''), z.string().refine(isPublicOrigin, NOT_AN_ORIGIN)])
    .default(''),
  EMOTIONS: z.custom<Queue<EmotionJob>>(hasMethod('send')),
  FOLLOW_UPS: z.custom<Queue<FollowUpJob>>(hasMethod('send')),
  DELIVERIES: z.custom<Queue<DeliveryJob>>(hasMethod('send')),
  WEBHOOKS: z.custom<Queue<DeliveryJob>>(hasMethod('send')),
  TELEMETRY: z.custom<Queue<TelemetryJob>>(hasMethod('send')),
  /** Analytics Engine, which also gets the durations of requests. */
  ANALYTICS: z.custom<AnalyticsEngineDataset>(hasMethod('writeDataPoint')).optional(),
  /** Sends email. Without it, or without EMAIL_FROM, the service sends no email. */
  EMAIL: z.custom<SendEmail>(hasMethod('send')).optional(),
  /** The address that email to guests comes from. */
  EMAIL_FROM: z.union([z.literal(''), emailSchema]).default(''),
  /**
   * Workers AI, which reads emotions in languages that the built-in model does not know. Without
   * it, the service abstains from those texts.
   */
  AI: z.custom<TextGeneration>(hasMethod('run')).optional(),
  /** A Workers AI model with JSON mode. */
  AI_MODEL: z.string().min(1).default('@cf/meta/llama-3.3-70b-instruct-fp8-fast'),
  /** The settings of service levels and the traffic light, as JSON; see operationsSettingsSchema. */
  OPERATIONS: z
    .string()
    .default('')
    .transform((text, context) => {
      try {
        const given: unknown = text === '' ? {} : JSON.parse(text);
        const { data, error } = operationsSettingsSchema.safeParse(given);
        if (data !== undefined) return data;
        for (const { path, message } of error.issues) {
          context.addIssue({ code: 'custom', message: `${path.join('.')}: ${message}` });
        }
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' });
      }
      return z.NEVER;
    }),
  /** Whether the Cron Trigger runs the canary; see runCanary. */
  CANARY: z.enum(['on', 'off']).default('on'),
  KEY_RATE_LIMIT: z.custom<RateLimit>(hasMethod('limit')),
  ADDRESS_RATE_LIMIT: z.custom<RateLimit>(hasMethod('limit')),
  /** Development only: whether webhooks may name this machine; see `refuseEndpointUrl`. */
  ALLOW_LOOPBACK_WEBHOOKS: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
  /** Development only: the URL of scripts/local/outbound-proxy.ts, which forwards webhooks. */
  OUTBOUND_PROXY_URL: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }).optional(),
});
export type Env = z.infer<typeof envSchema>;

/**
 * Refuses secrets that do not fit together, and the switches for development unless the database is
 * on this machine.
 */
const guardedSchema = envSchema.superRefine((env, context) => {
  const unfit = refuseSecrets(env);
  if (unfit !== undefined) {
    context.addIssue({ code: 'custom', path: ['OTHER_KEY_SECRETS'], message: unfit });
  }
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

/**
 * The Worker's bindings, parsed once for each isolate. Throws an error that names the missing and
 * invalid bindings.
 */
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
