import { z } from 'zod';
import { BOOKING_STATES } from '../../bookings/lifecycle.ts';
import type { FollowUps } from '../../venues/follow-up-settings.ts';
import { TEST_EVENT, VERIFICATION } from '../../webhooks/event.ts';
import type { JobChannel, JobKind } from '../job.ts';
import { DUE_NOTICES } from '../planning/plan.ts';
import type { Together } from '../together.ts';
import { DELIVERED_IN, NAMING_EXPIRY } from './delivered-in.ts';

/**
 * The fields of a job's booking that the verdict depends on. Instants are milliseconds since 1970.
 */
export const judgedBookingSchema = z.object({
  state: z.enum(BOOKING_STATES),
  scheduleVersion: z.int(),
  startsAt: z.int(),
  endsAt: z.int(),
  /** From when on it can become a no-show. */
  noShowFrom: z.int(),
  holdExpiresAt: z.int().nullable(),
  erased: z.boolean(),
});

/** What the verdict on a job depends on after an act has been undone; see after_undo_v1. */
export const afterUndoSchema = z.object({
  /** Whether the event that the job was planned for was undone. */
  isUndone: z.boolean(),
  /** The notice that is due after an undo; null for jobs that are no such notice. */
  notice: z.enum(DUE_NOTICES).nullable(),
  /** Whether the guest got the same before the undo; null for jobs that are not repeated by one. */
  sentBefore: z.enum(['yes', 'no', 'open']).nullable(),
});

/** The fields of a job's webhook endpoint that the verdict depends on. */
export const judgedEndpointSchema = z.object({
  disabled: z.boolean(),
  deleted: z.boolean(),
  /** Whether the endpoint has not answered the challenge for its present URL. */
  pending: z.boolean(),
  /** Whether the job sends the endpoint's current challenge. */
  isChallenge: z.boolean(),
});
type JudgedEndpoint = z.infer<typeof judgedEndpointSchema>;

/**
 * A job that fires, with the current state that its verdict depends on. Instants are milliseconds
 * since 1970.
 */
export interface Firing {
  readonly kind: JobKind;
  readonly channel: JobChannel;
  /** The type of event that a webhook job reports; null for other jobs. */
  readonly event: string | null;
  readonly scheduleVersion: number | null;
  readonly dueAt: number;
  readonly booking: z.infer<typeof judgedBookingSchema> | null;
  readonly afterUndo: z.infer<typeof afterUndoSchema> | null;
  /** What is told together with the booking; null for a job about one booking. */
  readonly together: Together | null;
  /** The present settings of the booking's venue; null for a job without a booking. */
  readonly followUps: FollowUps | null;
  /** Whether the guest has an email address. */
  readonly hasEmail: boolean;
  readonly endpoint: JudgedEndpoint | null;
  /** Whether the data that an event reports still exists. */
  readonly hasData: boolean;
  /** When the mood last turned sharply in the guest's conversations; null if it never did. */
  readonly turnedAt: number | null;
}

export type Verdict =
  | { readonly what: 'deliver' }
  | { readonly what: 'suppress'; readonly reason: string }
  | { readonly what: 'postpone'; readonly until: number; readonly reason: string };

/** How long thank-yous and upsells wait after a guest's mood has turned. */
const REST_MS = 24 * 60 * 60 * 1000;
/** Thank-yous and upsells that have been postponed for longer than this are suppressed. */
const LONGEST_REST_MS = 7 * REST_MS;

/** How long an event waits before its pending endpoint is looked at again, and how long it waits in all. */
const PENDING_MS = 5 * 60 * 1000;
const LONGEST_PENDING_MS = 24 * 60 * 60 * 1000;

/** How long a job waits before it is looked at again whether another one has told the guest. */
const OPEN_MS = 30 * 1000;

const DELIVER: Verdict = { what: 'deliver' };
const suppress = (reason: string): Verdict => ({ what: 'suppress', reason });

/**
 * Decides whether a job that fires is delivered. A job is suppressed, with a reason, when it is
 * about an older schedule, when its booking's state no longer fits, when the venue's present settings
 * no longer ask for it, when the act that it was planned for was undone, or when it has no receiver any
 * more. Thank-yous and upsells are postponed for a day after the guest's mood has turned, a thank-you
 * also until a stay that was extended has ended, and a no-show check until the grace time has passed.
 * Events wait while their endpoint is pending.
 * @param now when the job fires, in milliseconds since 1970
 */
export function verdictOf(firing: Firing, now: number): Verdict {
  const { kind, channel, booking, endpoint } = firing;
  if (channel === 'webhook') {
    if (endpoint === null || endpoint.deleted) return suppress('endpoint_deleted');
    if (endpoint.disabled) return suppress('endpoint_disabled');
    if (firing.event === VERIFICATION) return verdictOnChallenge(endpoint);
    if (firing.event === TEST_EVENT) {
      return endpoint.pending ? suppress('endpoint_pending') : DELIVER;
    }
    if (!firing.hasData) return suppress('erased');
    return endpoint.pending ? verdictWhilePending(firing.dueAt, now) : DELIVER;
  }
  if (kind === 'event' || booking === null || firing.followUps === null)
    return suppress('nothing_to_tell');
  if (booking.erased) return suppress('erased');
  // A message about several bookings is sent while one of them is as the act has left it.
  if (firing.together === null || firing.together.bookings.length === 0) {
    if (firing.afterUndo?.isUndone) return suppress('undone');
    if (!DELIVERED_IN[kind].includes(booking.state)) return suppress(booking.state);
    if (firing.scheduleVersion !== booking.scheduleVersion) return suppress('superseded');
  }
  const verdict = verdictAfterUndo(firing, now);
  if (verdict !== DELIVER) return verdict;
  const isBeforeVisit = kind === 'reminder' || kind === 'upsell';
  if (isBeforeVisit && now >= booking.startsAt) return suppress('too_late');
  if (!asksFor(firing.followUps, kind, minutesBefore(firing.dueAt, booking.startsAt)))
    return suppress('switched_off');
  if (channel !== 'booking' && !firing.followUps.channels.includes(channel))
    return suppress('channel_off');
  if (channel === 'email' && !firing.hasEmail) return suppress('no_address');
  if (NAMING_EXPIRY.includes(kind) && now >= keptUntil(booking, firing.together))
    return suppress('expired');
  if (kind === 'no_show_check' && now < booking.noShowFrom)
    return { what: 'postpone', until: booking.noShowFrom, reason: 'grace' };
  if (kind === 'thank_you') {
    // The stay was extended after the thank-you had been planned.
    const until = booking.endsAt + (firing.followUps.thankYouAfter ?? 0) * 60_000;
    if (now < until) return { what: 'postpone', until, reason: 'stay_extended' };
  }
  if ((kind === 'thank_you' || kind === 'upsell') && firing.turnedAt !== null) {
    const until = firing.turnedAt + REST_MS;
    const isTooLate = until > firing.dueAt + LONGEST_REST_MS;
    if (until > now)
      return isTooLate ? suppress('mood') : { what: 'postpone', until, reason: 'mood' };
  }
  return DELIVER;
}

/** Until when a place is kept for one of the bookings that a message is about. */
function keptUntil({ holdExpiresAt }: { holdExpiresAt: number | null }, together: Together | null) {
  const told = together?.bookings ?? [];
  const times = told.length > 0 ? told.map((each) => each.holdExpiresAt) : [holdExpiresAt];
  return Math.max(...times.map((time) => time ?? 0));
}

/**
 * A job that was planned because an act was undone is suppressed when the guest knows already what it
 * says. It waits while another job may still be telling the guest.
 */
function verdictAfterUndo({ kind, afterUndo }: Firing, now: number): Verdict {
  if (afterUndo === null) return DELIVER;
  const { notice, sentBefore } = afterUndo;
  if (notice === 'open' || sentBefore === 'open')
    return { what: 'postpone', until: now + OPEN_MS, reason: 'being_sent' };
  const isKnown = (notice !== null && notice !== kind) || sentBefore === 'yes';
  return isKnown ? suppress('told_already') : DELIVER;
}

/** A challenge of an earlier URL, or one whose endpoint has answered another one, is not sent. */
function verdictOnChallenge({ pending, isChallenge }: JudgedEndpoint): Verdict {
  if (!pending) return suppress('already_verified');
  return isChallenge ? DELIVER : suppress('superseded');
}

/** An event that was planned before its endpoint became pending waits for a day at most. */
function verdictWhilePending(dueAt: number, now: number): Verdict {
  const reason = 'endpoint_pending';
  if (now > dueAt + LONGEST_PENDING_MS) return suppress(reason);
  return { what: 'postpone', until: now + PENDING_MS, reason };
}

const minutesBefore = (dueAt: number, startsAt: number) => Math.round((startsAt - dueAt) / 60_000);

/**
 * Whether a venue's settings ask for a kind of job. A venue has several reminders, so one of them is
 * identified by its time.
 * @param minutes how long before the start the job is due
 */
function asksFor(followUps: FollowUps, kind: JobKind, minutes: number): boolean {
  switch (kind) {
    case 'reminder':
      return followUps.reminders.includes(minutes);
    case 'upsell':
      return followUps.upsell !== null;
    case 'thank_you':
      return followUps.thankYouAfter !== null;
    case 'no_show_check':
      return followUps.noShowAfter !== null;
    default:
      return true;
  }
}
