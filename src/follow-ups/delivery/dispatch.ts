import { setApartFailed } from '../../platform/failed-work/set-apart.ts';
import { workInParts } from '../../platform/failed-work/work-in-parts.ts';
import type { JobId } from '../../platform/ids.ts';
import type { DeliveryQueue } from '../../platform/jobs.ts';
import { describeFault } from '../../platform/log.ts';
import type { FollowUpPorts } from '../ports.ts';
import {
  type ClaimedJob,
  claimDueForGuests,
  claimDueForWebhooks,
  claimNamed,
  selectDueForGuests,
  selectDueForWebhooks,
} from './claim-store.ts';

/**
 * How far ahead jobs are claimed. The sweep runs once a minute; the queue holds back each message
 * until its job is due.
 */
export const LOOKAHEAD_MS = 2 * 60_000;
/**
 * How long the first claim lasts after the job is due, in milliseconds. A message that arrives later
 * has no effect. Each further claim of a job that no consumer has taken lasts twice as long.
 */
export const CLAIM_LEASE_MS = 5 * 60_000;

type DispatcherPorts = Pick<FollowUpPorts, 'database' | 'now' | 'log' | 'sendDeliveries'>;

/** Claims those of the named jobs that are due, and sends them to the queue. */
export async function dispatchNamed(deps: DispatcherPorts, ids: readonly JobId[]): Promise<void> {
  if (ids.length === 0) return;
  const values = { ...claimTimes(deps), ids, limit: ids.length };
  await send(deps, await deps.database.run(claimNamed, values));
}

/** The statements that claim the due jobs of each queue. */
const DUE = {
  deliveries: { claim: claimDueForGuests, select: selectDueForGuests },
  webhooks: { claim: claimDueForWebhooks, select: selectDueForWebhooks },
};

/**
 * Claims jobs that are due, at most `limit`, and sends them to their queue. Workspaces get equal
 * shares. A job that cannot be claimed is set apart, and the others are claimed.
 * @returns how many were claimed; fewer than `limit` does not mean that none is left
 */
export async function dispatchDue(
  deps: DispatcherPorts,
  queue: DeliveryQueue,
  limit: number,
): Promise<number> {
  const claimed = await deps.database
    .run(DUE[queue].claim, { ...claimTimes(deps), limit })
    .catch((error: unknown) => claimInParts(deps, queue, limit, error));
  await send(deps, claimed);
  return claimed.length;
}

async function claimInParts(
  deps: DispatcherPorts,
  queue: DeliveryQueue,
  limit: number,
  error: unknown,
) {
  deps.log.error('jobs_not_claimed', { queue, ...describeFault(error) });
  const { leaseMs, ...times } = claimTimes(deps);
  const due = await deps.database.run(DUE[queue].select, { ...times, limit });
  const { done, failed } = await workInParts(
    deps,
    due.map(({ id }) => id),
    (ids) => deps.database.run(claimNamed, { ...times, leaseMs, ids, limit: ids.length }),
  );
  await setApartFailed(deps, 'claim_job', failed);
  return done.flat();
}

function claimTimes(deps: Pick<DispatcherPorts, 'now'>) {
  const now = deps.now();
  return { now, soon: now + LOOKAHEAD_MS, leaseMs: CLAIM_LEASE_MS };
}

async function send(deps: DispatcherPorts, jobs: readonly ClaimedJob[]): Promise<void> {
  const claimed = jobs.filter(({ dead }) => !dead);
  if (claimed.length < jobs.length) {
    deps.log.warn('jobs_given_up', { count: jobs.length - claimed.length });
  }
  try {
    await deps.sendDeliveries(
      claimed.map(({ jobId, attempt, isWebhook, delaySeconds }) => ({
        queue: isWebhook ? 'webhooks' : 'deliveries',
        job: { jobId, attempt },
        delaySeconds,
      })),
    );
  } catch (error) {
    // The leases of these jobs will end, and the sweep will claim the jobs again.
    deps.log.warn('deliveries_not_queued', describeFault(error));
  }
}
