import { showId } from '../../platform/ids.ts';
import type { DeliveryJob } from '../../platform/jobs.ts';
import { describeFault } from '../../platform/log.ts';
import type { Attempt, JobContent } from '../job.ts';
import type { FollowUpPorts } from '../ports.ts';
import { backoffMs, MAX_FAILURES } from './backoff.ts';
import { carryOut } from './carry-out.ts';
import { dispatchNamed, LOOKAHEAD_MS } from './dispatch.ts';
import { finishJobs, type JobResult, type JobText, postTexts } from './outcome-store.ts';
import { takeJobs } from './take-store.ts';
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
  | 'fetchOutside'
  | 'endpointRules'
  | 'sendDeliveries'
  | 'enqueueFollowUp'
>;

/** How long a consumer has for a batch before its jobs are claimed again. */
const RUN_LEASE_MS = 5 * 60_000;
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
 * leases end and the sweep claims the jobs again.
 * @throws DatabaseUnavailable when trying again later may help
 */
export async function deliverJobs(
  deps: Deliverer,
  jobs: readonly DeliveryJob[],
): Promise<{ delivered: number; suppressed: number; failed: number }> {
  const rows = await deps.database.run(takeJobs, {
    now: deps.now(),
    leaseMs: RUN_LEASE_MS,
    ids: jobs.map(({ jobId }) => jobId),
    attempts: jobs.map(({ attempt }) => attempt),
  });
  const now = deps.now();
  const judged = rows.map(({ job }) => judge(deps, job, now));
  const texts = judged.flatMap(({ job: { id, attempt: claim, channel }, content }) =>
    channel === 'conversation' && content !== null ? { id, attempt: claim, content } : [],
  );
  const isText = new Set(texts.map(({ id }) => id));
  const others = judged.filter(({ job }) => !isText.has(job.id));
  const results = await sideBySide(others, async (each) =>
    resultOf(deps, each, await attempt(deps, each)),
  );
  // Texts come last: a slow statement before the calls could let the leases of the other jobs end
  // before their receivers are called.
  const outcomes = await post(deps, texts);
  await finish(deps, results);
  const all = [...results.map(({ outcome }) => outcome), ...outcomes];
  const count = (outcome: string) => all.filter((each) => each === outcome).length;
  const [delivered, failed] = [count('delivered'), count('retry') + count('dead')];
  return { delivered, suppressed: all.length - delivered - failed, failed };
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

async function attempt(deps: Deliverer, { job, verdict, content }: Judged): Promise<Attempt> {
  if (verdict.what === 'suppress') return { outcome: 'suppressed', reason: verdict.reason };
  if (verdict.what === 'postpone') return { outcome: 'suppressed' };
  if (verdict.what === 'fail') return { outcome: 'retry', reason: 'fault' };
  try {
    return await carryOut(deps, job, content);
  } catch (error) {
    logFault(deps, job, error);
    return { outcome: 'retry', reason: 'fault' };
  }
}

/** The result of an attempt, with the next state of the job. */
function resultOf(deps: Deliverer, { job, verdict, content }: Judged, met: Attempt): JobResult {
  const base = {
    id: job.id,
    attempt: job.attempt,
    failures: job.failures,
    webhook_id: met.status !== undefined || met.outcome === 'retry' ? job.webhookId : null,
    reason: met.reason ?? null,
    status: met.status ?? null,
    latency_ms: met.latencyMs ?? null,
    answer: met.answer ?? null,
    gone: met.gone ?? false,
    content,
    wake_at: null,
  };
  if (verdict.what === 'postpone') {
    const { until, reason } = verdict;
    return { ...base, state: 'planned', outcome: 'postponed', reason, wake_at: until };
  }
  if (met.outcome !== 'retry') return { ...base, state: met.outcome, outcome: met.outcome };
  const failures = job.failures + 1;
  if (failures >= MAX_FAILURES) {
    const { id, kind, channel } = job;
    deps.log.error('job_dead', {
      job: showId('job', id),
      kind,
      channel,
      reason: met.reason,
      failures,
    });
    return { ...base, failures, state: 'dead', outcome: 'dead' };
  }
  return {
    ...base,
    failures,
    state: 'planned',
    outcome: 'retry',
    wake_at: deps.now() + backoffMs(failures, deps.random(), met.retryAfterSeconds),
  };
}

/** Records results, and dispatches the jobs that are due again soon. */
async function finish(deps: Deliverer, results: readonly JobResult[]): Promise<void> {
  if (results.length === 0) return;
  const now = deps.now();
  const done = await deps.database.run(finishJobs, {
    now,
    soon: now + LOOKAHEAD_MS,
    failingBefore: now - FAILING_MS,
    results,
  });
  const disabled = done[0]?.disabled ?? 0;
  if (disabled > 0) deps.log.warn('webhooks_disabled', { count: disabled });
  await dispatchNamed(
    deps,
    done.filter(({ again }) => again).map(({ id }) => id),
  );
}

/** Posts texts in their conversations. The statement records their outcomes itself. */
async function post(deps: Deliverer, texts: readonly JobText[]): Promise<string[]> {
  if (texts.length === 0) return [];
  const posted = await deps.database.run(postTexts, { now: deps.now(), texts });
  return posted.flatMap(({ outcome }) => outcome ?? []);
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
