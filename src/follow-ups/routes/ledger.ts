import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { bookingEventSchema } from '../../bookings/booking.ts';
import type { AppEnv } from '../../legacy-env.ts';
import { refuseInvalid } from '../../platform/http.ts';
import { json, problems, secured } from '../../platform/openapi.ts';
import { listQuerySchema } from '../../platform/pagination.ts';
import { listDeadJobs, readTimeline, redeliver } from '../ledger/ledger.ts';
import { jobSchema } from '../ledger/shown-job.ts';

const id = z.string().min(1).max(64);

const timeline = createRoute({
  method: 'get',
  path: '/v1/bookings/{bookingId}/timeline',
  summary: 'What happened to a booking, by whom and when; and every job about it',
  ...secured('bookings:read'),
  request: { params: z.strictObject({ bookingId: id }) },
  responses: {
    200: json(
      z.object({ data: z.array(bookingEventSchema), jobs: z.array(jobSchema) }),
      'Events by version, jobs by due time',
    ),
    ...problems,
  },
});

const list = createRoute({
  method: 'get',
  path: '/v1/operations/dead-jobs',
  summary: 'List the jobs that were given up',
  ...secured('admin'),
  request: { query: listQuerySchema },
  responses: {
    200: json(
      z.object({ data: z.array(jobSchema), page: z.object({ next: z.string().nullable() }) }),
      'A page of jobs, the first given up first',
    ),
    ...problems,
  },
});

const again = createRoute({
  method: 'post',
  path: '/v1/operations/dead-jobs/{jobId}/redeliver',
  summary: 'Try a dead job anew',
  ...secured('admin'),
  request: { params: z.strictObject({ jobId: id }) },
  responses: { 200: json(jobSchema, 'The job, planned anew'), ...problems },
});

export const ledgerRoutes = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid })
  .openapi(timeline, async (c) => {
    const { bookingId } = c.req.valid('param');
    return c.json(await readTimeline(c.var.deps, c.var.caller, bookingId), 200);
  })
  .openapi(list, async (c) =>
    c.json(await listDeadJobs(c.var.deps, c.var.caller, c.req.valid('query')), 200),
  )
  .openapi(again, async (c) => {
    const { jobId } = c.req.valid('param');
    return c.json(await redeliver(c.var.deps, c.var.caller, jobId), 200);
  });
