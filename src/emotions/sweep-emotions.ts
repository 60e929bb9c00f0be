import { FOLD_BATCH, foldMessages } from './fold-messages.ts';
import { selectDueMoods } from './mood-store.ts';
import type { EmotionPorts } from './ports.ts';
import { selectOverdue } from './store.ts';
import { walkMoods } from './walk-moods.ts';

const SWEEP_LIMIT = 1000;

/**
 * Folds messages and walks moods whose queue message was lost, dead-lettered or never sent, at most
 * {@link SWEEP_LIMIT} of each.
 * @param olderThan how long the work must have waited, as a PostgreSQL interval
 * @returns how many messages were overdue, and how many of them were folded
 */
export async function sweepEmotions(
  deps: Pick<EmotionPorts, 'database' | 'classifier' | 'log' | 'enqueueFollowUp'>,
  olderThan = '1 minute',
): Promise<{ swept: number; folded: number }> {
  const jobs = await deps.database.run(selectOverdue, { olderThan, limit: SWEEP_LIMIT });
  let folded = 0;
  for (let start = 0; start < jobs.length; start += FOLD_BATCH) {
    folded += (await foldMessages(deps, jobs.slice(start, start + FOLD_BATCH))).folded;
  }
  const due = await deps.database.run(selectDueMoods, { olderThan, limit: SWEEP_LIMIT });
  if (due.length > 0) {
    const conversations = due.map(({ conversationId }) => conversationId);
    await walkMoods(deps, conversations);
  }
  if (jobs.length > 0) deps.log.warn('emotions_swept', { swept: jobs.length, folded });
  return { swept: jobs.length, folded };
}
