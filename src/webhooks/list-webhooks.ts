import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import {
  filteredPageOf,
  idList,
  type ListQuery,
  readCursor,
  writeCursor,
} from '../platform/pagination.ts';
import type { Ports } from '../platform/ports.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { selectWebhooks } from './store.ts';
import { showWebhook } from './webhook.ts';

const WEBHOOKS = idList<'webhook'>('webhooks');

/**
 * Lists the workspace's webhooks, disabled ones too, the newest first.
 * @throws Problem invalid_cursor, key_revoked
 */
export async function listWebhooks(
  deps: Pick<Ports, 'database' | 'cursors'>,
  caller: Caller,
  { after, limit }: ListQuery,
) {
  authorize(caller, 'manageWebhooks');
  const [before] = (await readCursor(deps, caller, WEBHOOKS, after)) ?? [];
  const values = { before, limit: limit + 1 };
  const found = await runAsCaller(deps.database, caller, selectWebhooks, values);
  return filteredPageOf(
    found,
    limit,
    showWebhook,
    ({ id }) => id,
    (position) => writeCursor(deps, caller, WEBHOOKS, position),
  );
}
