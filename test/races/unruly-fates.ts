import type { MessageBatch } from '@cloudflare/workers-types';
import {
  claimDue,
  claimNamed,
  finishJobs,
  sayInConversations,
  takeJobs,
} from '../../src/follow-ups/delivery/store.ts';
import { keepPlans, selectUnplanned } from '../../src/follow-ups/planning/store.ts';

/** What becomes of a statement of a consumer or sweep. */
export type Fate =
  | 'well'
  /** It fails before it has done anything. */
  | 'refused'
  /** It takes effect, and its answer is lost. */
  | 'answer_lost'
  /** Who runs it is gone before or after it takes effect, and nobody hears of it again. */
  | 'killed_before'
  | 'killed_after'
  /** It is sent so late that leases have lapsed meanwhile, and others have done the work. */
  | 'stalled';

export const FATES: readonly (readonly [Fate, number])[] = [
  ['refused', 0.015],
  ['answer_lost', 0.02],
  ['killed_before', 0.01],
  ['killed_after', 0.015],
  ['stalled', 0.015],
];

/** Statements by their names, as each has its own chance. */
export const NAMED = new Map<unknown, string>([
  [takeJobs, 'take'],
  [finishJobs, 'finish'],
  [sayInConversations, 'say'],
  [claimDue, 'claim due'],
  [claimNamed, 'claim named'],
  [selectUnplanned, 'unplanned'],
  [keepPlans, 'keep plans'],
]);

/** Those that can be late. What takes jobs is not: its lease counts from when it was sent. */
export const LATE: ReadonlySet<string | undefined> = new Set([
  'finish',
  'say',
  'claim due',
  'claim named',
  'keep plans',
]);

export type Queue = 'follow-ups' | 'deliveries';

/** Messages of a queue as a consumer gets them; what it wants once more is posted anew. */
export function batchOf(
  queue: Queue,
  bodies: readonly unknown[],
  post: (queue: Queue, body: unknown, delaySeconds?: number) => void,
): MessageBatch {
  const messages = bodies.map((body, at) => ({
    id: String(at),
    timestamp: new Date(),
    body,
    attempts: 1,
    ack() {},
    retry: ({ delaySeconds = 5 }: { delaySeconds?: number } = {}) =>
      post(queue, body, delaySeconds),
  }));
  const metadata = { metrics: { backlogCount: 0, backlogBytes: 0 } };
  return { queue, messages, metadata, ackAll() {}, retryAll() {} };
}
