import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import type { MaintenanceWindowId } from '../../platform/ids.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import type { OperationsPorts } from '../ports.ts';
import { deleteMaintenance } from './maintenance-store.ts';

/**
 * Deletes a maintenance window. What was left out because of it is counted again.
 * @throws Problem maintenance_window_not_found, scope_missing, idempotency_key_reused
 */
export async function cancelMaintenance(
  { database }: Pick<OperationsPorts, 'database'>,
  caller: Caller,
  id: MaintenanceWindowId,
): Promise<void> {
  authorize(caller, 'readPlatform');
  const deleted = await runAsCaller(database, caller, deleteMaintenance, { id });
  if (deleted === null) throw new Problem('maintenance_window_not_found');
}
