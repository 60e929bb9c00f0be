import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { WebhookId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { deleteWebhook as deleteStatement } from './store.ts';

/**
 * Deletes a webhook with its secrets. Its endpoint receives no more events.
 * @throws Problem webhook_not_found, key_revoked
 */
export async function deleteWebhook(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  webhook: WebhookId,
): Promise<void> {
  authorize(caller, 'manageWebhooks');
  const deleted = await runAsCaller(deps.database, caller, deleteStatement, { webhook });
  if (deleted === null) throw new Problem('webhook_not_found');
}
