import { workInParts } from '../../platform/failed-work/work-in-parts.ts';
import type { WebhookId } from '../../platform/ids.ts';
import { describeFault } from '../../platform/log.ts';
import { ABOUT_ENDPOINT } from '../../webhooks/event.ts';
import type { FollowUpPorts } from '../ports.ts';
import { admit, type Candidate } from './admit.ts';
import { type Answered, type EndpointHealth, nextHealth } from './endpoint-health.ts';
import { keepHealth, type StoredHealth } from './health-store.ts';
import { postponed } from './job-result.ts';
import type { JobResult } from './outcome-store.ts';
import type { TakenJob } from './taken-job.ts';

type LimiterPorts = Pick<FollowUpPorts, 'database' | 'now' | 'log' | 'random'>;

/** Divides taken jobs into those that are attempted now, and the results of those that wait. */
export function admitAll(
  deps: Pick<LimiterPorts, 'random'>,
  taken: readonly TakenJob[],
  now: number,
): { admitted: TakenJob[]; waiting: JobResult[] } {
  const candidates = taken.flatMap((job) => limitedOf(job) ?? []);
  const admissions = admit(candidates, now, deps.random);
  const admitted: TakenJob[] = [];
  const waiting: JobResult[] = [];
  for (const job of taken) {
    const admission = admissions.get(job.id);
    if (admission === undefined || admission.isAdmitted) admitted.push(job);
    else waiting.push(postponed(job, admission.reason, admission.until));
  }
  return { admitted, waiting };
}

/**
 * A job as far as limits of webhooks concern it; undefined for another channel, and for a challenge
 * or a test, which tries out an endpoint by itself.
 */
function limitedOf({ id, workspaceId, webhookId, event, load }: TakenJob): Candidate | undefined {
  if (webhookId === null || load === null || ABOUT_ENDPOINT.includes(event)) return undefined;
  return { id, workspaceId, webhookId, load };
}

/** What a batch has learned about an endpoint. */
interface Learned {
  readonly job: TakenJob & { readonly webhookId: WebhookId };
  readonly version: number;
  health: EndpointHealth;
  answers: number;
  spentMs: number;
}

/** Follows the health of the endpoints of a batch. */
export function openBatch() {
  const learned = new Map<WebhookId, Learned>();

  return {
    /**
     * Makes an attempt and learns from its result. When the endpoint has begun to rest since the batch
     * was taken, the job waits instead.
     */
    async watch(
      deps: LimiterPorts,
      job: TakenJob,
      attempt: () => Promise<JobResult>,
    ): Promise<JobResult> {
      const limited = limitedOf(job);
      if (limited === undefined) return attempt();
      const { webhookId, load } = limited;
      const known = learned.get(webhookId) ?? {
        job: { ...job, webhookId },
        version: job.load?.version ?? 0,
        health: load.health,
        answers: 0,
        spentMs: 0,
      };
      learned.set(webhookId, known);
      const { openUntil } = known.health;
      if (openUntil !== null && load.probe !== job.id) {
        return postponed(job, 'endpoint_resting', Math.max(openUntil, deps.now()));
      }
      const result = await attempt();
      const answer = answerOf(result);
      if (answer === undefined) return result;
      const now = deps.now();
      // The probe ends the rest, whatever its result is.
      const before = load.probe === job.id ? { ...known.health, openUntil: now } : known.health;
      known.health = nextHealth(before, [answer], now);
      known.answers += 1;
      known.spentMs += answer.latencyMs;
      return result;
    },

    /** Stores what the batch has learned. A failure is only logged: the next batch learns it again. */
    async store(deps: LimiterPorts): Promise<void> {
      const called = [...learned.values()].filter(({ answers }) => answers > 0);
      const rows = called.map(
        ({ job, version, health, spentMs }): StoredHealth => ({
          webhook_id: job.webhookId,
          workspace_id: job.workspaceId,
          version,
          failures: health.failures,
          slow: health.slow,
          opened: health.opened,
          open_until: health.openUntil,
          spent_ms: spentMs,
        }),
      );
      const { failed } = await workInParts(deps, rows, (part) =>
        deps.database.run(keepHealth, { health: part, now: deps.now() }),
      );
      for (const { item, error } of failed) {
        deps.log.warn('health_not_stored', { webhook: item.webhook_id, ...describeFault(error) });
      }
    },
  };
}

/** The attempt as the endpoint's health depends on it; undefined when the endpoint was not called. */
function answerOf({ outcome, latency_ms, webhook_id }: JobResult): Answered | undefined {
  if (webhook_id === null || latency_ms === null) return undefined;
  return { isWell: outcome === 'delivered', latencyMs: latency_ms };
}
