import type { MessageBatch } from '@cloudflare/workers-types';
import type { Deps } from '../deps.ts';
import { emotionJobSchema } from '../env.ts';
import { describeFault } from '../platform/log.ts';
import { foldMessages } from './fold-messages.ts';

/**
 * Consumes the queues `emotions` and `emotions-dead`. A body that is no job is counted and acked,
 * never tried again; so is a dead letter, as its row still says what is to be done and the sweep
 * does it. When the database fails, every job is tried again with backoff.
 */
export async function consumeEmotions(
  deps: Pick<Deps, 'database' | 'classifier' | 'log'>,
  batch: MessageBatch,
): Promise<void> {
  if (batch.queue === 'emotions-dead') {
    deps.log.warn('emotion_jobs_dead', { count: batch.messages.length });
    batch.ackAll();
    return;
  }
  const parsed = batch.messages.map((message) => ({
    message,
    job: emotionJobSchema.safeParse(message.body).data,
  }));
  const invalid = parsed.filter(({ job }) => job === undefined);
  for (const { message } of invalid) message.ack();
  if (invalid.length > 0) deps.log.warn('emotion_jobs_invalid', { count: invalid.length });

  const jobs = parsed.flatMap(({ job }) => job ?? []);
  if (jobs.length === 0) return;
  const started = Date.now();
  try {
    const { folded, failed } = await foldMessages(deps, jobs);
    const again = new Set(failed.map(({ conversationId, seq }) => `${conversationId}/${seq}`));
    for (const { message, job } of parsed) {
      if (job === undefined) continue;
      if (again.has(`${job.conversationId}/${job.seq}`)) retry(message);
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
    for (const { message, job } of parsed) if (job !== undefined) retry(message);
  }
}

/** Capped exponential backoff: 5, 10, 20 … 300 seconds. */
function retry(message: MessageBatch['messages'][number]): void {
  message.retry({ delaySeconds: Math.min(5 * 2 ** (message.attempts - 1), 300) });
}
