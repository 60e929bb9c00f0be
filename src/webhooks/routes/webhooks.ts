import { createRoute, z } from '@hono/zod-openapi';
import { listQuerySchema, pageSchema } from '../../platform/pagination.ts';
import { answer, body, noContent, operation, refusals, router } from '../../platform/route.ts';
import { idInRequest } from '../../platform/schemas.ts';
import { changeWebhook } from '../change-webhook.ts';
import { createWebhook } from '../create-webhook.ts';
import { deleteWebhook } from '../delete-webhook.ts';
import { deliverySchema } from '../delivery.ts';
import { listDeliveries } from '../list-deliveries.ts';
import { listWebhooks } from '../list-webhooks.ts';
import type { WebhookPorts } from '../ports.ts';
import { rotateWebhookSecret } from '../rotate-webhook-secret.ts';
import { showWebhook } from '../show-webhook.ts';
import { testWebhook } from '../test-webhook.ts';
import { verifyWebhook } from '../verify-webhook.ts';
import {
  newWebhookSchema,
  rotationSchema,
  webhookChangeSchema,
  webhookSchema,
  webhookTestSchema,
  webhookWithSecretSchema,
} from '../webhook.ts';

const settings = { maxBytes: 16 * 1024 };
const params = z.strictObject({ webhookId: idInRequest('webhook') });
const theWebhook = { 200: answer(webhookSchema, 'The webhook'), ...refusals('webhook_not_found') };

const create = createRoute({
  method: 'post',
  path: '/v1/webhooks',
  ...operation({
    id: 'createWebhook',
    tag: 'Webhooks',
    summary: 'Create a webhook',
    description:
      'An endpoint receives events as Standard Webhooks defines it (https://www.standardwebhooks.com). The answer holds the secret that signs requests, which is shown only once. The webhook is `pending` until its endpoint has answered a challenge, which is sent after the answer: see the event `webhook.verification`. The limit `webhooks` of the workspace bounds their number.',
    scope: 'admin',
    body: settings,
    idempotencyKey: true,
  }),
  request: { body: body(newWebhookSchema) },
  responses: {
    201: answer(webhookWithSecretSchema, 'The new webhook with its secret'),
    ...refusals('limit_reached', 'webhook_limit', 'idempotency_key_reused'),
  },
});

const list = createRoute({
  method: 'get',
  path: '/v1/webhooks',
  ...operation({
    id: 'listWebhooks',
    tag: 'Webhooks',
    summary: 'List webhooks, the newest first',
    description: 'Disabled webhooks are included.',
    scope: 'admin',
  }),
  request: { query: listQuerySchema },
  responses: {
    200: answer(pageSchema(webhookSchema), 'A page of webhooks'),
    ...refusals('invalid_cursor'),
  },
});

const show = createRoute({
  method: 'get',
  path: '/v1/webhooks/{webhookId}',
  ...operation({
    id: 'showWebhook',
    tag: 'Webhooks',
    summary: 'Show a webhook',
    scope: 'admin',
  }),
  request: { params },
  responses: theWebhook,
});

const change = createRoute({
  method: 'patch',
  path: '/v1/webhooks/{webhookId}',
  ...operation({
    id: 'changeWebhook',
    tag: 'Webhooks',
    summary: 'Change, disable or enable a webhook',
    description:
      'Fields that are left out stay as they are. With another URL the webhook is pending until its endpoint has answered a challenge.',
    scope: 'admin',
    body: settings,
    idempotencyKey: true,
  }),
  request: { params, body: body(webhookChangeSchema) },
  responses: { ...theWebhook, ...refusals('webhook_not_found', 'idempotency_key_reused') },
});

const remove = createRoute({
  method: 'delete',
  path: '/v1/webhooks/{webhookId}',
  ...operation({
    id: 'deleteWebhook',
    tag: 'Webhooks',
    summary: 'Delete a webhook with its secrets',
    description: 'The endpoint receives no more events.',
    scope: 'admin',
    idempotencyKey: true,
  }),
  request: { params },
  responses: {
    ...noContent('The webhook is deleted'),
    ...refusals('webhook_not_found', 'idempotency_key_reused'),
  },
});

const verify = createRoute({
  method: 'post',
  path: '/v1/webhooks/{webhookId}/verify',
  ...operation({
    id: 'verifyWebhook',
    tag: 'Webhooks',
    summary: 'Send the challenge of a pending webhook again',
    description:
      'The challenge is sent after the answer, at most once a minute. A challenge that fails is sent again by itself, ten times within about 20 hours. An active or disabled webhook stays as it is.',
    scope: 'admin',
    idempotencyKey: true,
  }),
  request: { params },
  responses: { ...theWebhook, ...refusals('webhook_not_found', 'idempotency_key_reused') },
});

const test = createRoute({
  method: 'post',
  path: '/v1/webhooks/{webhookId}/test',
  ...operation({
    id: 'testWebhook',
    tag: 'Webhooks',
    summary: 'Send a test event to an active webhook',
    description:
      'The event `webhook.test` is sent after the answer, whatever the webhook’s `events` are. The list of deliveries shows how the endpoint answered. A test that fails is not sent again, and does not count as a failure of the endpoint. Each minute of the clock has one test: another request in the same minute gets the same `deliveryId`.',
    scope: 'admin',
    idempotencyKey: true,
  }),
  request: { params },
  responses: {
    200: answer(webhookTestSchema, 'The test event'),
    ...refusals(
      'webhook_not_found',
      'webhook_pending',
      'webhook_disabled',
      'idempotency_key_reused',
    ),
  },
});

const rotation = { ...settings, optional: true };
const rotate = createRoute({
  method: 'post',
  path: '/v1/webhooks/{webhookId}/rotate-secret',
  ...operation({
    id: 'rotateWebhookSecret',
    tag: 'Webhooks',
    summary: 'Give a webhook a new secret',
    description:
      'For some hours, 24 unless the body says otherwise, each request is signed with the old secret too. At most two secrets sign: a second rotation within that time ends the overlap of the first.',
    scope: 'admin',
    body: rotation,
    idempotencyKey: true,
  }),
  request: { params, body: body(rotationSchema, rotation) },
  responses: {
    200: answer(webhookWithSecretSchema, 'The webhook with its new secret'),
    ...refusals('webhook_not_found', 'idempotency_key_reused'),
  },
});

const deliveries = createRoute({
  method: 'get',
  path: '/v1/webhooks/{webhookId}/deliveries',
  ...operation({
    id: 'listWebhookDeliveries',
    tag: 'Webhooks',
    summary: 'List the attempts to deliver events, the newest first',
    description:
      'Each attempt is a separate item. The attempts of one message have the same `deliveryId`.',
    scope: 'admin',
  }),
  request: { params, query: listQuerySchema },
  responses: {
    200: answer(pageSchema(deliverySchema), 'A page of attempts'),
    ...refusals('invalid_cursor', 'webhook_not_found'),
  },
});

export const webhookRoutes = router<WebhookPorts>()
  .openapi(create, async (c) =>
    c.json(await createWebhook(c.var.deps, c.var.caller, c.req.valid('json')), 201),
  )
  .openapi(list, async (c) =>
    c.json(await listWebhooks(c.var.deps, c.var.caller, c.req.valid('query')), 200),
  )
  .openapi(show, async (c) =>
    c.json(await showWebhook(c.var.deps, c.var.caller, c.req.valid('param').webhookId), 200),
  )
  .openapi(change, async (c) => {
    const { webhookId } = c.req.valid('param');
    const wanted = c.req.valid('json');
    return c.json(await changeWebhook(c.var.deps, c.var.caller, webhookId, wanted), 200);
  })
  .openapi(remove, async (c) => {
    await deleteWebhook(c.var.deps, c.var.caller, c.req.valid('param').webhookId);
    return c.body(null, 204);
  })
  .openapi(verify, async (c) =>
    c.json(await verifyWebhook(c.var.deps, c.var.caller, c.req.valid('param').webhookId), 200),
  )
  .openapi(test, async (c) =>
    c.json(await testWebhook(c.var.deps, c.var.caller, c.req.valid('param').webhookId), 200),
  )
  .openapi(rotate, async (c) => {
    const { webhookId } = c.req.valid('param');
    const wanted = c.req.valid('json');
    return c.json(await rotateWebhookSecret(c.var.deps, c.var.caller, webhookId, wanted), 200);
  })
  .openapi(deliveries, async (c) => {
    const { webhookId } = c.req.valid('param');
    const page = c.req.valid('query');
    return c.json(await listDeliveries(c.var.deps, c.var.caller, webhookId, page), 200);
  });
