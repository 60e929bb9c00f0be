import type { JobContent, JobKind } from '../job.ts';
import { occasionOf } from '../planning/occasion.ts';
import type { SpokenKind } from '../planning/phrase.ts';
import { renderFollowUp } from '../planning/render.ts';
import type { TakenJob } from './taken-job.ts';

/**
 * Writes the text of a taken job from the present state of its booking, venue and guest. Null for a job
 * that sends no text.
 */
export function writeText(job: TakenJob): JobContent | null {
  const { kind, bookingId, booking, declineReason, partySize, venue, locale, together } = job;
  if (!isSpoken(kind)) return null;
  if (bookingId === null || booking === null || partySize === null || venue === null) return null;
  const telling = { ...booking, bookingId, declineReason, partySize, venue, locale, together };
  return renderFollowUp(kind, occasionOf(telling));
}

function isSpoken(kind: JobKind): kind is SpokenKind {
  return kind !== 'no_show_check' && kind !== 'event';
}
