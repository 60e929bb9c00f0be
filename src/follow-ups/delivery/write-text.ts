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
  const { kind, bookingId, booking, declineReason, partySize, venue, locale } = job;
  if (!isSpoken(kind)) return null;
  if (bookingId === null || booking === null || partySize === null || venue === null) return null;
  const told = { ...booking, bookingId, declineReason, partySize, venue, locale };
  return renderFollowUp(kind, occasionOf(told));
}

function isSpoken(kind: JobKind): kind is SpokenKind {
  return kind !== 'no_show_check' && kind !== 'event';
}
