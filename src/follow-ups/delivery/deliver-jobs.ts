import { reasonOfFailure } from '../../platform/failed-work/set-apart.ts';
import { workInParts } from '../../platform/failed-work/work-in-parts.ts';
import { showId } from '../../platform/ids.ts';
import type { DeliveryJob } from '../../platform/jobs.ts';
import { describeFault } from '../../platform/log.ts';
import type { Attempt, JobContent } from '../job.ts';
import type { FollowUpPorts } from '../ports.ts';
import { carryOut } from './carry-out.ts';
import { dispatchNamed, LOOKAHEAD_MS } from './dispatch.ts';
import { postponed, resultOf } from './job-result.ts';
import { admitAll, openBatch } from './limit-webhooks.ts';
import { finishJobs, type JobResult, postTexts } from './outcome-store.ts';
import { takeAll } from './take.ts';
import type { TakenJob } from './taken-job.ts';
import { type Verdict, verdictOf } from './verdict.ts';
import { writeText } from './write-text.ts';

export type Deliverer = Pick<
  FollowUpPorts,
  | 'database'
  | 'now'
  | 'log'
  | 'random'
  | 'cipher'
  | 'mailer'
  | 'publicUrl'
  | 'unsubscribeLinks'
  | 'fetchOutside'
  | 'endpointRules'
  | 'sendDeliveries'
  | 'enqueueFollowUp'
>;

/**
 * How many jobs are carried out at the same time. A Worker may have six connections open at once,
 * and the database needs one.
 */
const SIDE_BY_SIDE = 5;
/** An endpoint that has only failed for this long is disabled. */
const FAILING_MS = 3 * 24 * 60 * 60 * 1000;

/** A taken job, what to do with it, and the text to send; null when it sends none. */
interface Judged {
  readonly job: TakenJob;
  /** `fail`: the text could not be written. */
  readonly verdict: Verdict | { readonly what: 'fail' };
  readonly content: JobContent | null;
}

/**
 * Carries out claimed jobs. It takes each job whose current claim has the number in the queue
 * message, reads the current state, and then delivers, suppresses or postpones the job. A job that
 * fails is tried again later; after its last attempt it is dead. If the consumer dies half-way, the
 * leases end and the sweep claims the jobs again. A job that cannot be read, sent or recorded fails
 * alone. A receiver is not called once the lease has ended, because another consumer may call it then.
 * @throws DatabaseUnavailable when trying again later may help
 */
export async function deliverJobs(
  deps: Deliverer,
  jobs: readonly DeliveryJob[],
): Promise<{ delivered: number; suppressed: number; failed: number }> {
  const { taken, unreadable, leaseEnds } = await takeAll(deps, jobs);
  const now = deps.now();
  const { admitted, waiting } = admitAll(deps, taken, now);
  // The jobs that wait are released first, so that they do not count as under way.
  await finish(deps, waiting);
  const judged = admitted.map((job) => judge(deps, job, now));
  const isText = ({ job, content }: Judged) => job.channel === 'conversation' && content !== null;
  const batch = openBatch();
  const results = await sideBySide(
    judged.filter((each) => !isText(each)),
    async (each) => {
      // A slow statement or receiver has let the lease end: another consumer may have the job now.
      if (deps.now() >= leaseEnds) return undefined;
      return batch.watch(deps, each.job, () => attempt(deps, each));
    },
  );
  const met = results.filter((each) => each !== undefined);
  if (met.length < results.length) {
    deps.log.warn('leases_ended', { count: results.length - met.length });
  }
  // Texts come last, so that the other jobs do not wait for their statement.
  const posted = await post(deps, judged.filter(isText));
  const all = [...unreadable, ...met, ...posted.failed];
  await finish(deps, all);
  await batch.store(deps);
  const outcomes = [...[...waiting, ...all].map(({ outcome }) => outcome), ...posted.outcomes];
  const count = (outcome: string) => outcomes.filter((each) => each === outcome).length;
  const [delivered, failed] = [count('delivered'), count('retry') + count('dead')];
  return { delivered, suppressed: outcomes.length - delivered - failed, failed };
}

/** Decides on a job. A text that is to be sent is written, from the same state that decided. */
function judge(deps: Deliverer, job: TakenJob, now: number): Judged {
  const verdict = verdictOf(
    {
      ...job,
      followUps: job.venue?.followUps ?? null,
      hasEmail: job.email !== null,
      hasData: job.data !== null,
    },
    now,
  );
  if (verdict.what !== 'deliver') return { job, verdict, content: null };
  try {
    return { job, verdict, content: writeText(job) };
  } catch (error) {
    logFault(deps, job, error);
    return { job, verdict: { what: 'fail' }, content: null };
  }
}

function logFault(deps: Deliverer, { kind, channel }: TakenJob, error: unknown): void {
  deps.log.error('job_fault', { kind, channel, ...describeFault(error) });
}

async function attempt(deps: Deliverer, { job, verdict, content }: Judged): Promise<JobResult> {
  const result = (met: Attempt) => resultOf(deps, job, met, content);
  if (verdict.what === 'postpone') return postponed(job, verdict.reason, verdict.until);
  if (verdict.what === 'suppress') return result({ outcome: 'suppressed', reason: verdict.reason });
  if (verdict.what === 'fail') return result({ outcome: 'retry', reason: 'fault' });
  try {
    return result(await carryOut(deps, job, content));
  } catch (error) {
    logFault(deps, job, error);
    return result({ outcome: 'retry', reason: 'fault' });
  }
}

/**
 * Records results, and dispatches the jobs that are due again soon. The lease of a job whose result
 * cannot be recorded ends, and the sweep claims the job again.
 */
async function finish(deps: Deliverer, results: readonly JobResult[]): Promise<void> {
  const { done, failed } = await workInParts(deps, results, (part) => {
    const now = deps.now();
    const times = { now, soon: now + LOOKAHEAD_MS, failingBefore: now - FAILING_MS };
    return deps.database.run(finishJobs, { ...times, results: part });
  });
  for (const { item, error } of failed) {
    deps.log.error('result_not_stored', { job: showId('job', item.id), ...describeFault(error) });
  }
  const disabled = done.reduce((sum, [first]) => sum + (first?.disabled ?? 0), 0);
  if (disabled > 0) deps.log.warn('webhooks_disabled', { count: disabled });
  await dispatchNamed(
    deps,
    done.flat().flatMap(({ again, id }) => (again ? id : [])),
  );
}

/**
 * Posts texts in their conversations. The statement records their outcomes itself. A text that
 * cannot be posted, because its conversation is locked for example, fails alone.
 */
async function post(deps: Deliverer, judged: readonly Judged[]) {
  const texts = judged.flatMap(({ job, content }) => (content === null ? [] : { job, content }));
  const { done, failed } = await workInParts(deps, texts, (part) =>
    deps.database.run(postTexts, {
      now: deps.now(),
      texts: part.map(({ job: { id, attempt }, content }) => ({ id, attempt, content })),
    }),
  );
  return {
    outcomes: done.flat().flatMap(({ outcome }) => outcome ?? []),
    failed: failed.map(({ item: { job, content }, error }) => {
      logFault(deps, job, error);
      const reason = reasonOfFailure(error);
      return resultOf(deps, job, { outcome: 'retry', reason }, content);
    }),
  };
}

/** Does the same work on all items, several at once. The results are in the order of completion. */
async function sideBySide<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<R[]> {
  const waiting = [...all];
  const done: R[] = [];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      done.push(await work(next));
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  return done;
}
