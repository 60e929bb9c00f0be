import type { Deps } from '../deps.ts';
import { FOLD_BATCH, foldMessages } from './fold-messages.ts';
import { selectDueMoods, selectOverdue } from './store.ts';
import { walkMoods } from './walk-moods.ts';

const SWEEP_LIMIT = 1000;

/**
 * Does what lost, dead or never sent queue messages have left undone, at most so much at a time.
 * @param olderThan how long work must have waited, as a PostgreSQL interval
 */
export async function sweepEmotions(
  deps: Pick<Deps, 'database' | 'classifier' | 'log' | 'enqueueFollowUp'>,
  olderThan = '1 minute',
): Promise<{ swept: number; folded: number }> {
  const jobs = await deps.database.run(selectOverdue, { olderThan, limit: SWEEP_LIMIT });
  let folded = 0;
  for (let start = 0; start < jobs.length; start += FOLD_BATCH) {
    folded += (await foldMessages(deps, jobs.slice(start, start + FOLD_BATCH))).folded;
  }
  const due = await deps.database.run(selectDueMoods, { olderThan, limit: SWEEP_LIMIT });
  if (due.length > 0)
    await walkMoods(
      deps,
      due.map(({ conversationId }) => conversationId),
    );
  if (jobs.length > 0) deps.log.warn('emotions_swept', { swept: jobs.length, folded });
  return { swept: jobs.length, folded };
}
