import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { Ports } from '../platform/ports.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import type { Retention } from './retention.ts';
import { upsertRetention } from './retention-store.ts';

/**
 * Sets how long the workspace keeps conversations and bookings. The sweep begins to erase what is older
 * within a minute. What has been erased does not come back when the time is made longer.
 * @throws Problem scope_missing, idempotency_key_reused, key_revoked
 */
export async function setRetention(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  retention: Retention,
): Promise<Retention> {
  authorize(caller, 'manageRetention');
  return (await runAsCaller(deps.database, caller, upsertRetention, retention)) ?? retention;
}
