import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { WebhookId } from '../platform/ids.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { newSecret, ownerOf } from './new-secret.ts';
import type { WebhookPorts } from './ports.ts';
import { updateSecret } from './store.ts';
import { type Rotation, showWebhook } from './webhook.ts';

/**
 * Gives a webhook a new secret. For `overlapHours` hours each request is signed with the old secret
 * too, so that a receiver that knows either one can verify it. At most two secrets sign: a second
 * rotation within that time ends the overlap of the first.
 * @throws Problem webhook_not_found, idempotency_key_reused, key_revoked
 */
export async function rotateWebhookSecret(
  deps: Pick<WebhookPorts, 'database' | 'cipher'>,
  caller: Caller,
  webhook: WebhookId,
  { overlapHours }: Rotation,
) {
  authorize(caller, 'manageWebhooks');
  const secret = await deps.cipher.encrypt(ownerOf(webhook), newSecret());
  const values = { webhook, secret, overlapHours };
  const rotated = await runAsCaller(deps.database, caller, updateSecret, values);
  if (rotated === null) throw new Problem('webhook_not_found');
  const { sealedSecret, ...shown } = rotated;
  return {
    ...showWebhook(shown),
    secret: await deps.cipher.decrypt(ownerOf(webhook), sealedSecret),
  };
}
