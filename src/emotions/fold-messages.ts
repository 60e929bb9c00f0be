import type { EmotionJob } from '../platform/jobs.ts';
import { describeFault } from '../platform/log.ts';
import type { EmotionPorts } from './ports.ts';
import { columnsOf, type Reading } from './reading.ts';
import { foldPending, recordFailures, selectPending } from './store.ts';
import { walkMoods } from './walk-moods.ts';

/** How many messages one statement folds. */
export const FOLD_BATCH = 100;

/**
 * How many texts are read at the same time. A request to Workers AI uses a connection, and a Worker
 * may have six connections open at once.
 */
const READERS = 4;

/**
 * Reads the emotions of some messages, folds them into the statistics and walks the moods of their
 * conversations. A message is folded exactly once, also when several consumers call this function
 * repeatedly. A failure of the classifier is counted on the message's row, which stays pending
 * until it is set apart after five failures.
 * @returns how many messages were folded, and the jobs whose texts the classifier failed to read
 * @throws DatabaseUnavailable
 */
export async function foldMessages(
  deps: Pick<EmotionPorts, 'database' | 'classifier' | 'log' | 'enqueueFollowUp'>,
  jobs: readonly EmotionJob[],
): Promise<{ folded: number; failed: EmotionJob[] }> {
  const pending = await deps.database.run(selectPending, keysOf(jobs));
  const failed: EmotionJob[] = [];
  const read: { job: EmotionJob; reading: Reading | null }[] = [];
  const left = pending.values();
  const readOn = async () => {
    // The readers share one iterator, so each message is taken by one of them.
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
      given: read.map(({ job, reading }) => ({
        conversation_id: job.conversationId,
        seq: job.seq,
        ...(reading && columnsOf(reading)),
      })),
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
