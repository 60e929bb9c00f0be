import { createRoute, z } from '@hono/zod-openapi';
import { listQuerySchema, pageSchema } from '../../platform/pagination.ts';
import type { GatePorts, Ports } from '../../platform/ports.ts';
import { answer, body, noContent, operation, refusals, router } from '../../platform/route.ts';
import { idInRequest } from '../../platform/schemas.ts';
import { keySchema, keyWithTextSchema, newKeySchema } from '../api-key.ts';
import { createKey } from '../create-key.ts';
import { listKeys } from '../list-keys.ts';
import { revokeKey } from '../revoke-key.ts';

const create = createRoute({
  method: 'post',
  path: '/v1/keys',
  ...operation({
    id: 'createKey',
    tag: 'Keys',
    summary: 'Create an API key',
    description:
      'The answer holds the key itself, which is shown only once. A key can only create keys whose scopes it has itself. The new key expires not later than the key that creates it, and is revoked together with it.',
    scope: 'admin',
    body: { maxBytes: 4096 },
    idempotencyKey: true,
  }),
  request: { body: body(newKeySchema) },
  responses: {
    201: answer(keyWithTextSchema, 'The new key'),
    ...refusals('scope_not_yours', 'limit_reached', 'idempotency_key_reused'),
  },
});

const list = createRoute({
  method: 'get',
  path: '/v1/keys',
  ...operation({
    id: 'listKeys',
    tag: 'Keys',
    summary: 'List API keys, the newest first',
    description: 'Revoked and expired keys are included.',
    scope: 'admin',
  }),
  request: { query: listQuerySchema },
  responses: {
    200: answer(pageSchema(keySchema), 'A page of keys'),
    ...refusals('invalid_cursor'),
  },
});

const revoke = createRoute({
  method: 'delete',
  path: '/v1/keys/{keyId}',
  ...operation({
    id: 'revokeKey',
    tag: 'Keys',
    summary: 'Revoke an API key',
    description:
      'Every later request with the key is refused. The keys that it made, the keys that those made, and so on are revoked with it. If your own key is among them, it stays, with the keys that it made. For five seconds, a key that was in use may still get cached answers about venues and availability. Revoking a key again changes nothing.',
    scope: 'admin',
    idempotencyKey: true,
  }),
  request: { params: z.strictObject({ keyId: idInRequest('key') }) },
  responses: {
    ...noContent('The key is revoked'),
    ...refusals('key_not_found', 'idempotency_key_reused'),
  },
});

export const keyRoutes = router<Ports & GatePorts>()
  .openapi(create, async (c) =>
    c.json(await createKey(c.var.deps, c.var.caller, c.req.valid('json')), 201),
  )
  .openapi(list, async (c) =>
    c.json(await listKeys(c.var.deps, c.var.caller, c.req.valid('query')), 200),
  )
  .openapi(revoke, async (c) => {
    await revokeKey(c.var.deps, c.var.caller, c.req.valid('param').keyId);
    return c.body(null, 204);
  });
