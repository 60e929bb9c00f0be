import type { z } from 'zod';
import type { Deps } from '../../deps.ts';
import type { DeliveryJob } from '../../platform/jobs.ts';
import { describeFault } from '../../platform/log.ts';
import type { Attempt } from '../job.ts';
import { backoffMs, MAX_FAILURES } from './backoff.ts';
import { carryOut } from './carry-out.ts';
import { dispatchNamed, LOOKAHEAD_MS } from './dispatch.ts';
import { finishJobs, sayInConversations, takeJobs } from './store.ts';
import { type Verdict, verdictOf } from './verdict.ts';

export type Deliverer = Pick<
  Deps,
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

export type TakenJob = z.infer<typeof takeJobs.row>['job'];

/** How long a consumer may be busy with a batch before it is taken for dead. */
const RUN_LEASE_MS = 5 * 60_000;
/** A Worker has six connections at once; one is the database's. */
const SIDE_BY_SIDE = 5;
/** An endpoint that has met no success for that long is disabled. */
const FAILING_MS = 3 * 24 * 60 * 60 * 1000;

/**
 * Carries out claimed jobs: takes those that are still under the claim that the message names, asks
 * what is true now, and delivers, suppresses or postpones each; what fails is tried again later,
 * or is dead after the last time. A consumer that dies half-way leaves its jobs to the sweep.
 * @throws DatabaseUnavailable: try again later
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
  const judged = rows.map(({ job }) => ({
    job,
    verdict: verdictOf({ ...job, told: job.data !== null }, now),
  }));
  const said = judged.filter(
    ({ job, verdict }) => verdict.what === 'deliver' && job.channel === 'conversation',
  );
  const others = judged.filter((each) => !said.includes(each));
  const results = await sideBySide(others, async ({ job, verdict }) =>
    resultOf(deps, job, verdict, await attempt(deps, job, verdict)),
  );
  // Last, as a statement that is slow would have receivers asked under a claim that has lapsed.
  const outcomes = await say(
    deps,
    said.map(({ job }) => job),
  );
  await finish(deps, results);
  const count = (outcome: string) =>
    results.filter((result) => result.outcome === outcome).length +
    outcomes.filter((each) => each === outcome).length;
  return {
    delivered: count('delivered'),
    suppressed:
      results.length + outcomes.length - count('delivered') - count('retry') - count('dead'),
    failed: count('retry') + count('dead'),
  };
}

async function attempt(deps: Deliverer, job: TakenJob, verdict: Verdict): Promise<Attempt> {
  if (verdict.what === 'suppress') return { outcome: 'suppressed', reason: verdict.reason };
  if (verdict.what === 'postpone') return { outcome: 'suppressed' };
  try {
    return await carryOut(deps, job);
  } catch (error) {
    deps.log.error('job_fault', { kind: job.kind, channel: job.channel, ...describeFault(error) });
    return { outcome: 'retry', reason: 'fault' };
  }
}

/** What is recorded of an attempt, as {@link finishJobs} takes it. */
function resultOf(deps: Deliverer, job: TakenJob, verdict: Verdict, met: Attempt) {
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
    wake_at: null as number | null,
  };
  if (verdict.what === 'postpone') {
    return {
      ...base,
      state: 'planned',
      outcome: 'postponed',
      reason: 'mood',
      wake_at: verdict.until,
    };
  }
  if (met.outcome !== 'retry') return { ...base, state: met.outcome, outcome: met.outcome };
  const failures = job.failures + 1;
  if (failures >= MAX_FAILURES) return { ...base, failures, state: 'dead', outcome: 'dead' };
  return {
    ...base,
    failures,
    state: 'planned',
    outcome: 'retry',
    wake_at: deps.now() + backoffMs(failures, deps.random(), met.retryAfterSeconds),
  };
}

async function finish(deps: Deliverer, results: readonly ReturnType<typeof resultOf>[]) {
  if (results.length === 0) return;
  const now = deps.now();
  const done = await deps.database.run(finishJobs, {
    now,
    soon: now + LOOKAHEAD_MS,
    failingBefore: now - FAILING_MS,
    results: JSON.stringify(results),
  });
  if ((done[0]?.disabled ?? 0) > 0) {
    deps.log.warn('webhooks_disabled', { count: done[0]?.disabled });
  }
  await dispatchNamed(
    deps,
    done.filter(({ again }) => again).map(({ id }) => id),
  );
}

/** Says texts in their conversations, in one statement; each records itself. */
async function say(deps: Deliverer, jobs: readonly TakenJob[]): Promise<string[]> {
  if (jobs.length === 0) return [];
  const said = await deps.database.run(sayInConversations, {
    now: deps.now(),
    ids: jobs.map(({ id }) => id),
    attempts: jobs.map(({ attempt: claim }) => claim),
  });
  return said.flatMap(({ outcome }) => outcome ?? []);
}

/** Works on all, so many at once. */
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
