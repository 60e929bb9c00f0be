import type { MessageBatch } from '@cloudflare/workers-types';
import { emotionJobSchema } from '../platform/jobs.ts';
import { describeFault } from '../platform/log.ts';
import { ackDeadLetters, readJobs, retryLater } from '../platform/queue.ts';
import { type FoldPorts, foldMessages } from './fold-messages.ts';

/**
 * Consumes the queues `emotions` and `emotions-dead`. A body that is not a job is counted and
 * acked. A dead letter is acked too: the message's row is still pending, and the sweep reads its
 * emotion. When the database fails, every job of the batch is retried with backoff.
 */
export async function consumeEmotions(deps: FoldPorts, batch: MessageBatch): Promise<void> {
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
