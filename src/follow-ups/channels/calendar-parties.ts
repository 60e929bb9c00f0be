import { mailbox } from '../../platform/email-address.ts';
import { plainText } from './plain-text.ts';

/** Writes the ORGANIZER of an event, with a name that may contain every character, or be blank. */
export function organizerLine(name: string, email: string): string {
  const common = parameter(name).trim();
  return `ORGANIZER${common === '' ? '' : `;CN="${common}"`}:${mailto(email)}`;
}

/** Writes the ATTENDEE of an event, who has accepted by booking. */
export function attendeeLine(email: string): string {
  return `ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:${mailto(email)}`;
}

/** A text as the value of a parameter in quotes (RFC 6868). A parameter has no other escapes. */
function parameter(text: string): string {
  return plainText(text).replaceAll('^', '^^').replaceAll('"', "^'").replaceAll('\n', '^n');
}

/**
 * The characters of an address that a URI with `mailto:` contains as they are (RFC 6068, 2): those of
 * an address that neither delimit a part of the URI nor are forbidden in URIs.
 */
const AS_IT_IS = /[^\w.!$'*+~@-]/gu;

function mailto(email: string): string {
  return `mailto:${(mailbox(email) ?? email).replace(AS_IT_IS, encodeURIComponent)}`;
}
