import { z } from 'zod';
import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import { idSchema } from '../../platform/ids.ts';
import { type ListQuery, pageOf, readCursor, writeCursor } from '../../platform/pagination.ts';
import type { Ports } from '../../platform/ports.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { showJob } from './shown-job.ts';
import { selectDeadJobs } from './store.ts';

const DEAD_JOBS = {
  name: 'dead jobs',
  position: z.tuple([z.iso.datetime({ offset: true }), idSchema<'job'>()]),
};

/**
 * Lists the workspace's dead jobs, in the order in which they were given up.
 * @throws Problem invalid_cursor, key_revoked
 */
export async function listDeadJobs(
  deps: Pick<Ports, 'database' | 'cursors'>,
  caller: Caller,
  { after, limit }: ListQuery,
) {
  authorize(caller, 'manageJobs');
  const [afterAt, afterId] = (await readCursor(deps, caller, DEAD_JOBS, after)) ?? [];
  const values = { afterAt, afterId, limit: limit + 1 };
  const rows = await runAsCaller(deps.database, caller, selectDeadJobs, values);
  return pageOf(
    rows ?? [],
    limit,
    ({ position: _, ...job }) => showJob(job),
    ({ position, id }) => writeCursor(deps, caller, DEAD_JOBS, [position, id]),
  );
}
