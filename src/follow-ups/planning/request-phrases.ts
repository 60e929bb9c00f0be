import type { Phrase, SpokenKind } from './phrase.ts';

type RequestPhrases = Record<Extract<SpokenKind, `request_${string}`>, Phrase>;

/** What guests are told of requests that the venue has to approve, in each language that has phrases. */
export const REQUEST_PHRASES = {
  en: {
    request_received: ({ venue, when, party, until }) => [
      `Request received: ${venue}, ${when}`,
      `We have your request at ${venue}: ${when}, party of ${party}. It is not confirmed yet. You will hear from us by ${until}.`,
    ],
    request_withdrawn: ({ venue, when }) => [
      `Request withdrawn: ${venue}, ${when}`,
      `Your request at ${venue}, ${when}, is withdrawn.`,
    ],
    request_declined: ({ venue, when, party, reason }) => [
      `Request declined: ${venue}, ${when}`,
      `We cannot accept your request at ${venue}: ${when}, party of ${party}.${reason && ` ${reason}`}`,
    ],
    request_expired: ({ venue, when, party }) => [
      `Request not answered: ${venue}, ${when}`,
      `Your request at ${venue}, ${when}, party of ${party}, was not answered in time. No place is booked for you.`,
    ],
    request_reopened: ({ venue, when, party, until }) => [
      `Request open again: ${venue}, ${when}`,
      `Your request at ${venue} is open again: ${when}, party of ${party}. It is not confirmed. You will hear from us by ${until}.`,
    ],
  },
  fr: {
    request_received: ({ venue, when, party, until }) => [
      `Demande reçue : ${venue}, ${when}`,
      `Nous avons reçu votre demande chez ${venue} : ${when}, ${party} pers. Elle n’est pas encore confirmée. Vous aurez une réponse avant ${until}.`,
    ],
    request_withdrawn: ({ venue, when }) => [
      `Demande retirée : ${venue}, ${when}`,
      `Votre demande chez ${venue}, ${when}, est retirée.`,
    ],
    request_declined: ({ venue, when, party, reason }) => [
      `Demande refusée : ${venue}, ${when}`,
      `Nous ne pouvons pas accepter votre demande chez ${venue} : ${when}, ${party} pers.${reason && ` ${reason}`}`,
    ],
    request_expired: ({ venue, when, party }) => [
      `Demande sans réponse : ${venue}, ${when}`,
      `Votre demande chez ${venue}, ${when}, ${party} pers., n’a pas reçu de réponse à temps. Aucune place n’est réservée pour vous.`,
    ],
    request_reopened: ({ venue, when, party, until }) => [
      `Demande de nouveau ouverte : ${venue}, ${when}`,
      `Votre demande chez ${venue} est de nouveau ouverte : ${when}, ${party} pers. Elle n’est pas confirmée. Vous aurez une réponse avant ${until}.`,
    ],
  },
  de: {
    request_received: ({ venue, when, party, until }) => [
      `Anfrage erhalten: ${venue}, ${when}`,
      `Wir haben Ihre Anfrage bei ${venue}: ${when}, ${party} Pers. Sie ist noch nicht bestätigt. Sie hören von uns bis ${until}.`,
    ],
    request_withdrawn: ({ venue, when }) => [
      `Anfrage zurückgezogen: ${venue}, ${when}`,
      `Ihre Anfrage bei ${venue}, ${when}, ist zurückgezogen.`,
    ],
    request_declined: ({ venue, when, party, reason }) => [
      `Anfrage abgelehnt: ${venue}, ${when}`,
      `Wir können Ihre Anfrage bei ${venue} nicht annehmen: ${when}, ${party} Pers.${reason && ` ${reason}`}`,
    ],
    request_expired: ({ venue, when, party }) => [
      `Anfrage nicht beantwortet: ${venue}, ${when}`,
      `Ihre Anfrage bei ${venue}, ${when}, ${party} Pers., wurde nicht rechtzeitig beantwortet. Für Sie ist kein Platz gebucht.`,
    ],
    request_reopened: ({ venue, when, party, until }) => [
      `Anfrage wieder offen: ${venue}, ${when}`,
      `Ihre Anfrage bei ${venue} ist wieder offen: ${when}, ${party} Pers. Sie ist nicht bestätigt. Sie hören von uns bis ${until}.`,
    ],
  },
  es: {
    request_received: ({ venue, when, party, until }) => [
      `Solicitud recibida: ${venue}, ${when}`,
      `Hemos recibido su solicitud en ${venue}: ${when}, ${party} pers. Todavía no está confirmada. Tendrá una respuesta antes de ${until}.`,
    ],
    request_withdrawn: ({ venue, when }) => [
      `Solicitud retirada: ${venue}, ${when}`,
      `Su solicitud en ${venue}, ${when}, está retirada.`,
    ],
    request_declined: ({ venue, when, party, reason }) => [
      `Solicitud rechazada: ${venue}, ${when}`,
      `No podemos aceptar su solicitud en ${venue}: ${when}, ${party} pers.${reason && ` ${reason}`}`,
    ],
    request_expired: ({ venue, when, party }) => [
      `Solicitud sin respuesta: ${venue}, ${when}`,
      `Su solicitud en ${venue}, ${when}, ${party} pers., no recibió respuesta a tiempo. No tiene ningún sitio reservado.`,
    ],
    request_reopened: ({ venue, when, party, until }) => [
      `Solicitud abierta de nuevo: ${venue}, ${when}`,
      `Su solicitud en ${venue} está abierta de nuevo: ${when}, ${party} pers. No está confirmada. Tendrá una respuesta antes de ${until}.`,
    ],
  },
} as const satisfies Record<string, RequestPhrases>;
