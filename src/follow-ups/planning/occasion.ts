import { type BookingId, showId } from '../../platform/ids.ts';
import type { FollowUps } from '../../venues/follow-up-settings.ts';
import type { Together } from '../together.ts';
import type { Occasion } from './render.ts';

/** The venue of a booking, as its follow-ups depend on it. */
export interface TellingVenue {
  readonly name: string;
  readonly timeZone: string;
  readonly followUps: FollowUps;
}

/** A booking, its guest and its venue. Instants are milliseconds since 1970. */
export interface Telling {
  readonly bookingId: BookingId;
  readonly startsAt: number;
  readonly partySize: number;
  readonly holdExpiresAt: number | null;
  /** Why the venue has declined the request; null for other texts, and when it has not said why. */
  readonly declineReason: string | null;
  /** The guest's BCP 47 tag, or null. */
  readonly locale: string | null;
  readonly venue: TellingVenue;
  /** What is told together with it; null for a text about this booking. */
  readonly together: Together | null;
}

/** Collects what the text of a follow-up says. */
export function occasionOf(telling: Telling): Occasion {
  const { venue, bookingId, ...booking } = telling;
  const told = telling.together?.bookings ?? [];
  // Of several bookings, the text is about those that are left, which may be another one.
  const { startsAt, partySize, holdExpiresAt } = told[0] ?? booking;
  return {
    venue: venue.name,
    timeZone: venue.timeZone,
    locale: booking.locale,
    startsAt,
    partySize,
    told,
    expiresAt: holdExpiresAt,
    reason: booking.declineReason,
    feedbackUrl: feedbackUrlOf(venue.followUps.feedbackUrl, bookingId),
    upsell: venue.followUps.upsell?.text ?? null,
  };
}

function feedbackUrlOf(feedbackUrl: string | null, bookingId: BookingId): string | null {
  if (feedbackUrl === null) return null;
  const url = new URL(feedbackUrl);
  url.searchParams.set('booking', showId('booking', bookingId));
  return url.href;
}
