import { createRoute, z } from '@hono/zod-openapi';
import type { Ports } from '../../platform/ports.ts';
import { answer, body, operation, refusals, router } from '../../platform/route.ts';
import { idInRequest } from '../../platform/schemas.ts';
import { bookSeries } from '../series/book-series.ts';
import { cancelSeries } from '../series/cancel-series.ts';
import {
  cancelledSeriesSchema,
  madeSeriesSchema,
  newSeriesSchema,
  seriesCancellationSchema,
  seriesSchema,
} from '../series/series.ts';
import { showSeries } from '../series/show-series.ts';

const params = z.strictObject({ seriesId: idInRequest('series') });

const create = createRoute({
  method: 'post',
  path: '/v1/series',
  ...operation({
    id: 'createSeries',
    tag: 'Bookings',
    summary: 'Book a guest for every occurrence of a rule',
    description:
      'Each occurrence is a booking of its own, which the rules of the venue and the limits of the guest allow or refuse as a single one. With `missing: "refuse"` the series is made whole or not at all. The guest gets one confirmation, with all dates. `override` needs the scope `bookings:staff`.',
    grows: true,
    scope: 'bookings:write',
    body: { maxBytes: 64 * 1024 },
    idempotencyKey: true,
  }),
  request: { body: body(newSeriesSchema) },
  responses: {
    201: answer(madeSeriesSchema, 'The series, its bookings, and what could not be had'),
    ...refusals(
      ...(['venue_not_found', 'area_not_found', 'conversation_not_found'] as const),
      ...(['customer_mismatch', 'series_unavailable', 'resources_unfit'] as const),
      ...(['guest_refused', 'conversation_erased', 'customer_erased'] as const),
      'idempotency_key_reused',
    ),
  },
});

const show = createRoute({
  method: 'get',
  path: '/v1/series/{seriesId}',
  ...operation({
    id: 'showSeries',
    tag: 'Bookings',
    summary: 'Show a series with its bookings',
    scope: 'bookings:read',
  }),
  request: { params },
  responses: {
    200: answer(seriesSchema, 'The series'),
    ...refusals('series_not_found', 'customer_erased'),
  },
});

const cancel = createRoute({
  method: 'post',
  path: '/v1/series/{seriesId}/cancel',
  ...operation({
    id: 'cancelSeries',
    tag: 'Bookings',
    measured: 'change_booking',
    summary: 'Cancel the bookings of a series that are still to come',
    description:
      'The body is optional. With `from`, those before that local date stay. Bookings that have begun or ended stay. A cancellation after `cancelBefore` is recorded as late. The guest gets one message.',
    scope: 'bookings:write',
    body: { maxBytes: 64 * 1024, optional: true },
    idempotencyKey: true,
  }),
  request: { params, body: body(seriesCancellationSchema, { optional: true }) },
  responses: {
    200: answer(cancelledSeriesSchema, 'What was cancelled'),
    ...refusals('series_not_found', 'customer_erased', 'idempotency_key_reused'),
  },
});

export const seriesRoutes = router<Ports>()
  .openapi(create, async (c) =>
    c.json(await bookSeries(c.var.deps, c.var.caller, c.req.valid('json')), 201),
  )
  .openapi(show, async (c) => {
    const { seriesId } = c.req.valid('param');
    return c.json(await showSeries(c.var.deps, c.var.caller, seriesId), 200);
  })
  .openapi(cancel, async (c) => {
    const { seriesId } = c.req.valid('param');
    return c.json(await cancelSeries(c.var.deps, c.var.caller, seriesId, c.req.valid('json')), 200);
  });
