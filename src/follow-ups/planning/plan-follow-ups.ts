import type { JobKind } from '../job.ts';
import { occasionOf } from './occasion.ts';
import type { SpokenKind } from './phrase.ts';
import type { Happening, Plan, Undone } from './plan.ts';
import { renderFollowUp } from './render.ts';
import { isSeriesKind } from './series-phrases.ts';

const MINUTE_MS = 60_000;

/**
 * Plans the follow-ups of something that happened to a booking: a pure function of the event, the
 * venue's settings and the time. Jobs of an earlier version need no withdrawal: when they fire, their
 * schedule version is no longer the booking's, and they are suppressed.
 * @param now milliseconds since 1970
 */
export function planFollowUps(happened: Happening, now: number): Plan[] {
  const { venue, state, startsAt, endsAt, event, scheduleVersion } = happened;
  const { reminders, thankYouAfter, upsell, noShowAfter } = venue.followUps;
  if (event === 'held') {
    return happened.isOffer ? planText(happened, 'waitlist_offer', 'offer', now) : [];
  }
  if (event === 'cancel' || event === 'decline' || event === 'expired')
    return planEnd(happened, now);
  if (happened.undone !== null) return planRestored(happened, happened.undone, now);
  const isConfirmed = event === 'confirmed' || event === 'confirm' || event === 'approve';
  const isMoved =
    (event === 'reschedule' || event === 'change') && scheduleVersion === happened.version;
  const thanks = () =>
    thankYouAfter === null
      ? []
      : planText(happened, 'thank_you', 'thanks', endsAt + thankYouAfter * MINUTE_MS);
  // A request plans nothing for a visit that the venue may decline.
  if (state === 'requested') {
    const isNew = event === 'requested' || event === 'confirm';
    return (isNew || isMoved) && !isToldElsewhere(happened)
      ? planText(happened, 'request_received', 'request', now)
      : [];
  }
  // A party that is there needs only a thank-you, and a new one when its size changes.
  if (event === 'walk_in' || (state === 'seated' && isMoved)) return thanks();
  // The guest of an imported booking has heard of it from the other system.
  const isImported = event === 'imported';
  if (state !== 'confirmed' || !(isConfirmed || isMoved || isImported)) return [];

  const before = (minutes: number) => startsAt - minutes * MINUTE_MS;
  // A reminder that is due already is left out, because the confirmation has the same content.
  const isAhead = (dueAt: number) => dueAt > now;
  return [
    ...(isImported || isToldElsewhere(happened)
      ? []
      : planText(happened, isConfirmed ? 'confirmation' : 'moved', 'notice', now)),
    ...reminders
      .filter((minutes) => isAhead(before(minutes)))
      .flatMap((minutes) => planText(happened, 'reminder', `reminder-${minutes}`, before(minutes))),
    ...(upsell !== null && isAhead(before(upsell.before))
      ? planText(happened, 'upsell', 'upsell', before(upsell.before))
      : []),
    ...thanks(),
    ...(noShowAfter === null ? [] : [planNoShowCheck(happened, noShowAfter)]),
  ];
}

/** Whether the message for another booking of the same act tells of it. */
const isToldElsewhere = ({ together, bookingId }: Happening) =>
  together !== null && together.leader !== bookingId;

/** Plans what the guest is told of the end of a booking or a request before its visit. */
function planEnd(happened: Happening, now: number): Plan[] {
  const { event, stateBefore, startsAt, at } = happened;
  if (event === 'decline') return planText(happened, 'request_declined', 'declined', now);
  if (event === 'expired')
    return stateBefore === 'requested' ? planText(happened, 'request_expired', 'expired', now) : [];
  if (startsAt <= at || isToldElsewhere(happened)) return [];
  if (stateBefore === 'requested') return planText(happened, 'request_withdrawn', 'withdrawn', now);
  return stateBefore === 'confirmed' ? planText(happened, 'cancellation', 'cancellation', now) : [];
}

/** A job may be carried out this long after it was due, because a queue is slow. */
const SLACK_MS = 15 * MINUTE_MS;

/**
 * Plans what an undone act may have suppressed: what is ahead again, and what became due since a moment
 * before the act. A job that the guest has got already is suppressed when it fires (sent_before_v1).
 */
function planRestored(happened: Happening, { at, notices }: Undone, now: number): Plan[] {
  const { venue, state, startsAt, endsAt } = happened;
  const { reminders, thankYouAfter, upsell, noShowAfter } = venue.followUps;
  if (state === 'requested') return planNotices(happened, notices, now);
  if (state !== 'confirmed' && state !== 'seated') return [];
  const isDue = (dueAt: number) => dueAt > at - SLACK_MS;
  const text = (kind: SpokenKind, purpose: string, dueAt: number) =>
    isDue(dueAt) ? planText(happened, kind, purpose, dueAt) : [];
  const thanks =
    thankYouAfter === null ? [] : text('thank_you', 'thanks', endsAt + thankYouAfter * MINUTE_MS);
  if (state === 'seated') return thanks;
  const before = (minutes: number) => startsAt - minutes * MINUTE_MS;
  return [
    ...planNotices(happened, notices, now),
    ...reminders.flatMap((minutes) => text('reminder', `reminder-${minutes}`, before(minutes))),
    ...(upsell === null ? [] : text('upsell', 'upsell', before(upsell.before))),
    ...thanks,
    // Who undoes an act has the party in view, so a check that is due already begins anew.
    ...(noShowAfter === null
      ? []
      : [planNoShowCheck({ ...happened, startsAt: Math.max(startsAt, happened.at) }, noShowAfter)]),
  ];
}

/**
 * Plans the notices that are due on each channel. While it is open what the guest was told, each
 * possible notice is planned, and all but one are suppressed when they fire.
 */
function planNotices(happened: Happening, notices: Undone['notices'], now: number): Plan[] {
  const kinds = happened.state === 'requested' ? REQUEST_NOTICES : NOTICES;
  return kinds.flatMap((kind) =>
    planText(happened, kind, kind === 'confirmation' ? 'notice' : kind, now).filter(
      ({ channel }) =>
        (channel === 'email' || channel === 'conversation') &&
        (notices[channel] === kind || notices[channel] === 'open'),
    ),
  );
}
const NOTICES = ['confirmation', 'moved', 'restored'] as const;
const REQUEST_NOTICES = ['request_received', 'request_reopened'] as const;

/** The kinds of jobs that prepare, follow or check a visit. The others report what has happened. */
const AHEAD: readonly JobKind[] = ['reminder', 'upsell', 'thank_you', 'no_show_check'];

/**
 * Plans the follow-ups of an earlier event that are still ahead, by the present settings of the venue.
 * A job that was planned for the event already has the same purpose, and therefore the same id.
 */
export function planAhead(happened: Happening, now: number): Plan[] {
  const isAhead = ({ kind, dueAt }: Plan) =>
    dueAt > now || (kind !== 'reminder' && kind !== 'upsell');
  return planFollowUps(happened, now).filter((plan) => AHEAD.includes(plan.kind) && isAhead(plan));
}

/** Plans the same text on every channel that the venue uses and that reaches the guest. */
function planText(happened: Happening, kind: SpokenKind, purpose: string, dueAt: number): Plan[] {
  const { venue, guest, hasConversation, scheduleVersion } = happened;
  const channels = venue.followUps.channels.filter((channel) =>
    channel === 'email' ? guest.hasEmail : hasConversation,
  );
  if (channels.length === 0) return [];
  const together = isSeriesKind(kind) ? happened.together : null;
  const told = { ...happened, locale: guest.locale, together };
  const content = renderFollowUp(kind, occasionOf(told));
  const shared = { kind, scheduleVersion, event: null, webhookId: null, content, dueAt };
  return channels.map((channel) => ({ ...shared, channel, purpose: `${purpose}/${channel}` }));
}

function planNoShowCheck({ scheduleVersion, startsAt }: Happening, minutes: number): Plan {
  return {
    purpose: 'no-show',
    kind: 'no_show_check',
    channel: 'booking',
    scheduleVersion,
    event: null,
    webhookId: null,
    content: null,
    dueAt: startsAt + minutes * MINUTE_MS,
  };
}
