import { z } from 'zod';
import { bookingId } from '../../bookings/bookings.ts';
import type { Deps } from '../../deps.ts';
import { readId, showId } from '../../platform/ids.ts';
import { decodeCursor, encodeCursor } from '../../platform/pagination.ts';
import { Problem } from '../../platform/problem.ts';
import type { Caller } from '../../workspaces/key.ts';
import { runAsCaller } from '../../workspaces/legacy-store.ts';
import { CLAIM_LEASE_MS } from '../delivery/dispatch.ts';
import { showJob } from './shown-job.ts';
import { redeliverJob, selectDeadJobs, selectTimeline } from './store.ts';

type Store = Pick<Deps, 'database'>;

/**
 * What happened to a booking, by whom and when, and every job about it: when it was due, what its
 * attempts met, how it ended and why.
 * @throws Problem booking_not_found, customer_erased, key_revoked
 */
export async function readTimeline(deps: Store, caller: Caller, shownId: string) {
  const id = bookingId(shownId);
  const found = await runAsCaller(deps.database, caller, selectTimeline, { id });
  if (found === null) throw new Problem('booking_not_found');
  if (found.erased) throw new Problem('customer_erased');
  return {
    data: found.events.map(({ keyId, resourceIds, ...event }) => ({
      ...event,
      resourceIds: resourceIds.map((each) => showId('resource', each)),
      keyId: keyId && showId('key', keyId),
    })),
    jobs: found.jobs.map(showJob),
  };
}

/**
 * The workspace's jobs that were given up, the first first.
 * @throws Problem invalid_cursor, key_revoked
 */
export async function listDeadJobs(
  deps: Store,
  caller: Caller,
  { after, limit }: { after?: string | undefined; limit: number },
) {
  const position = after === undefined ? null : readPosition(after);
  const rows =
    (await runAsCaller(deps.database, caller, selectDeadJobs, {
      afterAt: position?.at ?? null,
      afterId: position?.id ?? null,
      limit: limit + 1,
    })) ?? [];
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    data: page.map(({ position: _, ...job }) => showJob(job)),
    page: {
      next:
        last && rows.length > limit
          ? encodeCursor('dead', JSON.stringify([last.position, last.id]))
          : null,
    },
  };
}

/**
 * Has a dead job tried anew, at once and with all its attempts.
 * @throws Problem job_not_found (none of the workspace's that is dead), key_revoked
 */
export async function redeliver(
  deps: Pick<Deps, 'database' | 'enqueueDelivery'>,
  caller: Caller,
  jobId: string,
) {
  const id = readId('job', jobId);
  if (id === undefined) throw new Problem('job_not_found');
  const found = await runAsCaller(deps.database, caller, redeliverJob, {
    id,
    leaseMs: CLAIM_LEASE_MS,
  });
  if (found === null) throw new Problem('job_not_found');
  const { attempt, ...job } = found;
  deps.enqueueDelivery({ jobId: job.id, attempt });
  return showJob(job);
}

const positionSchema = z
  .tuple([z.iso.datetime({ offset: true }), z.uuid()])
  .transform(([at, id]) => ({ at, id }));

function readPosition(cursor: string) {
  const text = decodeCursor('dead', cursor);
  try {
    return positionSchema.parse(JSON.parse(text));
  } catch {
    throw new Problem('invalid_cursor');
  }
}
