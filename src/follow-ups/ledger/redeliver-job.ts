import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import type { JobId } from '../../platform/ids.ts';
import { isReplay } from '../../platform/once.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { CLAIM_LEASE_MS } from '../delivery/dispatch.ts';
import type { FollowUpPorts } from '../ports.ts';
import { showJob } from './shown-job.ts';
import { redeliverDeadJob } from './store.ts';

/**
 * Claims a dead job again, to be attempted at once and with all its attempts.
 * @throws Problem job_not_found (the workspace has no dead job with this id),
 *   idempotency_key_reused, key_revoked
 */
export async function redeliverJob(
  deps: Pick<FollowUpPorts, 'database' | 'enqueueDelivery'>,
  caller: Caller,
  id: JobId,
) {
  authorize(caller, 'manageJobs');
  const values = { id, leaseMs: CLAIM_LEASE_MS };
  const found = await runAsCaller(deps.database, caller, redeliverDeadJob, values);
  if (found === null) throw new Problem('job_not_found');
  const { attempt, ...job } = found;
  const queue = job.channel === 'webhook' ? 'webhooks' : 'deliveries';
  if (!isReplay(caller)) deps.enqueueDelivery({ jobId: job.id, attempt }, queue);
  return showJob(job);
}
