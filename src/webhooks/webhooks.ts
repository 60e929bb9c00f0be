import type { Deps } from '../deps.ts';
import { newId, readId, showId } from '../platform/ids.ts';
import { decodeCursor, encodeCursor } from '../platform/pagination.ts';
import { Problem } from '../platform/problem.ts';
import type { Caller } from '../workspaces/key.ts';
import { runAsCaller } from '../workspaces/legacy-store.ts';
import { type EndpointRules, refuseEndpointUrl } from './endpoint-url.ts';
import {
  deleteWebhook,
  insertWebhook,
  rotateSecret,
  selectWebhook,
  selectWebhooks,
  updateWebhook,
} from './store.ts';
import {
  MAX_WEBHOOKS,
  type NewWebhook,
  type StoredWebhook,
  typesOf,
  type WebhookChange,
} from './webhook.ts';

type Store = Pick<Deps, 'database'>;

/**
 * Makes an endpoint in the caller's workspace; its secret is shown here and never again.
 * @throws Problem invalid_field (the URL), webhook_limit, key_revoked
 */
export async function createWebhook(
  deps: Pick<Deps, 'database' | 'cipher' | 'endpointRules'>,
  caller: Caller,
  { url, events, description }: NewWebhook,
) {
  refuseUrl(url, deps.endpointRules);
  const secret = newSecret();
  const stored = await runAsCaller(deps.database, caller, insertWebhook, {
    id: newId<'webhook'>(),
    url,
    description,
    events: typesOf(events),
    secret: await deps.cipher.encrypt(secret),
    most: MAX_WEBHOOKS,
  });
  if (stored === null) {
    throw new Problem('webhook_limit', { detail: `At most ${MAX_WEBHOOKS} endpoints.` });
  }
  return { ...showWebhook(stored), secret };
}

/**
 * The workspace's endpoints, the newest first, disabled ones too.
 * @throws Problem invalid_cursor, key_revoked
 */
export async function listWebhooks(
  deps: Store,
  caller: Caller,
  { after, limit }: { after?: string | undefined; limit: number },
) {
  const before = after === undefined ? null : readId('webhook', decodeCursor('webhook', after));
  if (before === undefined) throw new Problem('invalid_cursor');
  const rows =
    (await runAsCaller(deps.database, caller, selectWebhooks, { before, limit: limit + 1 })) ?? [];
  const data = rows.slice(0, limit).map(showWebhook);
  const last = data.at(-1);
  return {
    data,
    page: { next: last && rows.length > limit ? encodeCursor('webhook', last.id) : null },
  };
}

/** @throws Problem webhook_not_found, key_revoked */
export async function readWebhook(deps: Store, caller: Caller, shownId: string) {
  const webhook = webhookId(shownId);
  return found(await runAsCaller(deps.database, caller, selectWebhook, { webhook }));
}

/**
 * Changes where it is and what it is told of, or switches it off and on.
 * @throws Problem invalid_field (the URL), webhook_not_found, key_revoked
 */
export async function changeWebhook(
  deps: Pick<Deps, 'database' | 'endpointRules'>,
  caller: Caller,
  shownId: string,
  { events, ...change }: WebhookChange,
) {
  if (change.url !== undefined) refuseUrl(change.url, deps.endpointRules);
  const types = events === undefined ? {} : { events: typesOf(events) };
  const values = {
    webhook: webhookId(shownId),
    change: JSON.stringify({ ...change, ...types }),
  };
  return found(await runAsCaller(deps.database, caller, updateWebhook, values));
}

/**
 * Gives it a new secret, shown here and never again. The one before signs too for so many hours, so
 * that a receiver that knows either can verify. At most two sign: a second rotation within that time
 * ends the first one's overlap.
 * @throws Problem webhook_not_found, key_revoked
 */
export async function rotateSecretOf(
  deps: Pick<Deps, 'database' | 'cipher'>,
  caller: Caller,
  shownId: string,
  overlapHours: number,
) {
  const webhook = webhookId(shownId);
  const secret = newSecret();
  const stored = await runAsCaller(deps.database, caller, rotateSecret, {
    webhook,
    secret: await deps.cipher.encrypt(secret),
    overlapHours,
  });
  return { ...found(stored), secret };
}

/**
 * Takes an endpoint away with its secrets; nothing more is sent to it.
 * @throws Problem webhook_not_found, key_revoked
 */
export async function removeWebhook(deps: Store, caller: Caller, shownId: string): Promise<void> {
  const webhook = webhookId(shownId);
  if ((await runAsCaller(deps.database, caller, deleteWebhook, { webhook })) === null) {
    throw new Problem('webhook_not_found');
  }
}

/** @throws Problem webhook_not_found: what is no endpoint's id names none */
export function webhookId(shownId: string): string {
  const id = readId('webhook', shownId);
  if (id === undefined) throw new Problem('webhook_not_found');
  return id;
}

/** @throws Problem invalid_field when an endpoint must not have this URL */
function refuseUrl(url: string, rules: EndpointRules): void {
  const message = refuseEndpointUrl(url, rules);
  if (message !== undefined) {
    throw new Problem('invalid_field', { errors: [{ field: 'body.url', message }] });
  }
}

const SECRET_BYTES = 32;

/** A secret as Standard Webhooks writes it: `whsec_` and the base64 of 24 to 64 random bytes. */
function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}

function found(webhook: StoredWebhook | null) {
  if (webhook === null) throw new Problem('webhook_not_found');
  return showWebhook(webhook);
}

const showWebhook = (webhook: StoredWebhook) => ({
  ...webhook,
  id: showId('webhook', webhook.id),
  enabled: webhook.disabledAt === null,
});
