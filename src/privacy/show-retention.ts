import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { Ports } from '../platform/ports.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import type { Retention } from './retention.ts';
import { selectRetention } from './retention-store.ts';

const FOR_EVER: Retention = { conversationsDays: null, bookingsDays: null };

/**
 * Shows how long the workspace keeps conversations and bookings.
 * @throws Problem scope_missing, key_revoked
 */
export async function showRetention(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
): Promise<Retention> {
  authorize(caller, 'manageRetention');
  return (await runAsCaller(deps.database, caller, selectRetention, {})) ?? FOR_EVER;
}
