import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { AppEnv } from '../../legacy-env.ts';
import { refuseInvalid } from '../../platform/http.ts';
import { json, problems, secured, securedWithBody } from '../../platform/openapi.ts';
import { listQuerySchema } from '../../platform/pagination.ts';
import { listDeliveries } from '../list-deliveries.ts';
import {
  deliverySchema,
  newWebhookSchema,
  rotationSchema,
  webhookChangeSchema,
  webhookSchema,
  webhookWithSecretSchema,
} from '../webhook.ts';
import {
  changeWebhook,
  createWebhook,
  listWebhooks,
  readWebhook,
  removeWebhook,
  rotateSecretOf,
} from '../webhooks.ts';

const MAX_WEBHOOK_BYTES = 16 * 1024;

const params = z.strictObject({ webhookId: z.string().min(1).max(64) });
const body = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});
const pageOf = <Schema extends z.ZodType>(schema: Schema) =>
  z.object({ data: z.array(schema), page: z.object({ next: z.string().nullable() }) });

const create = createRoute({
  method: 'post',
  path: '/v1/webhooks',
  summary: 'Have an endpoint told of events; its secret is shown once',
  ...securedWithBody('admin', MAX_WEBHOOK_BYTES),
  request: { body: body(newWebhookSchema) },
  responses: { 201: json(webhookWithSecretSchema, 'The endpoint with its secret'), ...problems },
});

const list = createRoute({
  method: 'get',
  path: '/v1/webhooks',
  summary: 'List endpoints, the newest first',
  ...secured('admin'),
  request: { query: listQuerySchema },
  responses: { 200: json(pageOf(webhookSchema), 'A page of endpoints'), ...problems },
});

const show = createRoute({
  method: 'get',
  path: '/v1/webhooks/{webhookId}',
  summary: 'Show an endpoint',
  ...secured('admin'),
  request: { params },
  responses: { 200: json(webhookSchema, 'The endpoint'), ...problems },
});

const change = createRoute({
  method: 'patch',
  path: '/v1/webhooks/{webhookId}',
  summary: 'Change an endpoint, or switch it off and on',
  ...securedWithBody('admin', MAX_WEBHOOK_BYTES),
  request: { params, body: body(webhookChangeSchema) },
  responses: { 200: json(webhookSchema, 'The endpoint'), ...problems },
});

const remove = createRoute({
  method: 'delete',
  path: '/v1/webhooks/{webhookId}',
  summary: 'Take an endpoint away with its secrets',
  ...secured('admin'),
  request: { params },
  responses: { 204: { description: 'Taken away' }, ...problems },
});

const rotate = createRoute({
  method: 'post',
  path: '/v1/webhooks/{webhookId}/rotate-secret',
  summary: 'Give an endpoint a new secret; the old one signs too for a while',
  ...securedWithBody('admin', MAX_WEBHOOK_BYTES),
  request: { params, body: body(rotationSchema) },
  responses: { 200: json(webhookWithSecretSchema, 'The endpoint and its new secret'), ...problems },
});

const deliveries = createRoute({
  method: 'get',
  path: '/v1/webhooks/{webhookId}/deliveries',
  summary: 'List what was attempted to tell an endpoint, the newest first',
  ...secured('admin'),
  request: { params, query: listQuerySchema },
  responses: { 200: json(pageOf(deliverySchema), 'A page of attempts'), ...problems },
});

export const webhookRoutes = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid })
  .openapi(create, async (c) =>
    c.json(await createWebhook(c.var.deps, c.var.caller, c.req.valid('json')), 201),
  )
  .openapi(list, async (c) =>
    c.json(await listWebhooks(c.var.deps, c.var.caller, c.req.valid('query')), 200),
  )
  .openapi(show, async (c) => {
    const { webhookId } = c.req.valid('param');
    return c.json(await readWebhook(c.var.deps, c.var.caller, webhookId), 200);
  })
  .openapi(change, async (c) => {
    const { webhookId } = c.req.valid('param');
    const wanted = c.req.valid('json');
    return c.json(await changeWebhook(c.var.deps, c.var.caller, webhookId, wanted), 200);
  })
  .openapi(remove, async (c) => {
    await removeWebhook(c.var.deps, c.var.caller, c.req.valid('param').webhookId);
    return c.body(null, 204);
  })
  .openapi(rotate, async (c) => {
    const { webhookId } = c.req.valid('param');
    const { overlapHours } = c.req.valid('json');
    return c.json(await rotateSecretOf(c.var.deps, c.var.caller, webhookId, overlapHours), 200);
  })
  .openapi(deliveries, async (c) => {
    const { webhookId } = c.req.valid('param');
    const page = c.req.valid('query');
    return c.json(await listDeliveries(c.var.deps, c.var.caller, webhookId, page), 200);
  });
