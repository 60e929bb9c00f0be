import type { Deps } from '../../deps.ts';
import { describeFault } from '../../platform/log.ts';
import { claimDue, claimNamed } from './store.ts';

/**
 * How far ahead of their time jobs are claimed: the sweep comes once a minute, and the queue holds
 * each back for exactly as long as is left.
 */
export const LOOKAHEAD_MS = 2 * 60_000;
/** How long a claim stands after its time. A queue that is late by more delivers nothing twice. */
export const CLAIM_LEASE_MS = 5 * 60_000;

type Dispatcher = Pick<Deps, 'database' | 'now' | 'log' | 'sendDeliveries'>;

/** Claims those among the jobs named that are due, and sends them to the queue. */
export async function dispatchNamed(deps: Dispatcher, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await send(
    deps,
    await deps.database.run(claimNamed, { ...claimAt(deps), ids, limit: ids.length }),
  );
}

/**
 * Claims what is due, at most so many, and sends it to the queue.
 * @returns how many were due
 */
export async function dispatchDue(deps: Dispatcher, limit: number): Promise<number> {
  const claimed = await deps.database.run(claimDue, { ...claimAt(deps), limit });
  await send(deps, claimed);
  return claimed.length;
}

function claimAt(deps: Dispatcher) {
  const now = deps.now();
  return { now, soon: now + LOOKAHEAD_MS, leaseMs: CLAIM_LEASE_MS };
}

async function send(
  deps: Dispatcher,
  claimed: readonly { jobId: string; attempt: number; dead: boolean; delaySeconds: number }[],
): Promise<void> {
  const dead = claimed.filter((job) => job.dead).length;
  if (dead > 0) deps.log.warn('jobs_given_up', { count: dead });
  try {
    await deps.sendDeliveries(
      claimed
        .filter((job) => !job.dead)
        .map(({ jobId, attempt, delaySeconds }) => ({ job: { jobId, attempt }, delaySeconds })),
    );
  } catch (error) {
    // Their claims lapse, and the sweep claims them anew.
    deps.log.warn('deliveries_not_queued', describeFault(error));
  }
}
