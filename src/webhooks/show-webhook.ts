import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { WebhookId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { selectWebhook } from './store.ts';
import { showWebhook as shown } from './webhook.ts';

/**
 * Shows a webhook without its secret.
 * @throws Problem webhook_not_found, key_revoked
 */
export async function showWebhook(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  webhook: WebhookId,
) {
  authorize(caller, 'manageWebhooks');
  const found = await runAsCaller(deps.database, caller, selectWebhook, { webhook });
  if (found === null) throw new Problem('webhook_not_found');
  return shown(found);
}
