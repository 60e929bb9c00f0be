import { createRoute, z } from '@hono/zod-openapi';
import { bookingEventSchema } from '../../bookings/booking.ts';
import { listQuerySchema, pageSchema } from '../../platform/pagination.ts';
import { answer, operation, refusals, router } from '../../platform/route.ts';
import { idInRequest } from '../../platform/schemas.ts';
import { taggedAnswer, taggedAnswers } from '../../platform/tagged-answer.ts';
import { listDeadJobs } from '../ledger/list-dead-jobs.ts';
import { redeliverJob } from '../ledger/redeliver-job.ts';
import { showTimeline } from '../ledger/show-timeline.ts';
import { jobSchema } from '../ledger/shown-job.ts';
import type { FollowUpPorts } from '../ports.ts';

const timeline = createRoute({
  method: 'get',
  path: '/v1/bookings/{bookingId}/timeline',
  ...operation({
    id: 'showTimeline',
    tag: 'Bookings',
    summary: 'Show the events of a booking, and its follow-ups',
    description:
      'Each change of the booking, by whom and when, and every job about it: confirmations, reminders, thank-yous, no-show checks and webhooks. A planned job that can no longer be delivered is shown as `suppressed`, with the reason. The events come first, and then the jobs. A page ends after `limit` items or about 512 KB, so follow `page.next` until it is null.',
    scope: 'bookings:read',
  }),
  request: {
    params: z.strictObject({ bookingId: idInRequest('booking') }),
    query: listQuerySchema.extend({
      limit: z.coerce.number().int().min(1).max(1000).default(1000).openapi({
        description: 'The most events and jobs that the answer holds.',
      }),
    }),
  },
  responses: {
    ...taggedAnswers(
      pageSchema(bookingEventSchema)
        .extend({ jobs: z.array(jobSchema) })
        .openapi('Timeline'),
      'Events in the order of versions, and jobs in the order of due times',
    ),
    ...refusals('invalid_cursor', 'booking_not_found', 'customer_erased', 'booking_erased'),
  },
});

const list = createRoute({
  method: 'get',
  path: '/v1/operations/dead-jobs',
  ...operation({
    id: 'listDeadJobs',
    tag: 'Operations',
    summary: 'List dead jobs in the order in which they were given up',
    description: 'A job is dead when its last attempt has failed.',
    scope: 'admin',
  }),
  request: { query: listQuerySchema },
  responses: {
    200: answer(pageSchema(jobSchema), 'A page of dead jobs'),
    ...refusals('invalid_cursor'),
  },
});

const redeliver = createRoute({
  method: 'post',
  path: '/v1/operations/dead-jobs/{jobId}/redeliver',
  ...operation({
    id: 'redeliverJob',
    tag: 'Operations',
    summary: 'Try a dead job again',
    description: 'The job is attempted at once, and gets all its attempts again.',
    scope: 'admin',
    idempotencyKey: true,
  }),
  request: { params: z.strictObject({ jobId: idInRequest('job') }) },
  responses: {
    200: answer(jobSchema, 'The job, which is planned again'),
    ...refusals('job_not_found', 'idempotency_key_reused'),
  },
});

export const ledgerRoutes = router<FollowUpPorts>()
  .openapi(timeline, async (c) => {
    const { bookingId } = c.req.valid('param');
    const query = c.req.valid('query');
    return taggedAnswer(c, await showTimeline(c.var.deps, c.var.caller, bookingId, query));
  })
  .openapi(list, async (c) =>
    c.json(await listDeadJobs(c.var.deps, c.var.caller, c.req.valid('query')), 200),
  )
  .openapi(redeliver, async (c) => {
    const { jobId } = c.req.valid('param');
    return c.json(await redeliverJob(c.var.deps, c.var.caller, jobId), 200);
  });
