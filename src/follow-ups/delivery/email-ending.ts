import type { JobKind } from '../job.ts';

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

/**
 * What an email has after its text: the cancellation policy, if the email is about a coming visit, and
 * how the venue is found and reached. A blank line is between the paragraphs. It has the venue's own
 * words only, so it needs no translation. Empty for a venue without a profile.
 */
export function endingOf(kind: JobKind, venue: ToldVenue): string {
  const { name, address, phone, website, cancellationPolicy } = venue;
  const contacts = [address, phone, website].filter((line) => line !== null);
  return [
    CANCELLABLE.includes(kind) ? (cancellationPolicy ?? '') : '',
    contacts.length === 0 ? '' : [name, ...contacts].join('\n'),
  ]
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}
