import type { BookingState } from '../../bookings/lifecycle.ts';
import type { FollowUps } from '../../venues/follow-up-settings.ts';
import type { EventType } from '../../webhooks/event.ts';
import type { JobChannel, JobContent, JobKind } from '../job.ts';
import { renderFollowUp, type SpokenKind } from './render.ts';

/** Something that happened to a booking, with all that planning looks at. Milliseconds since 1970. */
export interface Happening {
  /** The act or state that the timeline names: confirmed, confirm, reschedule, cancel … */
  readonly event: string;
  readonly version: number;
  readonly scheduleVersion: number;
  readonly state: BookingState;
  /** Null at first. */
  readonly stateBefore: BookingState | null;
  readonly at: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly holdExpiresAt: number | null;
  readonly partySize: number;
  /** As clients know it. */
  readonly shownBookingId: string;
  readonly venue: {
    readonly name: string;
    readonly timeZone: string;
    readonly followUps: FollowUps;
  };
  readonly guest: { readonly locale: string | null; readonly hasEmail: boolean };
  readonly hasConversation: boolean;
  /** Whether it is a place offered to somebody who waited. */
  readonly isOffer: boolean;
}

/** A job to be kept. What it is for is said once: it is what its id is made from. */
export interface Plan {
  readonly purpose: string;
  readonly kind: JobKind;
  readonly channel: JobChannel;
  /** Null: told whatever follows. */
  readonly scheduleVersion: number | null;
  readonly event: EventType | null;
  readonly webhookId: string | null;
  readonly content: JobContent | null;
  readonly dueAt: number;
}

/** An endpoint and what it listens to. */
export interface Listener {
  readonly id: string;
  readonly events: readonly EventType[];
}

const MINUTE_MS = 60_000;

/** What webhooks call what happened; undefined: they are not told. */
export function eventTypeOf({ event, version, scheduleVersion }: Happening): EventType | undefined {
  switch (event) {
    case 'held':
      return 'booking.held';
    case 'confirmed':
    case 'confirm':
      return 'booking.confirmed';
    case 'reschedule':
      return 'booking.rescheduled';
    // Another party is another schedule; other notes are not told.
    case 'change':
      return scheduleVersion === version ? 'booking.rescheduled' : undefined;
    case 'cancel':
    case 'erase':
      return 'booking.cancelled';
    case 'seat':
      return 'booking.seated';
    case 'finish':
      return 'booking.finished';
    case 'no_show':
      return 'booking.no_show';
    case 'expired':
      return 'booking.expired';
    default:
      return undefined;
  }
}

/** The jobs that tell of an event, one for each endpoint that listens to it. */
export function planEvent(
  event: EventType | undefined,
  listeners: readonly Listener[],
  at: number,
): Plan[] {
  if (event === undefined) return [];
  return listeners
    .filter(({ events }) => events.includes(event))
    .map(({ id }) => ({
      purpose: `${event}/${id}`,
      kind: 'event' as const,
      channel: 'webhook' as const,
      scheduleVersion: null,
      event,
      webhookId: id,
      content: null,
      dueAt: at,
    }));
}

/**
 * What is to be done after something happened to a booking: a pure function of it, its venue's
 * settings and the time. What an earlier version planned is not looked for: it is suppressed when
 * it fires, as its schedule version is not the booking's any more.
 */
export function planFollowUps(happened: Happening, now: number): Plan[] {
  const { venue, state, startsAt, endsAt, event } = happened;
  const { reminders, thankYouAfter, upsell, noShowAfter } = venue.followUps;
  if (event === 'held') {
    return happened.isOffer ? say(happened, 'waitlist_offer', 'offer', now) : [];
  }
  if (event === 'cancel') {
    const knew = happened.stateBefore === 'confirmed' && startsAt > happened.at;
    return knew ? say(happened, 'cancellation', 'cancellation', now) : [];
  }
  const confirmed = event === 'confirmed' || event === 'confirm';
  const changes = event === 'reschedule' || event === 'change';
  const moved = changes && happened.scheduleVersion === happened.version;
  const thanks = () =>
    thankYouAfter === null
      ? []
      : say(happened, 'thank_you', 'thanks', endsAt + thankYouAfter * MINUTE_MS);
  // Of a party that changes when it has sat down only the thanks are still to come.
  if (state === 'seated' && moved) return thanks();
  if (state !== 'confirmed' || !(confirmed || moved)) return [];

  const before = (minutes: number) => startsAt - minutes * MINUTE_MS;
  // What would be due already is left out: the confirmation, just sent, says the same.
  const ahead = (dueAt: number) => dueAt > now;
  return [
    ...say(happened, confirmed ? 'confirmation' : 'moved', 'notice', now),
    ...reminders
      .filter((minutes) => ahead(before(minutes)))
      .flatMap((minutes) => say(happened, 'reminder', `reminder-${minutes}`, before(minutes))),
    ...(upsell !== null && ahead(before(upsell.before))
      ? say(happened, 'upsell', 'upsell', before(upsell.before))
      : []),
    ...thanks(),
    ...(noShowAfter === null
      ? []
      : [
          {
            purpose: 'no-show',
            kind: 'no_show_check' as const,
            channel: 'booking' as const,
            scheduleVersion: happened.scheduleVersion,
            event: null,
            webhookId: null,
            content: null,
            dueAt: startsAt + noShowAfter * MINUTE_MS,
          },
        ]),
  ];
}

/** The same thing said on every channel that reaches the guest. */
function say(happened: Happening, kind: SpokenKind, purpose: string, dueAt: number): Plan[] {
  const { venue, guest, hasConversation, scheduleVersion } = happened;
  const reached = venue.followUps.channels.filter((channel) =>
    channel === 'email' ? guest.hasEmail : hasConversation,
  );
  if (reached.length === 0) return [];
  const content = renderFollowUp(kind, {
    venue: venue.name,
    timeZone: venue.timeZone,
    locale: guest.locale,
    startsAt: happened.startsAt,
    partySize: happened.partySize,
    expiresAt: happened.holdExpiresAt,
    feedbackUrl: feedbackUrlOf(happened),
    upsell: venue.followUps.upsell?.text ?? null,
  });
  return reached.map((channel) => ({
    purpose: `${purpose}/${channel}`,
    kind,
    channel,
    scheduleVersion,
    event: null,
    webhookId: null,
    content,
    dueAt,
  }));
}

function feedbackUrlOf({ venue, shownBookingId }: Happening): string | null {
  if (venue.followUps.feedbackUrl === null) return null;
  const url = new URL(venue.followUps.feedbackUrl);
  url.searchParams.set('booking', shownBookingId);
  return url.href;
}
