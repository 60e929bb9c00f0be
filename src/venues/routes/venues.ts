import { createRoute, z } from '@hono/zod-openapi';
import { cachedAnswer } from '../../platform/cache/cached-answer.ts';
import { cachedAnswers } from '../../platform/cache/cached-answers.ts';
import { listQuerySchema, pageSchema } from '../../platform/pagination.ts';
import { answer, body, operation, refusals, router } from '../../platform/route.ts';
import { idInRequest } from '../../platform/schemas.ts';
import { deletionSchema } from '../affected-bookings.ts';
import { changeVenue } from '../change-venue.ts';
import { createVenue } from '../create-venue.ts';
import { deleteVenue } from '../delete-venue.ts';
import { listVenues, VENUE_LIST } from '../list-venues.ts';
import { hoursSchema } from '../opening-hours.ts';
import type { VenuePorts } from '../ports.ts';
import { setHours } from '../set-hours.ts';
import { showVenue } from '../show-venue.ts';
import { changedVenueSchema, newVenueSchema, venueChangeSchema, venueSchema } from '../venue.ts';

const settings = { maxBytes: 64 * 1024 };
const params = z.strictObject({ venueId: idInRequest('venue') });
const theChangedVenue = {
  200: answer(changedVenueSchema, 'The venue, and the bookings that no longer fit it'),
  ...refusals('venue_not_found', 'idempotency_key_reused'),
};

const create = createRoute({
  method: 'post',
  path: '/v1/venues',
  ...operation({
    id: 'createVenue',
    tag: 'Venues',
    summary: 'Create a venue',
    description: 'The venue is closed until it gets opening hours.',
    scope: 'admin',
    body: settings,
    idempotencyKey: true,
  }),
  request: { body: body(newVenueSchema) },
  responses: {
    201: answer(venueSchema, 'The new venue'),
    ...refusals('limit_reached', 'idempotency_key_reused'),
  },
});

const list = createRoute({
  method: 'get',
  path: '/v1/venues',
  ...operation({
    id: 'listVenues',
    tag: 'Venues',
    summary: 'List venues, the newest first',
    scope: 'bookings:read',
    cache: '60s',
  }),
  request: { query: listQuerySchema },
  responses: {
    ...cachedAnswers(pageSchema(venueSchema), 'A page of venues'),
    ...refusals('invalid_cursor'),
  },
});

const show = createRoute({
  method: 'get',
  path: '/v1/venues/{venueId}',
  ...operation({
    id: 'showVenue',
    tag: 'Venues',
    summary: 'Show a venue',
    scope: 'bookings:read',
    cache: '60s',
  }),
  request: { params },
  responses: { ...cachedAnswers(venueSchema, 'The venue'), ...refusals('venue_not_found') },
});

const change = createRoute({
  method: 'patch',
  path: '/v1/venues/{venueId}',
  ...operation({
    id: 'changeVenue',
    tag: 'Venues',
    summary: 'Change settings of a venue',
    description:
      'Settings that are left out stay as they are. Existing bookings keep their times and their cancellation cutoff. After a change of `timeZone` or `lastSeating`, `affectedBookings` names those that no longer lie in the opening hours. None is cancelled. The name, the time zone and the follow-ups at the time of sending decide about each text; changed follow-ups are planned for upcoming bookings within about a minute.',
    scope: 'admin',
    body: settings,
    idempotencyKey: true,
  }),
  request: { params, body: body(venueChangeSchema) },
  responses: theChangedVenue,
});

const remove = createRoute({
  method: 'delete',
  path: '/v1/venues/{venueId}',
  ...operation({
    id: 'deleteVenue',
    tag: 'Venues',
    summary: 'Take a venue out of service',
    description:
      'The venue takes no further bookings. Its existing bookings stay valid, and `affectedBookings` names them. A repeated request gets the list again.',
    scope: 'admin',
    idempotencyKey: true,
  }),
  request: { params },
  responses: {
    200: answer(deletionSchema, 'The venue is out of service'),
    ...refusals('venue_not_found', 'idempotency_key_reused'),
  },
});

const hours = createRoute({
  method: 'put',
  path: '/v1/venues/{venueId}/hours',
  ...operation({
    id: 'setHours',
    tag: 'Venues',
    summary: 'Replace the opening hours of a venue',
    description:
      'Several periods a day are possible, and a period may last past midnight. A party may stay from one period into the next when the next opens at the time at which the first closes. Existing bookings stay valid: `affectedBookings` names those that no longer lie in the hours, and none is cancelled.',
    scope: 'admin',
    body: settings,
    idempotencyKey: true,
  }),
  request: { params, body: body(hoursSchema) },
  responses: theChangedVenue,
});

export const venueRoutes = router<VenuePorts>()
  .openapi(create, async (c) =>
    c.json(await createVenue(c.var.deps, c.var.caller, c.req.valid('json')), 201),
  )
  .openapi(list, (c) => {
    const { deps, caller } = c.var;
    const query = c.req.valid('query');
    return cachedAnswer(c, { subject: VENUE_LIST, query }, () => listVenues(deps, caller, query));
  })
  .openapi(show, (c) => {
    const { deps, caller } = c.var;
    const { venueId } = c.req.valid('param');
    return cachedAnswer(c, { subject: venueId }, () => showVenue(deps, caller, venueId));
  })
  .openapi(change, async (c) => {
    const { venueId } = c.req.valid('param');
    return c.json(await changeVenue(c.var.deps, c.var.caller, venueId, c.req.valid('json')), 200);
  })
  .openapi(remove, async (c) => {
    const { venueId } = c.req.valid('param');
    return c.json(await deleteVenue(c.var.deps, c.var.caller, venueId), 200);
  })
  .openapi(hours, async (c) => {
    const { venueId } = c.req.valid('param');
    return c.json(await setHours(c.var.deps, c.var.caller, venueId, c.req.valid('json')), 200);
  });
