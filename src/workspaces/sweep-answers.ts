import type { Ports } from '../platform/ports.ts';
import { sweepAnswers as sweepStatement } from './answer-store.ts';

/** The most answers that a sweep deletes, and the most rows. */
const SWEEP_LIMIT = 5000;

/**
 * Deletes the answers of idempotency keys after a day. The status, code, id and version of an answer
 * are deleted after 30 days.
 * @returns how many answers and how many rows were deleted
 */
export async function sweepAnswers(
  deps: Pick<Ports, 'database' | 'log'>,
): Promise<{ emptied: number; forgotten: number }> {
  const [swept] = await deps.database.run(sweepStatement, { limit: SWEEP_LIMIT });
  const counts = { emptied: swept?.emptied ?? 0, forgotten: swept?.forgotten ?? 0 };
  if (counts.emptied + counts.forgotten > 0) deps.log.info('answers_swept', counts);
  return counts;
}
