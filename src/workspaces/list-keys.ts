import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { idList, type ListQuery, pageOf, readCursor, writeCursor } from '../platform/pagination.ts';
import type { Ports } from '../platform/ports.ts';
import { showKey } from './api-key.ts';
import { runAsCaller } from './caller-store.ts';
import { selectKeys } from './store.ts';

const KEYS = idList<'key'>('keys');

/**
 * Lists the workspace's keys, revoked and expired ones too, the newest first.
 * @throws Problem invalid_cursor, key_revoked
 */
export async function listKeys(
  deps: Pick<Ports, 'database' | 'cursors'>,
  caller: Caller,
  { after, limit }: ListQuery,
) {
  authorize(caller, 'manageKeys');
  const [before] = (await readCursor(deps, caller, KEYS, after)) ?? [];
  const rows = await runAsCaller(deps.database, caller, selectKeys, { before, limit: limit + 1 });
  return pageOf(rows ?? [], limit, showKey, ({ id }) => writeCursor(deps, caller, KEYS, [id]));
}
