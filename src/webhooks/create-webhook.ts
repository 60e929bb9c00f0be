import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { newId } from '../platform/ids.ts';
import { isReplay } from '../platform/once.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { authorizeEvents } from './authorize-events.ts';
import { newSecret, ownerOf } from './new-secret.ts';
import type { WebhookPorts } from './ports.ts';
import { refuseUrl } from './refuse-url.ts';
import { insertWebhook } from './store.ts';
import { type NewWebhook, showWebhook, typesOf } from './webhook.ts';

/**
 * Creates a webhook, whose endpoint is sent a challenge after the answer. Only this answer, and the
 * answer to a rotation, contain a secret.
 * @throws Problem invalid_field (a URL that is not accepted), limit_reached, idempotency_key_reused,
 *   scope_missing, key_revoked
 */
export async function createWebhook(
  deps: Pick<WebhookPorts, 'database' | 'cipher' | 'endpointRules' | 'enqueueDelivery'>,
  caller: Caller,
  { url, events, description }: NewWebhook,
) {
  authorize(caller, 'manageWebhooks');
  const types = typesOf(events);
  authorizeEvents(caller, types);
  refuseUrl(url, deps.endpointRules);
  const id = newId<'webhook'>();
  const challengeJob = newId<'job'>();
  const stored = await runAsCaller(deps.database, caller, insertWebhook, {
    id,
    url,
    description,
    events: types,
    secret: await deps.cipher.encrypt(ownerOf(id), newSecret()),
    challengeJob,
  });
  if (stored === null) throw new Problem('key_revoked');
  if (!isReplay(caller)) deps.enqueueDelivery({ jobId: challengeJob, attempt: 1 }, 'webhooks');
  const { sealedSecret, ...webhook } = stored;
  return {
    ...showWebhook(webhook),
    secret: await deps.cipher.decrypt(ownerOf(stored.id), sealedSecret),
  };
}
