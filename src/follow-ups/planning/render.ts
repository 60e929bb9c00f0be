import type { JobContent, JobKind } from '../job.ts';

/** What a text is about. Instants are milliseconds since 1970. */
export interface Occasion {
  readonly venue: string;
  readonly timeZone: string;
  /** The guest's BCP 47 tag, or null. */
  readonly locale: string | null;
  readonly startsAt: number;
  readonly partySize: number;
  /** Until when an offer stands. */
  readonly expiresAt: number | null;
  readonly feedbackUrl: string | null;
  readonly upsell: string | null;
}

/** The kinds that say something to the guest. */
export type SpokenKind = Exclude<JobKind, 'no_show_check' | 'event'>;

interface Facts {
  venue: string;
  when: string;
  party: number;
  until: string;
  link: string;
  offer: string;
}
type Phrases = Record<SpokenKind, (facts: Facts) => [subject: string, text: string]>;

/** Texts by language; others get English, with dates in their own. */
const PHRASES: Record<string, Phrases> = {
  en: {
    confirmation: ({ venue, when, party }) => [
      `Confirmed: ${venue}, ${when}`,
      `Your booking at ${venue} is confirmed: ${when}, party of ${party}.`,
    ],
    moved: ({ venue, when, party }) => [
      `Changed: ${venue}, ${when}`,
      `Your booking at ${venue} has changed. It is now ${when}, party of ${party}.`,
    ],
    cancellation: ({ venue, when }) => [
      `Cancelled: ${venue}, ${when}`,
      `Your booking at ${venue}, ${when}, is cancelled.`,
    ],
    reminder: ({ venue, when, party }) => [
      `Reminder: ${venue}, ${when}`,
      `We look forward to seeing you at ${venue}: ${when}, party of ${party}.`,
    ],
    upsell: ({ venue, when, offer }) => [`Before your visit to ${venue}, ${when}`, offer],
    thank_you: ({ venue, link }) => [
      `Thank you for your visit to ${venue}`,
      `Thank you for your visit to ${venue}.${link && ` Tell us how it was: ${link}`}`,
    ],
    waitlist_offer: ({ venue, when, party, until }) => [
      `A place is free: ${venue}, ${when}`,
      `A place has become free at ${venue}: ${when}, party of ${party}. It is held for you until ${until}.`,
    ],
  },
  fr: {
    confirmation: ({ venue, when, party }) => [
      `Confirmé : ${venue}, ${when}`,
      `Votre réservation chez ${venue} est confirmée : ${when}, ${party} pers.`,
    ],
    moved: ({ venue, when, party }) => [
      `Modifié : ${venue}, ${when}`,
      `Votre réservation chez ${venue} a été modifiée : ${when}, ${party} pers.`,
    ],
    cancellation: ({ venue, when }) => [
      `Annulé : ${venue}, ${when}`,
      `Votre réservation chez ${venue}, ${when}, est annulée.`,
    ],
    reminder: ({ venue, when, party }) => [
      `Rappel : ${venue}, ${when}`,
      `Nous vous attendons chez ${venue} : ${when}, ${party} pers.`,
    ],
    upsell: ({ venue, when, offer }) => [`Avant votre visite chez ${venue}, ${when}`, offer],
    thank_you: ({ venue, link }) => [
      `Merci de votre visite chez ${venue}`,
      `Merci de votre visite chez ${venue}.${link && ` Dites-nous comment c’était : ${link}`}`,
    ],
    waitlist_offer: ({ venue, when, party, until }) => [
      `Une place s’est libérée : ${venue}, ${when}`,
      `Une place s’est libérée chez ${venue} : ${when}, ${party} pers. Elle vous est réservée jusqu’à ${until}.`,
    ],
  },
  de: {
    confirmation: ({ venue, when, party }) => [
      `Bestätigt: ${venue}, ${when}`,
      `Ihre Buchung bei ${venue} ist bestätigt: ${when}, ${party} Pers.`,
    ],
    moved: ({ venue, when, party }) => [
      `Geändert: ${venue}, ${when}`,
      `Ihre Buchung bei ${venue} wurde geändert: ${when}, ${party} Pers.`,
    ],
    cancellation: ({ venue, when }) => [
      `Storniert: ${venue}, ${when}`,
      `Ihre Buchung bei ${venue}, ${when}, ist storniert.`,
    ],
    reminder: ({ venue, when, party }) => [
      `Erinnerung: ${venue}, ${when}`,
      `Wir freuen uns auf Sie bei ${venue}: ${when}, ${party} Pers.`,
    ],
    upsell: ({ venue, when, offer }) => [`Vor Ihrem Besuch bei ${venue}, ${when}`, offer],
    thank_you: ({ venue, link }) => [
      `Danke für Ihren Besuch bei ${venue}`,
      `Danke für Ihren Besuch bei ${venue}.${link && ` Sagen Sie uns, wie es war: ${link}`}`,
    ],
    waitlist_offer: ({ venue, when, party, until }) => [
      `Ein Platz ist frei: ${venue}, ${when}`,
      `Bei ${venue} ist ein Platz frei geworden: ${when}, ${party} Pers. Er ist für Sie reserviert bis ${until}.`,
    ],
  },
  es: {
    confirmation: ({ venue, when, party }) => [
      `Confirmada: ${venue}, ${when}`,
      `Su reserva en ${venue} está confirmada: ${when}, ${party} pers.`,
    ],
    moved: ({ venue, when, party }) => [
      `Modificada: ${venue}, ${when}`,
      `Su reserva en ${venue} ha cambiado: ${when}, ${party} pers.`,
    ],
    cancellation: ({ venue, when }) => [
      `Cancelada: ${venue}, ${when}`,
      `Su reserva en ${venue}, ${when}, está cancelada.`,
    ],
    reminder: ({ venue, when, party }) => [
      `Recordatorio: ${venue}, ${when}`,
      `Le esperamos en ${venue}: ${when}, ${party} pers.`,
    ],
    upsell: ({ venue, when, offer }) => [`Antes de su visita a ${venue}, ${when}`, offer],
    thank_you: ({ venue, link }) => [
      `Gracias por su visita a ${venue}`,
      `Gracias por su visita a ${venue}.${link && ` Cuéntenos cómo fue: ${link}`}`,
    ],
    waitlist_offer: ({ venue, when, party, until }) => [
      `Hay un sitio libre: ${venue}, ${when}`,
      `Ha quedado un sitio libre en ${venue}: ${when}, ${party} pers. Se lo guardamos hasta ${until}.`,
    ],
  },
};
const ENGLISH = 'en';

/** The text of a follow-up, once and for all: nothing is rendered when it is sent. */
export function renderFollowUp(kind: SpokenKind, occasion: Occasion): JobContent {
  const locale = occasion.locale ?? ENGLISH;
  const phrases = PHRASES[new Intl.Locale(locale).language] ?? PHRASES[ENGLISH];
  const when = localTime(occasion.startsAt, occasion.timeZone, locale);
  const [subject, text] = phrases?.[kind]({
    venue: occasion.venue,
    when,
    party: occasion.partySize,
    until:
      occasion.expiresAt === null ? '' : localTime(occasion.expiresAt, occasion.timeZone, locale),
    link: occasion.feedbackUrl ?? '',
    offer: occasion.upsell ?? '',
  }) ?? ['', ''];
  return { locale, when, subject, text };
}

/**
 * An instant as a local time in words. A local time that comes twice, as clocks go back, is told
 * apart by the zone's name.
 */
export function localTime(instant: number, timeZone: string, locale: string): string {
  const options = { timeZone, dateStyle: 'full', timeStyle: 'short' } as const;
  const plain = new Intl.DateTimeFormat(locale, options);
  const said = plain.format(instant);
  // Clocks go back by an hour, or half an hour on Lord Howe Island.
  const twice = [-60, -30, 30, 60].some(
    (minutes) => plain.format(instant + minutes * 60_000) === said,
  );
  if (!twice) return said;
  const zone = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' })
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName');
  return `${said} (${zone?.value ?? timeZone})`;
}
