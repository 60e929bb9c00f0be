import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { newId, type WebhookId } from '../platform/ids.ts';
import { isReplay } from '../platform/once.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { renewChallenge } from './challenge-store.ts';
import type { WebhookPorts } from './ports.ts';
import { showWebhook } from './webhook.ts';

/**
 * Sends a pending webhook's endpoint a new challenge after the answer, at most once a minute. An
 * active or disabled webhook stays as it is.
 * @throws Problem webhook_not_found, scope_missing, idempotency_key_reused, key_revoked
 */
export async function verifyWebhook(
  deps: Pick<WebhookPorts, 'database' | 'enqueueDelivery'>,
  caller: Caller,
  webhook: WebhookId,
) {
  authorize(caller, 'manageWebhooks');
  const challengeJob = newId<'job'>();
  const values = { webhook, challengeJob };
  const found = await runAsCaller(deps.database, caller, renewChallenge, values);
  if (found === null) throw new Problem('webhook_not_found');
  const { challenged, ...shown } = found;
  if (challenged && !isReplay(caller))
    deps.enqueueDelivery({ jobId: challengeJob, attempt: 1 }, 'webhooks');
  return showWebhook(shown);
}
