import { reasonOfFailure } from '../../platform/failed-work/set-apart.ts';
import { workInParts } from '../../platform/failed-work/work-in-parts.ts';
import type { JobId } from '../../platform/ids.ts';
import type { DeliveryJob } from '../../platform/jobs.ts';
import { describeFault } from '../../platform/log.ts';
import type { FollowUpPorts } from '../ports.ts';
import { resultOf } from './job-result.ts';
import type { JobResult } from './outcome-store.ts';
import { takeJobs, takeUnread } from './take-store.ts';
import type { TakenJob } from './taken-job.ts';

/** How long a consumer has for a batch before its jobs are claimed again. */
const RUN_LEASE_MS = 5 * 60_000;

/**
 * Takes the claimed jobs of a batch and reads what is needed to carry them out. A job whose data
 * cannot be read fails alone: its attempt counts as failed, and it is tried again later. From
 * `leaseEnds` on, in milliseconds since 1970, another consumer may take the jobs.
 * @throws DatabaseUnavailable when trying again later may help
 */
export async function takeAll(
  deps: Pick<FollowUpPorts, 'database' | 'now' | 'log' | 'random'>,
  jobs: readonly DeliveryJob[],
): Promise<{ taken: TakenJob[]; unreadable: JobResult[]; leaseEnds: number }> {
  const leaseEnds = deps.now() + RUN_LEASE_MS;
  const valuesOf = (part: readonly DeliveryJob[]) => ({
    now: deps.now(),
    leaseMs: RUN_LEASE_MS,
    ids: part.map(({ jobId }) => jobId),
    attempts: part.map(({ attempt }) => attempt),
  });
  const before: JobId[] = [];
  const { done, failed } = await workInParts(deps, jobs, async (part) => {
    const rows = await deps.database.run(takeJobs, { ...valuesOf(part), before });
    before.push(...rows.map(({ id }) => id));
    return rows;
  });
  const taken: TakenJob[] = [];
  const unreadable: JobResult[] = [];
  for (const { job, ...key } of done.flat()) {
    if (job.ok) {
      taken.push(job.value);
    } else {
      deps.log.error('job_fault', { kind: key.kind, channel: key.channel, field: job.at });
      unreadable.push(resultOf(deps, key, { outcome: 'retry', reason: 'unreadable' }));
    }
  }
  for (const { item, error } of failed) {
    const [key] = await deps.database.run(takeUnread, valuesOf([item]));
    if (key === undefined) continue;
    deps.log.error('job_fault', {
      kind: key.kind,
      channel: key.channel,
      ...describeFault(error),
    });
    const reason = reasonOfFailure(error);
    unreadable.push(resultOf(deps, key, { outcome: 'retry', reason }));
  }
  return { taken, unreadable, leaseEnds };
}
