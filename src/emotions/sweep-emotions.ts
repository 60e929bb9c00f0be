import { runStep } from '../platform/run-step.ts';
import { FOLD_BATCH, type FoldPorts, foldMessages } from './fold-messages.ts';
import { selectDueMoods } from './mood-store.ts';
import { selectOverdue } from './store.ts';
import { walkMoods } from './walk-moods.ts';

const SWEEP_LIMIT = 1000;

/**
 * Folds messages and walks moods whose queue message was lost, dead-lettered or never sent, at most
 * {@link SWEEP_LIMIT} of each. When one of the two steps fails, the failure is logged and the other is
 * done. What cannot be processed is set apart; see {@link foldMessages} and {@link walkMoods}.
 * @param olderThan how long the work must have waited, as a PostgreSQL interval
 * @returns how many messages were overdue, and how many of them were folded
 */
export async function sweepEmotions(
  deps: FoldPorts,
  olderThan = '1 minute',
): Promise<{ swept: number; folded: number }> {
  const done = await runStep(deps, 'fold_emotions', () => foldOverdue(deps, olderThan));
  await runStep(deps, 'walk_moods', () => walkDue(deps, olderThan));
  return done ?? { swept: 0, folded: 0 };
}

async function foldOverdue(deps: FoldPorts, olderThan: string) {
  const jobs = await deps.database.run(selectOverdue, { olderThan, limit: SWEEP_LIMIT });
  let folded = 0;
  for (let start = 0; start < jobs.length; start += FOLD_BATCH) {
    folded += (await foldMessages(deps, jobs.slice(start, start + FOLD_BATCH))).folded;
  }
  if (jobs.length > 0) deps.log.warn('emotions_swept', { swept: jobs.length, folded });
  return { swept: jobs.length, folded };
}

async function walkDue(deps: FoldPorts, olderThan: string) {
  const due = await deps.database.run(selectDueMoods, { olderThan, limit: SWEEP_LIMIT });
  await walkMoods(
    deps,
    due.map(({ conversationId }) => conversationId),
  );
}
