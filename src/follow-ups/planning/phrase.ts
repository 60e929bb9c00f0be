import type { JobKind } from '../job.ts';

/** The kinds of jobs that send a text to the guest. */
export type SpokenKind = Exclude<JobKind, 'no_show_check' | 'event'>;

/** The values that are filled into a text. Times are local times in words. */
export interface Facts {
  venue: string;
  when: string;
  /** The times and references of several bookings; empty for a text about one. */
  dates: readonly string[];
  party: number;
  /** When a waitlist offer or a request expires; empty for other kinds. */
  until: string;
  /** Why a request was declined; empty where the venue has not said so, and for other kinds. */
  reason: string;
  /** The feedback link; empty where the venue has none. */
  link: string;
  /** The text of the upsell; empty where the venue has none. */
  offer: string;
}

/** Writes a text. */
export type Phrase = (facts: Facts) => [subject: string, text: string];
