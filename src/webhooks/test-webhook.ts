import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { showId, type WebhookId } from '../platform/ids.ts';
import { isReplay } from '../platform/once.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import type { WebhookPorts } from './ports.ts';
import { insertTest } from './test-store.ts';

/**
 * Sends an active webhook's endpoint a test event after the answer, once in each minute of the clock.
 * Another request in the same minute gets the same delivery, and sends nothing.
 * @throws Problem webhook_not_found, webhook_pending, webhook_disabled, scope_missing,
 *   idempotency_key_reused, key_revoked
 */
export async function testWebhook(
  deps: Pick<WebhookPorts, 'database' | 'enqueueDelivery'>,
  caller: Caller,
  webhook: WebhookId,
) {
  authorize(caller, 'manageWebhooks');
  const sent = await runAsCaller(deps.database, caller, insertTest, { webhook });
  if (sent === null) throw new Problem('webhook_not_found');
  const { jobId, isNew } = sent;
  if (isNew && !isReplay(caller)) deps.enqueueDelivery({ jobId, attempt: 1 }, 'webhooks');
  return { deliveryId: showId('job', jobId) };
}
