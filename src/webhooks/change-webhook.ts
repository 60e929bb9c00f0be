import type { Caller } from '../platform/auth/key.ts';
import type { WebhookId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { updateWebhook } from './store.ts';
import { showWebhook, typesOf, type WebhookChange } from './webhook.ts';

/**
 * Changes the URL, the events or the description of a webhook, or disables or enables it.
 * @throws Problem webhook_not_found, key_revoked
 */
export async function changeWebhook(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  webhook: WebhookId,
  { events, ...change }: WebhookChange,
) {
  const types = events === undefined ? {} : { events: typesOf(events) };
  const values = { webhook, change: { ...change, ...types } };
  const changed = await runAsCaller(deps.database, caller, updateWebhook, values);
  if (changed === null) throw new Problem('webhook_not_found');
  return showWebhook(changed);
}
