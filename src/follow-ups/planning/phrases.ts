import type { Direction } from './isolate.ts';
import type { Phrase, SpokenKind } from './phrase.ts';
import { REQUEST_PHRASES } from './request-phrases.ts';
import { SERIES_PHRASES, type SeriesKind } from './series-phrases.ts';

export type Phrases = Record<SpokenKind, Phrase> & {
  /** The texts about several bookings of a series. */
  readonly several: Readonly<Record<SeriesKind, Phrase>>;
  /** The direction in which the language is written. */
  readonly direction: Direction;
  /** The line of an email that names the booking's reference. */
  readonly reference: (reference: string) => string;
};

const ENGLISH: Phrases = {
  direction: 'ltr',
  reference: (reference) => `Booking reference: ${reference}`,
  several: SERIES_PHRASES.en,
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
  restored: ({ venue, when, party }) => [
    `Not cancelled: ${venue}, ${when}`,
    `Your booking at ${venue} is not cancelled after all. It is confirmed: ${when}, party of ${party}.`,
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
  ...REQUEST_PHRASES.en,
};

/** The phrases of each language that has some, by its BCP 47 subtag. */
const PHRASES: Readonly<Record<string, Phrases>> = {
  en: ENGLISH,
  fr: {
    direction: 'ltr',
    reference: (reference) => `Référence de réservation : ${reference}`,
    several: SERIES_PHRASES.fr,
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
    restored: ({ venue, when, party }) => [
      `Maintenu : ${venue}, ${when}`,
      `Votre réservation chez ${venue} n’est finalement pas annulée. Elle est confirmée : ${when}, ${party} pers.`,
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
    ...REQUEST_PHRASES.fr,
  },
  de: {
    direction: 'ltr',
    reference: (reference) => `Buchungsnummer: ${reference}`,
    several: SERIES_PHRASES.de,
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
    restored: ({ venue, when, party }) => [
      `Nicht storniert: ${venue}, ${when}`,
      `Ihre Buchung bei ${venue} ist doch nicht storniert. Sie ist bestätigt: ${when}, ${party} Pers.`,
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
    ...REQUEST_PHRASES.de,
  },
  es: {
    direction: 'ltr',
    reference: (reference) => `Código de reserva: ${reference}`,
    several: SERIES_PHRASES.es,
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
    restored: ({ venue, when, party }) => [
      `No cancelada: ${venue}, ${when}`,
      `Su reserva en ${venue} finalmente no está cancelada. Está confirmada: ${when}, ${party} pers.`,
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
    ...REQUEST_PHRASES.es,
  },
};

/** The language of the text for a guest whose language is unknown or has no phrases. */
const FALLBACK = 'en';

/** Dates are written in the Gregorian calendar and with Western digits, as the phrases are. */
const CALENDAR = '-u-ca-gregory-nu-latn';

/**
 * The phrases for a guest, and the locale in which their dates are written, so that a text has one
 * language. Without phrases in the guest's language both are English. Of the guest's tag only the
 * language and the region are used: other subtags may choose another script, calendar or digits, and
 * a region alone may choose another calendar.
 * @param locale the guest's BCP 47 tag, or null
 * @returns `locale` is the tag of the text, `dateLocale` is for Intl
 */
export function phrasesFor(locale: string | null): {
  locale: string;
  dateLocale: string;
  phrases: Phrases;
} {
  const { language, region } = new Intl.Locale(locale ?? FALLBACK);
  const phrases = PHRASES[language];
  if (phrases === undefined) return withDates(FALLBACK, ENGLISH);
  return withDates(region === undefined ? language : `${language}-${region}`, phrases);
}

function withDates(locale: string, phrases: Phrases) {
  return { locale, dateLocale: locale + CALENDAR, phrases };
}
