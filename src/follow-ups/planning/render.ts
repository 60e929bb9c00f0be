import type { JobContent } from '../job.ts';
import type { ToldBooking } from '../together.ts';
import { isolate } from './isolate.ts';
import type { SpokenKind } from './phrase.ts';
import { phrasesFor } from './phrases.ts';
import { sameLocalTime, zoneName } from './repeated-time.ts';
import { isSeriesKind } from './series-phrases.ts';

/** The booking that a text is about, with its guest. Instants are milliseconds since 1970. */
export interface Occasion {
  readonly venue: string;
  readonly timeZone: string;
  /** The guest's BCP 47 tag, or null. */
  readonly locale: string | null;
  readonly startsAt: number;
  readonly partySize: number;
  /** The bookings that the text is about, if it tells of an act on several of a series. */
  readonly told: readonly ToldBooking[];
  /** When the offer or the request expires; null when the booking is neither. */
  readonly expiresAt: number | null;
  /** Why a request was declined, if the venue has said so. */
  readonly reason?: string | null | undefined;
  readonly feedbackUrl: string | null;
  readonly upsell: string | null;
}

/**
 * Writes the text of a follow-up. It is written when the job is planned, and again at each attempt to
 * send it, so that it names the venue, the local time and the language of that moment.
 */
export function renderFollowUp(kind: SpokenKind, occasion: Occasion): JobContent {
  const { timeZone, startsAt, expiresAt } = occasion;
  const { locale, dateLocale, phrases } = phrasesFor(occasion.locale);
  const { direction } = phrases;
  const when = localTime(startsAt, timeZone, dateLocale);
  const until = expiresAt === null ? '' : localTime(expiresAt, timeZone, dateLocale);
  const { told } = occasion;
  const dates = told.map(({ startsAt, reference }) => {
    const date = isolate(localTime(startsAt, timeZone, dateLocale), direction);
    return reference === null ? date : `${date} · ${reference}`;
  });
  const phrase = told.length > 1 && isSeriesKind(kind) ? phrases.several[kind] : phrases[kind];
  const [subject, text] = phrase({
    venue: isolate(occasion.venue, direction),
    dates,
    when: isolate(when, direction),
    party: occasion.partySize,
    until: isolate(until, direction),
    reason: isolate(occasion.reason ?? '', direction),
    link: isolate(occasion.feedbackUrl ?? '', direction),
    offer: occasion.upsell ?? '',
  });
  const bookings = told.map(({ id }) => id);
  return { locale, direction, when, subject, text, ...(bookings.length > 0 ? { bookings } : {}) };
}

/**
 * An instant as a local time in words. When clocks go back, some local times occur twice; such a time
 * is followed by the zone's abbreviation.
 */
export function localTime(instant: number, timeZone: string, locale: string): string {
  const options = { timeZone, dateStyle: 'full', timeStyle: 'short' } as const;
  const said = new Intl.DateTimeFormat(locale, options).format(instant);
  const other = sameLocalTime(instant, timeZone);
  return other === undefined ? said : `${said} (${zoneName(instant, other, timeZone, locale)})`;
}
