import type { BookingState } from '../../bookings/lifecycle.ts';
import type { JobChannel, JobKind } from '../job.ts';

/** What is true when a job fires. Instants are milliseconds since 1970. */
export interface Firing {
  readonly kind: JobKind;
  readonly channel: JobChannel;
  readonly event: string | null;
  readonly scheduleVersion: number | null;
  readonly dueAt: number;
  readonly booking: {
    readonly state: BookingState;
    readonly scheduleVersion: number;
    readonly startsAt: number;
    readonly holdExpiresAt: number | null;
    readonly erased: boolean;
  } | null;
  readonly email: string | null;
  readonly endpoint: { readonly disabled: boolean; readonly deleted: boolean } | null;
  /** Whether what an event tells of is still there. */
  readonly told: boolean;
  /** The last sharp turn of mood in the guest's conversations. */
  readonly turnedAt: number | null;
}

export type Verdict =
  | { readonly what: 'deliver' }
  | { readonly what: 'suppress'; readonly reason: string }
  | { readonly what: 'postpone'; readonly until: number };

/** How long thanks and offers rest after a guest's mood has turned. */
const REST_MS = 24 * 60 * 60 * 1000;
/** How long they may rest before they come too late to be meant. */
const LONGEST_REST_MS = 7 * REST_MS;

/** The states in which each kind is still meant. */
const MEANT_IN: Record<Exclude<JobKind, 'event'>, readonly BookingState[]> = {
  confirmation: ['confirmed', 'seated'],
  moved: ['confirmed', 'seated'],
  reminder: ['confirmed'],
  upsell: ['confirmed'],
  thank_you: ['confirmed', 'seated', 'finished'],
  no_show_check: ['confirmed'],
  waitlist_offer: ['held'],
  cancellation: ['cancelled'],
};

const DELIVER: Verdict = { what: 'deliver' };
const suppress = (reason: string): Verdict => ({ what: 'suppress', reason });

/**
 * Whether a job that fires is still meant: a job of an older schedule, of a booking that no longer
 * takes place, or that nobody can receive is suppressed, with the reason; thanks and offers rest
 * for a day after the guest's mood has turned.
 */
export function verdictOf(firing: Firing, now: number): Verdict {
  const { kind, channel, booking, endpoint } = firing;
  if (channel === 'webhook') {
    if (endpoint === null || endpoint.deleted) return suppress('endpoint_deleted');
    if (endpoint.disabled) return suppress('endpoint_disabled');
    return firing.told ? DELIVER : suppress('erased');
  }
  if (kind === 'event' || booking === null) return suppress('nothing_to_tell');
  if (booking.erased) return suppress('erased');
  if (!MEANT_IN[kind].includes(booking.state)) return suppress(booking.state);
  if (firing.scheduleVersion !== booking.scheduleVersion) return suppress('superseded');
  if (channel === 'email' && firing.email === null) return suppress('no_address');
  const beforeTheVisit = kind === 'reminder' || kind === 'upsell';
  if (beforeTheVisit && now >= booking.startsAt) return suppress('too_late');
  if (kind === 'waitlist_offer' && now >= (booking.holdExpiresAt ?? 0)) return suppress('expired');
  if ((kind === 'thank_you' || kind === 'upsell') && firing.turnedAt !== null) {
    const until = firing.turnedAt + REST_MS;
    const tooLate = until > firing.dueAt + LONGEST_REST_MS;
    if (until > now) return tooLate ? suppress('mood') : { what: 'postpone', until };
  }
  return DELIVER;
}
