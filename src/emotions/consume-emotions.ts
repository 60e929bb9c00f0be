import type { MessageBatch } from '@cloudflare/workers-types';
import type { Deps } from '../deps.ts';
import { emotionJobSchema } from '../platform/jobs.ts';
import { describeFault } from '../platform/log.ts';
import { ackDeadLetters, readJobs, retryLater } from '../platform/queue.ts';
import { foldMessages } from './fold-messages.ts';

/**
 * Consumes the queues `emotions` and `emotions-dead`. A body that is no job is counted and acked,
 * never tried again; so is a dead letter, as its row still says what is to be done and the sweep
 * does it. When the database fails, every job is tried again with backoff.
 */
export async function consumeEmotions(
  deps: Pick<Deps, 'database' | 'classifier' | 'log' | 'enqueueFollowUp'>,
  batch: MessageBatch,
): Promise<void> {
  if (ackDeadLetters(deps, batch)) return;
  const read = readJobs(deps, batch, emotionJobSchema);
  if (read.length === 0) return;
  const jobs = read.map(({ job }) => job);
  const started = Date.now();
  try {
    const { folded, failed } = await foldMessages(deps, jobs);
    const again = new Set(failed.map(({ conversationId, seq }) => `${conversationId}/${seq}`));
    for (const { message, job } of read) {
      if (again.has(`${job.conversationId}/${job.seq}`)) retryLater(message);
      else message.ack();
    }
    deps.log.info('emotions_folded', {
      jobs: jobs.length,
      folded,
      failed: failed.length,
      ms: Date.now() - started,
    });
  } catch (error) {
    deps.log.error('emotions_not_folded', { jobs: jobs.length, ...describeFault(error) });
    for (const { message } of read) retryLater(message);
  }
}
