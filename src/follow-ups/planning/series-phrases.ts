import type { Phrase, SpokenKind } from './phrase.ts';

/** The kinds of messages that are sent once for an act on several bookings. */
export const SERIES_KINDS = [
  'confirmation',
  'cancellation',
  'request_received',
  'request_withdrawn',
] as const satisfies readonly SpokenKind[];
export type SeriesKind = (typeof SERIES_KINDS)[number];

/** Whether one message of this kind is sent for an act on several bookings. */
export const isSeriesKind = (kind: string): kind is SeriesKind =>
  SERIES_KINDS.some((each) => each === kind);

/** What guests are told of several bookings of a series, in each language that has phrases. */
export const SERIES_PHRASES = {
  en: {
    confirmation: ({ venue, party, dates }) => [
      `Confirmed: ${venue}, ${dates.length} bookings`,
      [`Your bookings at ${venue} are confirmed, party of ${party}:`, ...dates].join('\n'),
    ],
    cancellation: ({ venue, dates }) => [
      `Cancelled: ${venue}, ${dates.length} bookings`,
      [`Your bookings at ${venue} are cancelled:`, ...dates].join('\n'),
    ],
    request_received: ({ venue, party, dates }) => [
      `Requests received: ${venue}, ${dates.length} dates`,
      [
        `We have your requests at ${venue}, party of ${party}. They are not confirmed yet:`,
        ...dates,
      ].join('\n'),
    ],
    request_withdrawn: ({ venue, dates }) => [
      `Requests withdrawn: ${venue}, ${dates.length} dates`,
      [`Your requests at ${venue} are withdrawn:`, ...dates].join('\n'),
    ],
  },
  fr: {
    confirmation: ({ venue, party, dates }) => [
      `Confirmé : ${venue}, ${dates.length} réservations`,
      [`Vos réservations chez ${venue} sont confirmées, ${party} pers. :`, ...dates].join('\n'),
    ],
    cancellation: ({ venue, dates }) => [
      `Annulé : ${venue}, ${dates.length} réservations`,
      [`Vos réservations chez ${venue} sont annulées :`, ...dates].join('\n'),
    ],
    request_received: ({ venue, party, dates }) => [
      `Demandes reçues : ${venue}, ${dates.length} dates`,
      [
        `Nous avons reçu vos demandes chez ${venue}, ${party} pers. Elles ne sont pas encore confirmées :`,
        ...dates,
      ].join('\n'),
    ],
    request_withdrawn: ({ venue, dates }) => [
      `Demandes retirées : ${venue}, ${dates.length} dates`,
      [`Vos demandes chez ${venue} sont retirées :`, ...dates].join('\n'),
    ],
  },
  de: {
    confirmation: ({ venue, party, dates }) => [
      `Bestätigt: ${venue}, ${dates.length} Buchungen`,
      [`Ihre Buchungen bei ${venue} sind bestätigt, ${party} Pers.:`, ...dates].join('\n'),
    ],
    cancellation: ({ venue, dates }) => [
      `Storniert: ${venue}, ${dates.length} Buchungen`,
      [`Ihre Buchungen bei ${venue} sind storniert:`, ...dates].join('\n'),
    ],
    request_received: ({ venue, party, dates }) => [
      `Anfragen erhalten: ${venue}, ${dates.length} Termine`,
      [
        `Wir haben Ihre Anfragen bei ${venue}, ${party} Pers. Sie sind noch nicht bestätigt:`,
        ...dates,
      ].join('\n'),
    ],
    request_withdrawn: ({ venue, dates }) => [
      `Anfragen zurückgezogen: ${venue}, ${dates.length} Termine`,
      [`Ihre Anfragen bei ${venue} sind zurückgezogen:`, ...dates].join('\n'),
    ],
  },
  es: {
    confirmation: ({ venue, party, dates }) => [
      `Confirmadas: ${venue}, ${dates.length} reservas`,
      [`Sus reservas en ${venue} están confirmadas, ${party} pers.:`, ...dates].join('\n'),
    ],
    cancellation: ({ venue, dates }) => [
      `Canceladas: ${venue}, ${dates.length} reservas`,
      [`Sus reservas en ${venue} están canceladas:`, ...dates].join('\n'),
    ],
    request_received: ({ venue, party, dates }) => [
      `Solicitudes recibidas: ${venue}, ${dates.length} fechas`,
      [
        `Hemos recibido sus solicitudes en ${venue}, ${party} pers. Todavía no están confirmadas:`,
        ...dates,
      ].join('\n'),
    ],
    request_withdrawn: ({ venue, dates }) => [
      `Solicitudes retiradas: ${venue}, ${dates.length} fechas`,
      [`Sus solicitudes en ${venue} están retiradas:`, ...dates].join('\n'),
    ],
  },
} as const satisfies Record<string, Record<SeriesKind, Phrase>>;
