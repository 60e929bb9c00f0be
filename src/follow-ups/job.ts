/** The kinds of jobs: a text to the guest, a check for a no-show, or the report of an event. */
export const JOB_KINDS = [
  'confirmation',
  'moved',
  'cancellation',
  'restored',
  'reminder',
  'upsell',
  'thank_you',
  'waitlist_offer',
  'request_received',
  'request_withdrawn',
  'request_declined',
  'request_expired',
  'request_reopened',
  'no_show_check',
  'event',
] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/**
 * How a job is delivered: to the guest by email or in the conversation, to a webhook endpoint of
 * the workspace, or as a change of the booking itself.
 */
export const JOB_CHANNELS = ['email', 'conversation', 'webhook', 'booking'] as const;
export type JobChannel = (typeof JOB_CHANNELS)[number];

/**
 * The text of a job. It is written when the job is planned, and again at each attempt: local times
 * are of the zone that the venue has then.
 */
export interface JobContent {
  /** The BCP 47 tag of the text's language; English for a guest whose language has no phrases. */
  readonly locale: string;
  /** The direction in which that language is written. */
  readonly direction: 'ltr' | 'rtl';
  /** The local time that the text names: “Saturday 27 March 2027 at 19:00”. */
  readonly when: string;
  readonly subject: string;
  readonly text: string;
  /** The ids of the bookings that the text names, if it is about several of a series. */
  readonly bookings?: readonly string[];
}

/** The result of one attempt to carry out a job. */
export interface Attempt {
  readonly outcome: 'delivered' | 'retry' | 'suppressed';
  /** A code such as timeout or http_500, never a text from a guest or a receiver. */
  readonly reason?: string | undefined;
  /** The receiver's HTTP status. */
  readonly status?: number | undefined;
  readonly latencyMs?: number | undefined;
  /** The first bytes of the receiver's answer. */
  readonly answer?: string | undefined;
  /** How long the receiver asked to wait before the next attempt. */
  readonly retryAfterSeconds?: number | undefined;
  /** Whether the receiver answered 410, after which its endpoint is disabled. */
  readonly gone?: boolean | undefined;
}
