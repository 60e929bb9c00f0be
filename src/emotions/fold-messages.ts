import { DatabaseUnavailable } from '../platform/database-errors.ts';
import { forget, setApartFailed } from '../platform/failed-work/set-apart.ts';
import { workInParts } from '../platform/failed-work/work-in-parts.ts';
import type { ConversationId } from '../platform/ids.ts';
import type { EmotionJob } from '../platform/jobs.ts';
import type { Sample } from '../platform/latency/sample.ts';
import { describeFault } from '../platform/log.ts';
import { foldPending, selectPending } from './fold-store.ts';
import type { EmotionPorts } from './ports.ts';
import { columnsOf, type Reading } from './reading.ts';
import { recordFailures } from './store.ts';
import { type MoodAhead, walkAhead } from './walk-ahead.ts';
import { walkMoods } from './walk-moods.ts';

/** How many messages one statement folds. */
export const FOLD_BATCH = 100;

/** How many messages of a conversation are walked together with its fold. */
const WALKED_AHEAD = 200;

/**
 * How many texts are read at the same time. A request to Workers AI uses a connection, and a Worker
 * may have six connections open at once.
 */
const READERS = 4;

export type FoldPorts = Pick<
  EmotionPorts,
  'database' | 'classifier' | 'now' | 'log' | 'enqueueFollowUp'
>;

/** What became of some messages. */
interface Folded {
  readonly folded: number;
  /** The messages whose texts the classifier failed to read. */
  readonly unread: readonly EmotionJob[];
  /** The conversations whose moods the fold has stored. */
  readonly walked: readonly ConversationId[];
}

/** What has been found out about the messages of one call, for another try with fewer of them. */
interface Known {
  /** The durations of the requests that stored some of the messages, by {@link nameOf}. */
  readonly samples: ReadonlyMap<string, Sample>;
  /** The reading of each message; null when it needs none. */
  readonly readings: Map<string, Reading | null>;
  /** Conversations with a row that another session has locked. Their messages all wait for it. */
  readonly locked: Map<ConversationId, unknown>;
}

const nameOf = ({ conversationId, seq }: EmotionJob) => `${conversationId}/${seq}`;

/**
 * Reads the emotions of some messages, folds them into the statistics and walks the moods of their
 * conversations. Mostly that takes two requests to the database: one reads the messages and the moods,
 * and one folds the messages and stores the moods. Moods that it cannot store, because another consumer
 * was faster or a conversation is long, are walked after that.
 *
 * A message is folded exactly once, also when several consumers call this function repeatedly. A
 * failure of the classifier is counted on the message's row, which stays pending until it is set apart
 * after five failures. A message that the database cannot fold does not stop the others; its
 * conversation is set apart, so that the sweep leaves it out for a while.
 * @returns how many messages were folded, and the jobs to try again later
 * @throws DatabaseUnavailable
 */
export async function foldMessages(
  deps: FoldPorts,
  jobs: readonly EmotionJob[],
): Promise<{ folded: number; failed: EmotionJob[] }> {
  const known: Known = { samples: samplesOf(jobs), readings: new Map(), locked: new Map() };
  const { done, failed } = await workInParts(deps, jobs, (part) => foldPart(deps, part, known));
  const failures = new Map(failed.map(({ item, error }) => [item.conversationId, error]));
  await setApartFailed(
    deps,
    'fold_messages',
    [...failures].map(([item, error]) => ({ item, error })),
  );
  const left = new Set(jobs.map(({ conversationId }) => conversationId));
  for (const { walked } of done) for (const conversation of walked) left.delete(conversation);
  await walkMoods(deps, [...left]);
  return {
    folded: done.reduce((sum, { folded }) => sum + folded, 0),
    failed: [...done.flatMap(({ unread }) => unread), ...failed.map(({ item }) => item)],
  };
}

async function foldPart(
  deps: FoldPorts,
  jobs: readonly EmotionJob[],
  known: Known,
): Promise<Folded> {
  const [first] = jobs;
  if (first !== undefined && jobs.every((job) => known.locked.has(job.conversationId))) {
    throw known.locked.get(first.conversationId);
  }
  try {
    return await fold(deps, jobs, known);
  } catch (error) {
    const isLocked = error instanceof DatabaseUnavailable && error.code === '55P03';
    if (isLocked && first !== undefined && jobs.length === 1) {
      known.locked.set(first.conversationId, error);
    }
    throw error;
  }
}

async function fold(
  deps: FoldPorts,
  jobs: readonly EmotionJob[],
  { readings, samples }: Known,
): Promise<Folded> {
  const pending = await deps.database.run(selectPending, { ...keysOf(jobs), most: WALKED_AHEAD });
  const unread: EmotionJob[] = [];
  const read: { job: EmotionJob; reading: Reading | null }[] = [];
  const left = pending.values();
  const readOn = async () => {
    // The readers share one iterator, so each message is taken by one of them.
    for (const { conversationId, seq, role, text, label } of left) {
      const job = { conversationId, seq };
      try {
        const isUnread = role === 'customer' && label === null && text !== null;
        const before = readings.get(nameOf(job));
        const reading = before ?? (isUnread ? await deps.classifier.classify(text) : null);
        readings.set(nameOf(job), reading);
        read.push({ job, reading });
      } catch (error) {
        unread.push(job);
        deps.log.warn('emotion_not_read', describeFault(error));
      }
    }
  };
  await Promise.all(Array.from({ length: READERS }, readOn));
  if (unread.length > 0) {
    await deps.database.run(recordFailures, { ...keysOf(unread), error: 'classifier' });
  }
  if (read.length === 0) return { folded: 0, unread, walked: [] };
  // A message that was just set apart no longer holds up the mood, so the walk reads its conversation
  // again.
  const failing = new Set(unread.map(({ conversationId }) => conversationId));
  const ahead = pending.flatMap(({ conversationId, unwalked }): MoodAhead[] => {
    if (unwalked === null || failing.has(conversationId)) return [];
    const own = read.filter(({ job }) => job.conversationId === conversationId);
    const bySeq = new Map(own.map(({ job, reading }) => [job.seq, reading]));
    const mood = walkAhead(conversationId, unwalked, bySeq, WALKED_AHEAD);
    return mood === undefined ? [] : [mood];
  });
  const [result] = await deps.database.run(foldPending, {
    ahead,
    given: read.map(({ job, reading }) => ({
      conversation_id: job.conversationId,
      seq: job.seq,
      ...(reading && columnsOf(reading)),
    })),
    samples: samplesToCount(read, samples),
  });
  const recovered = pending.filter((row) => row.has_failed).map((row) => row.conversationId);
  await forget(deps, 'fold_messages', [...new Set(recovered)]);
  const walked = result?.walked ?? [];
  const turned = new Set(ahead.flatMap((mood) => (mood.turns.length > 0 ? mood.conversation : [])));
  for (const conversationId of walked) {
    if (turned.has(conversationId)) deps.enqueueFollowUp({ conversationId });
  }
  return { folded: result?.folded ?? 0, unread, walked };
}

/** The samples of the messages that were read, one for each, although a batch may name a message twice. */
function samplesToCount(
  read: readonly { readonly job: EmotionJob }[],
  samples: ReadonlyMap<string, Sample>,
) {
  const jobs = new Map(read.map(({ job }) => [nameOf(job), job]));
  return [...jobs].flatMap(([name, { conversationId, seq }]) => {
    const sample = samples.get(name);
    return sample === undefined ? [] : [{ conversation_id: conversationId, seq, sample }];
  });
}

/** The samples of some jobs. A queue may deliver a job twice; its sample is taken once. */
const samplesOf = (jobs: readonly EmotionJob[]) =>
  new Map(jobs.flatMap((job) => (job.sample ? [[nameOf(job), job.sample] as const] : [])));

const keysOf = (jobs: readonly EmotionJob[]) => ({
  conversations: jobs.map(({ conversationId }) => conversationId),
  seqs: jobs.map(({ seq }) => seq),
});
