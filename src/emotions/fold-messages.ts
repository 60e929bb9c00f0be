import type { Deps } from '../deps.ts';
import type { EmotionJob } from '../platform/jobs.ts';
import { describeFault } from '../platform/log.ts';
import { columnsOf, type Reading } from './reading.ts';
import { foldPending, recordFailures, selectPending } from './store.ts';
import { walkMoods } from './walk-moods.ts';

/** How many messages one statement folds. */
export const FOLD_BATCH = 100;

/** How many texts are read at once: some are read elsewhere, and six connections are allowed. */
const READERS = 4;

/**
 * Reads the emotions of the messages named and folds them into the statistics, exactly once however
 * often and by however many it is called; then walks the moods of their conversations. A message
 * whose text the classifier fails on is counted and left pending, or set apart after some attempts.
 * @throws DatabaseUnavailable: try again later
 */
export async function foldMessages(
  deps: Pick<Deps, 'database' | 'classifier' | 'log' | 'enqueueFollowUp'>,
  jobs: readonly EmotionJob[],
): Promise<{ folded: number; failed: EmotionJob[] }> {
  const pending = await deps.database.run(selectPending, keysOf(jobs));
  const failed: EmotionJob[] = [];
  const read: { job: EmotionJob; reading: Reading | null }[] = [];
  const left = pending.values();
  const readOn = async () => {
    // Whoever is free takes the next: an iterator gives each once.
    for (const { conversationId, seq, role, text, label } of left) {
      const job = { conversationId, seq };
      try {
        const unread = role === 'customer' && label === null && text !== null;
        read.push({ job, reading: unread ? await deps.classifier.classify(text) : null });
      } catch (error) {
        failed.push(job);
        deps.log.warn('emotion_not_read', describeFault(error));
      }
    }
  };
  await Promise.all(Array.from({ length: READERS }, readOn));
  if (failed.length > 0) {
    await deps.database.run(recordFailures, { ...keysOf(failed), error: 'classifier' });
  }
  let folded = 0;
  if (read.length > 0) {
    const [result] = await deps.database.run(foldPending, {
      given: JSON.stringify(
        read.map(({ job, reading }) => ({
          conversation_id: job.conversationId,
          seq: job.seq,
          ...(reading && columnsOf(reading)),
        })),
      ),
    });
    folded = result?.folded ?? 0;
  }
  await walkMoods(deps, [...new Set(jobs.map(({ conversationId }) => conversationId))]);
  return { folded, failed };
}

const keysOf = (jobs: readonly EmotionJob[]) => ({
  conversations: jobs.map(({ conversationId }) => conversationId),
  seqs: jobs.map(({ seq }) => seq),
});
