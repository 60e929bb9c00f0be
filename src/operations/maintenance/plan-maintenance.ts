import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import { newId } from '../../platform/ids.ts';
import { invalidField, Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import type { OperationsPorts } from '../ports.ts';
import type { NewMaintenance } from './maintenance.ts';
import { insertMaintenance } from './maintenance-store.ts';
import { showMaintenance } from './show-maintenance.ts';

const LONGEST_MS = 24 * 3_600_000;

/**
 * Plans work on the platform. While it lasts the light stays as it is, and its requests count for no
 * service level.
 * @throws Problem invalid_field (body.to), scope_missing, idempotency_key_reused, key_revoked
 */
export async function planMaintenance(
  { database }: Pick<OperationsPorts, 'database'>,
  caller: Caller,
  { from, to, reason }: NewMaintenance,
) {
  authorize(caller, 'readPlatform');
  if (from >= to) throw invalidField('body.to', 'must be after from');
  if (Date.parse(to) - Date.parse(from) > LONGEST_MS) {
    throw invalidField('body.to', 'must be at most 24 hours after from');
  }
  const values = { id: newId<'maintenanceWindow'>(), from, to, reason };
  const stored = await runAsCaller(database, caller, insertMaintenance, values);
  if (stored === null) throw new Problem('key_revoked');
  return showMaintenance(stored);
}
