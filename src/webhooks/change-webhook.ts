import { authorize, may } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { newId, type WebhookId } from '../platform/ids.ts';
import { isReplay } from '../platform/once.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { authorizeEvents } from './authorize-events.ts';
import { EVENT_TYPES } from './event.ts';
import type { WebhookPorts } from './ports.ts';
import { refuseUrl } from './refuse-url.ts';
import { updateWebhook } from './store.ts';
import { showWebhook, typesOf, type WebhookChange } from './webhook.ts';

/**
 * Changes the URL, the events or the description of a webhook, or disables or enables it. With
 * another URL the webhook becomes pending, and its endpoint is sent a challenge.
 * @throws Problem invalid_field (a URL that is not accepted), webhook_not_found, scope_missing,
 *   key_revoked
 */
export async function changeWebhook(
  deps: Pick<WebhookPorts, 'database' | 'endpointRules' | 'enqueueDelivery'>,
  caller: Caller,
  webhook: WebhookId,
  { events, ...change }: WebhookChange,
) {
  authorize(caller, 'manageWebhooks');
  if (change.url !== undefined) refuseUrl(change.url, deps.endpointRules);
  const types = events && typesOf(events);
  // The events that the endpoint has are known to the database only, so a new URL may get them all.
  authorizeEvents(caller, types ?? (change.url === undefined ? [] : EVENT_TYPES));
  const challengeJob = newId<'job'>();
  const values = {
    webhook,
    isOperator: may(caller, 'readPlatform'),
    change: { ...change, ...(types && { events: types }) },
    challengeJob,
  };
  const stored = await runAsCaller(deps.database, caller, updateWebhook, values);
  if (stored === null) throw new Problem('webhook_not_found');
  const { challenged, ...changed } = stored;
  if (challenged && !isReplay(caller))
    deps.enqueueDelivery({ jobId: challengeJob, attempt: 1 }, 'webhooks');
  return showWebhook(changed);
}
