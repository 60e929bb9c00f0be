import { z } from '@hono/zod-openapi';

/** What is done after a booking, or told of it. */
export const JOB_KINDS = [
  'confirmation',
  'moved',
  'cancellation',
  'reminder',
  'upsell',
  'thank_you',
  'waitlist_offer',
  'no_show_check',
  'event',
] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/** Where it goes: to the guest, to the tenant's endpoint, or to the booking itself. */
export const JOB_CHANNELS = ['email', 'conversation', 'webhook', 'booking'] as const;
export type JobChannel = (typeof JOB_CHANNELS)[number];

/** Planned, claimed for a queue, being carried out; then how it ended. */
export const JOB_STATES = [
  'planned',
  'leased',
  'running',
  'delivered',
  'suppressed',
  'dead',
] as const;

/** What a job says, rendered once when it was planned, in the guest's language and the venue's zone. */
export const jobContentSchema = z.object({
  locale: z.string(),
  /** The local time as it is said: “Saturday 28 March 2027 at 19:00”. */
  when: z.string(),
  subject: z.string(),
  text: z.string(),
});
export type JobContent = z.infer<typeof jobContentSchema>;

/** What one attempt at a job met. */
export interface Attempt {
  readonly outcome: 'delivered' | 'retry' | 'suppressed';
  /** A word for it, such as timeout or http_500; never a text of the guest's or the receiver's. */
  readonly reason?: string | undefined;
  /** The receiver's HTTP status. */
  readonly status?: number | undefined;
  readonly latencyMs?: number | undefined;
  /** The first bytes of the receiver's answer. */
  readonly answer?: string | undefined;
  /** How long the receiver asked to be left alone. */
  readonly retryAfterSeconds?: number | undefined;
  /** The receiver wants no more (410): its endpoint is to be disabled. */
  readonly gone?: boolean | undefined;
}
