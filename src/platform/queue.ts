import type { MessageBatch } from '@cloudflare/workers-types';
import type { z } from 'zod';
import { describeFault, type LogFields } from './log.ts';
import type { Ports } from './ports.ts';

type Message = MessageBatch['messages'][number];

/**
 * Asks the queue to deliver a message again after a capped exponential backoff: 5, 10, 20 … 300
 * seconds.
 */
export function retryLater(message: Message): void {
  message.retry({ delaySeconds: Math.min(5 * 2 ** (message.attempts - 1), 300) });
}

/**
 * Acks a batch that came from a dead letter queue. Nothing is lost: the rows that the messages name
 * are still pending, and a sweep does their work.
 * @returns whether the batch came from a dead letter queue
 */
export function ackDeadLetters(deps: Pick<Ports, 'log'>, batch: MessageBatch): boolean {
  if (!batch.queue.endsWith('-dead')) return false;
  deps.log.warn('jobs_dead', { queue: batch.queue, count: batch.messages.length });
  batch.ackAll();
  return true;
}

/** The jobs of a batch with their messages. Messages without a valid job are counted and acked. */
export function readJobs<Job>(
  deps: Pick<Ports, 'log'>,
  batch: MessageBatch,
  schema: z.ZodType<Job>,
): { message: Message; job: Job }[] {
  const read: { message: Message; job: Job }[] = [];
  for (const message of batch.messages) {
    const parsed = schema.safeParse(message.body);
    if (parsed.success) read.push({ message, job: parsed.data });
    else message.ack();
  }
  const invalid = batch.messages.length - read.length;
  if (invalid > 0) deps.log.warn('jobs_invalid', { queue: batch.queue, count: invalid });
  return read;
}

/**
 * Works on a whole batch at once. All of its messages are acked, or, when the work fails, all of
 * them are delivered again later.
 * @param work returns the fields that are logged about the batch
 */
export async function consumeJobs<Job>(
  deps: Pick<Ports, 'log'>,
  batch: MessageBatch,
  schema: z.ZodType<Job>,
  work: (jobs: Job[]) => Promise<LogFields>,
): Promise<void> {
  if (ackDeadLetters(deps, batch)) return;
  const read = readJobs(deps, batch, schema);
  if (read.length === 0) return;
  const started = Date.now();
  const about = { queue: batch.queue, jobs: read.length };
  try {
    const done = await work(read.map(({ job }) => job));
    for (const { message } of read) message.ack();
    deps.log.info('jobs_done', { ...about, ...done, ms: Date.now() - started });
  } catch (error) {
    deps.log.error('jobs_not_done', { ...about, ...describeFault(error) });
    for (const { message } of read) retryLater(message);
  }
}
