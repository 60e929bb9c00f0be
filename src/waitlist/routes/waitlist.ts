import { createRoute, z } from '@hono/zod-openapi';
import { bookingSchema } from '../../bookings/booking.ts';
import { listQuerySchema, pageSchema } from '../../platform/pagination.ts';
import type { Ports } from '../../platform/ports.ts';
import {
  answer,
  body,
  noContent,
  operation,
  refusals,
  router,
  tagged,
} from '../../platform/route.ts';
import { idInRequest } from '../../platform/schemas.ts';
import { acceptOffer } from '../accept-offer.ts';
import { entrySchema, joinedEntrySchema, newEntrySchema, WAITLIST_STATES } from '../entry.ts';
import { joinWaitlist } from '../join-waitlist.ts';
import { leaveWaitlist } from '../leave-waitlist.ts';
import { listWaitlist } from '../list-waitlist.ts';

const params = z.strictObject({ venueId: idInRequest('venue') });
const entryParams = params.extend({ entryId: idInRequest('waitlistEntry') });
const entryCodes = [
  'idempotency_key_reused',
  'venue_not_found',
  'waitlist_entry_not_found',
  'waitlist_state',
  'hold_expired',
  'customer_erased',
] as const;

const join = createRoute({
  method: 'post',
  path: '/v1/venues/{venueId}/waitlist',
  ...operation({
    id: 'joinWaitlist',
    tag: 'Waitlist',
    summary: 'Put a party on a waitlist',
    description:
      'A place that becomes free is held for the party that has waited longest and fits it. That hold is an offer, which the party accepts before it expires. A party gets at most one offer for each entry. A customer has at most one waiting entry for a window: a second request with the same values gets the first entry.',
    grows: true,
    scope: 'bookings:write',
    body: { maxBytes: 64 * 1024 },
    idempotencyKey: true,
  }),
  request: { params, body: body(newEntrySchema) },
  responses: {
    201: answer(joinedEntrySchema, 'The new entry'),
    200: answer(
      joinedEntrySchema,
      'The customer waits for this window already, with the same values',
    ),
    ...refusals(
      'venue_not_found',
      'conversation_not_found',
      'customer_mismatch',
      'already_waiting',
      'limit_reached',
      'guest_refused',
      'idempotency_key_reused',
      'conversation_erased',
      'customer_erased',
    ),
  },
});

const list = createRoute({
  method: 'get',
  path: '/v1/venues/{venueId}/waitlist',
  ...operation({
    id: 'listWaitlist',
    tag: 'Waitlist',
    summary: 'List a waitlist in the order of joining',
    description: 'Entries that have ended are included, and those of erased customers are not.',
    scope: 'bookings:read',
  }),
  request: {
    params,
    query: listQuerySchema.extend({
      state: z
        .enum(WAITLIST_STATES)
        .optional()
        .openapi({ description: 'Lists only the entries in this state.' }),
    }),
  },
  responses: {
    200: answer(pageSchema(entrySchema), 'A page of entries'),
    ...refusals('invalid_cursor', 'venue_not_found'),
  },
});

const leave = createRoute({
  method: 'delete',
  path: '/v1/venues/{venueId}/waitlist/{entryId}',
  ...operation({
    id: 'leaveWaitlist',
    tag: 'Waitlist',
    summary: 'Take a party off a waitlist',
    description:
      'An offer that the party has is cancelled. An entry that has ended already stays as it is. After the offer was accepted, cancel the booking instead.',
    scope: 'bookings:write',
    idempotencyKey: true,
  }),
  request: { params: entryParams },
  responses: { ...noContent('The party is off the waitlist'), ...refusals(...entryCodes) },
});

const accept = createRoute({
  method: 'post',
  path: '/v1/venues/{venueId}/waitlist/{entryId}/accept',
  ...operation({
    id: 'acceptOffer',
    tag: 'Waitlist',
    summary: 'Accept the offer of a waitlist entry',
    description:
      'The booking that is held for the party becomes confirmed, or `requested` where the venue has to approve it and the key lacks the scope `bookings:staff`.',
    scope: 'bookings:write',
    idempotencyKey: true,
  }),
  request: { params: entryParams },
  responses: {
    200: answer(bookingSchema, 'The confirmed or requested booking'),
    ...refusals(...entryCodes, 'guest_refused', 'too_late'),
  },
});

export const waitlistRoutes = router<Ports>()
  .openapi(join, async (c) => {
    const { venueId } = c.req.valid('param');
    const { deps, caller } = c.var;
    const { created, entry } = await joinWaitlist(deps, caller, venueId, c.req.valid('json'));
    return created ? c.json(entry, 201) : c.json(entry, 200);
  })
  .openapi(list, async (c) => {
    const { venueId } = c.req.valid('param');
    return c.json(await listWaitlist(c.var.deps, c.var.caller, venueId, c.req.valid('query')), 200);
  })
  .openapi(leave, async (c) => {
    const { venueId, entryId } = c.req.valid('param');
    await leaveWaitlist(c.var.deps, c.var.caller, venueId, entryId);
    return c.body(null, 204);
  })
  .openapi(accept, async (c) => {
    const { venueId, entryId } = c.req.valid('param');
    return c.json(tagged(c, await acceptOffer(c.var.deps, c.var.caller, venueId, entryId)), 200);
  });
