import type { JobKind } from '../job.ts';
import { phrasesFor } from '../planning/phrases.ts';

/** What guests are told about a venue. */
interface ToldVenue {
  readonly name: string;
  readonly address: string | null;
  readonly phone: string | null;
  readonly website: string | null;
  readonly cancellationPolicy: string | null;
}

/** The kinds of email about a visit that the guest may still cancel. */
const CANCELLABLE: readonly JobKind[] = ['confirmation', 'moved', 'reminder', 'waitlist_offer'];

/** The kinds of email that name the booking's reference. */
const REFERRING: readonly JobKind[] = [
  ...CANCELLABLE,
  'cancellation',
  'request_received',
  'request_reopened',
];

/**
 * What an email has after its text: the booking's reference and the cancellation policy, if the email
 * is about a coming visit, and how the venue is found and reached. A blank line is between the
 * paragraphs. Empty for a booking without a reference at a venue without a profile.
 * @param locale the tag of the text's language
 */
export function endingOf(
  kind: JobKind,
  venue: ToldVenue,
  reference: string | null,
  locale: string,
): string {
  const { name, address, phone, website, cancellationPolicy } = venue;
  const contacts = [address, phone, website].filter((line) => line !== null);
  return [
    reference !== null && REFERRING.includes(kind)
      ? phrasesFor(locale).phrases.reference(reference)
      : '',
    CANCELLABLE.includes(kind) ? (cancellationPolicy ?? '') : '',
    contacts.length === 0 ? '' : [name, ...contacts].join('\n'),
  ]
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}
