import type { JobId, WebhookId } from '../../platform/ids.ts';
import { showId } from '../../platform/ids.ts';
import type { Attempt, JobContent } from '../job.ts';
import type { FollowUpPorts } from '../ports.ts';
import { backoffMs, MAX_FAILURES } from './backoff.ts';
import type { JobResult } from './outcome-store.ts';

/** A taken job, as far as its result depends on it. */
export interface Tried {
  readonly id: JobId;
  /** The number of the claim. */
  readonly attempt: number;
  readonly failures: number;
  readonly kind: string;
  readonly channel: string;
  readonly webhookId?: WebhookId | null;
}

type Deps = Pick<FollowUpPorts, 'now' | 'log' | 'random'>;

/** The result of an attempt, with the next state of the job. */
export function resultOf(
  deps: Deps,
  job: Tried,
  met: Attempt,
  content: JobContent | null = null,
): JobResult {
  const base = baseOf(job, met, content);
  if (met.outcome !== 'retry') return { ...base, state: met.outcome, outcome: met.outcome };
  const failures = job.failures + 1;
  if (failures >= MAX_FAILURES) {
    const { id, kind, channel } = job;
    const about = { job: showId('job', id), kind, channel };
    deps.log.error('job_dead', { ...about, reason: met.reason, failures });
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

/** The result of a job that was not attempted, and fires again at `until`. */
export function postponed(job: Tried, reason: string, until: number): JobResult {
  const base = baseOf(job, { outcome: 'suppressed', reason }, null);
  return { ...base, state: 'planned', outcome: 'postponed', wake_at: until };
}

const baseOf = (job: Tried, met: Attempt, content: JobContent | null) => ({
  id: job.id,
  attempt: job.attempt,
  failures: job.failures,
  webhook_id: isOfEndpoint(met) ? (job.webhookId ?? null) : null,
  reason: met.reason ?? null,
  status: met.status ?? null,
  latency_ms: met.latencyMs ?? null,
  answer: met.answer ?? null,
  gone: met.gone ?? false,
  content,
  wake_at: null,
});

/** Whether an attempt belongs in the log of its endpoint: the endpoint was called, or could not be. */
const isOfEndpoint = ({ outcome, status, latencyMs }: Attempt) =>
  outcome === 'retry' || status !== undefined || latencyMs !== undefined;
