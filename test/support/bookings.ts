import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../../src/platform/database.ts';
import { idSchema, showId } from '../../src/platform/ids.ts';
import { WEEKDAYS } from '../../src/venues/opening-hours.ts';
import { offerWaitlist } from '../../src/waitlist/offer-waitlist.ts';
import { venueIdOf } from './open-venue.ts';
import { statement } from './sql-statement.ts';

/** Sends a request with a key that has every scope; throws unless it succeeds. */
export type Ask = (method: string, path: string, body?: unknown) => Promise<Made>;
const madeSchema = z.looseObject({ id: z.string() });
type Made = z.infer<typeof madeSchema>;

const DAY_MS = 24 * 60 * 60 * 1000;

/** The beginning of tomorrow. It is read once, because a test may run past midnight. */
const TOMORROW = Math.floor(Date.now() / DAY_MS + 1) * DAY_MS;

/** Tomorrow at this time, in UTC; tomorrow as seen from the beginning of the test file. */
export const tomorrow = (hour: number, minutes = 0): string =>
  new Date(TOMORROW + (hour * 60 + minutes) * 60_000).toISOString();

/**
 * Creates a venue in UTC that never closes, with this number of tables for four. Parties are seated days
 * before their start, so that tests need not wait.
 */
export async function makeVenue(ask: Ask, tables: number, settings: object = {}) {
  const { id } = await ask('POST', '/v1/venues', {
    name: 'Chez Nous',
    timeZone: 'UTC',
    seatingWindow: 5 * 24 * 60,
    lateGrace: 0,
    // Most tests have one guest, who books many times.
    guestOverlap: 'allow',
    ...settings,
  });
  await ask('PUT', `/v1/venues/${id}/hours`, {
    weekly: WEEKDAYS.map((weekday) => ({ weekday, opens: '00:00', closes: '00:00' })),
  });
  const resources: string[] = [];
  for (let n = 1; n <= tables; n += 1) {
    const body = { name: `T${n}`, maxParty: 4 };
    resources.push((await ask('POST', `/v1/venues/${id}/resources`, body)).id);
  }
  return { id, resources };
}

/**
 * Creates one row of each kind that the paths and bodies in routes.ts name, all for one customer.
 * @returns their ids, and dates, by the names that routes.ts uses
 */
export async function makeOneOfEach(
  ask: Ask,
  database: Database,
  customer = 'g',
): Promise<Record<string, string>> {
  const venue = await makeVenue(ask, 6);
  const spare = await makeVenue(ask, 0);
  const [resourceId = '', otherResourceId = '', spareResourceId = ''] = venue.resources;
  const blockedResourceId = venue.resources[5] ?? '';
  const date = tomorrow(0).slice(0, 10);
  const block = await ask('POST', `/v1/venues/${venue.id}/blocks`, {
    resourceIds: [blockedResourceId],
    from: `${date}T00:00`,
    to: `${date}T01:00`,
  });
  const combination = await ask('POST', `/v1/venues/${venue.id}/combinations`, {
    resourceIds: venue.resources.slice(3, 5),
    maxParty: 8,
  });
  const webhook = await ask('POST', '/v1/webhooks', {
    url: 'https://example.com/mine',
    events: ['booking.seated'],
  });
  const active = await ask('POST', '/v1/webhooks', {
    url: 'https://example.com/active',
    events: ['booking.seated'],
  });
  await database.run(
    statement(
      sql`update webhooks set verified_at = now() where id = ${sql.placeholder('id')}::uuid`,
      z.object({}),
    ),
    { id: active.id.slice(4) },
  );
  const book = async (hour: number, more: object = {}) =>
    (
      await ask('POST', '/v1/bookings', {
        venueId: venue.id,
        start: tomorrow(hour),
        partySize: 2,
        customer: { id: customer },
        notes: 'mine',
        resourceIds: [otherResourceId],
        ...more,
      })
    ).id;
  const maintenance = await ask('POST', '/v1/operations/maintenance', {
    from: '2026-01-01T03:00:00Z',
    to: '2026-01-01T04:00:00Z',
    reason: 'a move',
  });
  const pastBookingId = await book(6);
  await database.run(
    statement(
      sql`update bookings set starts_at = starts_at - interval '3 days'
           where id = ${sql.placeholder('id')}::uuid`,
      z.object({}),
    ),
    { id: pastBookingId.slice(4) },
  );
  const request = async (hour: number) => {
    const id = await book(hour, { hold: true });
    await database.run(
      statement(
        sql`with events as (
              update booking_events set event = 'requested', state = 'requested'
               where booking_id = ${sql.placeholder('id')}::uuid
            )
            update bookings set state = 'requested', hold_expires_at = now() + interval '1 hour'
             where id = ${sql.placeholder('id')}::uuid`,
        z.object({}),
      ),
      { id: id.slice(4) },
    );
    return id;
  };
  const [dead] = await database.run(
    statement(
      sql`insert into jobs (id, workspace_id, kind, channel, booking_id, version, due_at, state,
                            wake_at, failures, created_at, finished_at)
          select gen_random_uuid(), workspace_id, 'event', 'webhook', id, 1, now(), 'dead', now(),
                 10, now(), now()
            from bookings where id = ${sql.placeholder('id')}::uuid
          returning id`,
      z.object({ id: idSchema<'job'>() }),
    ),
    { id: pastBookingId.slice(4) },
  );
  const series = await ask('POST', '/v1/series', {
    ...{ venueId: venue.id, start: `${date}T08:00`, repeat: 'FREQ=DAILY;COUNT=2', partySize: 2 },
    customer: { id: customer },
  });
  const join = async () =>
    (
      await ask('POST', `/v1/venues/${venue.id}/waitlist`, {
        earliest: tomorrow(9),
        latest: tomorrow(10),
        partySize: 2,
        customer: { id: `${customer}-waiting` },
        notes: 'mine',
      })
    ).id;
  const offeredEntryId = await join();
  const offering = { database, enqueueFollowUp: () => {} };
  await offerWaitlist(offering, venueIdOf(venue.id));
  const entryId = await join();
  return {
    deadJobId: dead === undefined ? '' : showId('job', dead.id),
    offeredEntryId,
    entryId,
    venueId: venue.id,
    spareVenueId: spare.id,
    spareCustomerId: `${customer}-waiting`,
    resourceId,
    otherResourceId,
    spareResourceId,
    combinationId: combination.id,
    bookingId: await book(12),
    heldBookingId: await book(15, { hold: true }),
    requestedBookingId: await request(17),
    otherRequestedBookingId: await request(23),
    pastBookingId,
    webhookId: webhook.id,
    activeWebhookId: active.id,
    maintenanceWindowId: maintenance.id,
    blockedResourceId,
    blockId: block.id,
    seriesId: series.id,
    date,
    start: tomorrow(19),
    laterStart: tomorrow(21),
  };
}

/** Makes an {@link Ask} of a client: it returns the body, and throws unless the request succeeds. */
export function asking(
  call: (
    method: string,
    path: string,
    body?: unknown,
  ) => Promise<{ status: number; body: unknown }>,
): Ask {
  return async (method, path, body) => {
    const answer = await call(method, path, body);
    if (answer.status >= 300) {
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return madeSchema.parse(answer.body);
  };
}
