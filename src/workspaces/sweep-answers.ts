import { setApartFailed } from '../platform/failed-work/set-apart.ts';
import { workInParts } from '../platform/failed-work/work-in-parts.ts';
import { describeFault } from '../platform/log.ts';
import type { Ports } from '../platform/ports.ts';
import { selectStaleAnswers, sweepAnswers as sweepStatement } from './answer-store.ts';

/** The most answers that a sweep deletes, and the most rows. */
const SWEEP_LIMIT = 5000;
/** The most of each after a failure, when the failing rows are searched. */
const SEARCH_LIMIT = 1000;

/**
 * Deletes the answers of idempotency keys after a day. The status, code, id and version of an answer
 * are deleted after 30 days. A row that cannot be deleted is set apart, and the others are deleted.
 * @returns how many answers and how many rows were deleted
 */
export async function sweepAnswers(
  deps: Pick<Ports, 'database' | 'log' | 'now'>,
): Promise<{ emptied: number; forgotten: number }> {
  const swept = await sweep(deps).catch((error: unknown) => {
    deps.log.warn('answers_not_swept', describeFault(error));
    return sweepInParts(deps);
  });
  const counts = {
    emptied: swept.reduce((sum, { emptied }) => sum + emptied, 0),
    forgotten: swept.reduce((sum, { forgotten }) => sum + forgotten, 0),
  };
  if (counts.emptied + counts.forgotten > 0) deps.log.info('answers_swept', counts);
  return counts;
}

const sweep = ({ database }: Pick<Ports, 'database'>, only: readonly string[] | null = null) =>
  database.run(sweepStatement, { limit: SWEEP_LIMIT, only });

/** Sweeps again without the rows that make the statement fail, and sets those apart. */
async function sweepInParts(deps: Pick<Ports, 'database' | 'log' | 'now'>) {
  const stale = await deps.database.run(selectStaleAnswers, { limit: SEARCH_LIMIT });
  const subjects = stale.map(({ subject }) => subject);
  const { done, failed } = await workInParts(deps, subjects, (part) => sweep(deps, part));
  await setApartFailed(deps, 'delete_answer', failed);
  return done.flat();
}
