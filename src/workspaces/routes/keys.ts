import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { type AppEnv, refuseInvalid } from '../../platform/http.ts';
import { json, problems, secured, securedWithBody } from '../../platform/openapi.ts';
import { listQuerySchema } from '../../platform/pagination.ts';
import { storableText } from '../../platform/schemas.ts';
import { createKey, listKeys, revokeKeyOf } from '../keys.ts';
import { SCOPES } from '../scopes.ts';

const newKeySchema = z
  .strictObject({
    name: storableText(128),
    scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
  })
  .openapi('NewKey');

const keySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.string()),
    createdAt: z.string(),
    revokedAt: z.string().nullable(),
  })
  .openapi('Key');

const create = createRoute({
  method: 'post',
  path: '/v1/keys',
  summary: 'Make an API key; its text is shown once',
  ...securedWithBody('admin', 4096),
  request: { body: { required: true, content: { 'application/json': { schema: newKeySchema } } } },
  responses: {
    201: json(keySchema.omit({ revokedAt: true }).extend({ key: z.string() }), 'The new key'),
    ...problems,
  },
});

const list = createRoute({
  method: 'get',
  path: '/v1/keys',
  summary: 'List API keys, the newest first',
  ...secured('admin'),
  request: { query: listQuerySchema },
  responses: {
    200: json(
      z.object({ data: z.array(keySchema), page: z.object({ next: z.string().nullable() }) }),
      'A page of keys',
    ),
    ...problems,
  },
});

const revoke = createRoute({
  method: 'delete',
  path: '/v1/keys/{keyId}',
  summary: 'Revoke an API key',
  ...secured('admin'),
  request: { params: z.strictObject({ keyId: z.string().max(64) }) },
  responses: { 204: { description: 'Revoked' }, ...problems },
});

export const keyRoutes = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid })
  .openapi(create, async (c) =>
    c.json(await createKey(c.var.deps, c.var.caller, c.req.valid('json')), 201),
  )
  .openapi(list, async (c) =>
    c.json(await listKeys(c.var.deps, c.var.caller, c.req.valid('query')), 200),
  )
  .openapi(revoke, async (c) => {
    await revokeKeyOf(c.var.deps, c.var.caller, c.req.valid('param').keyId);
    return c.body(null, 204);
  });
