import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../../scripts/local/postgres-backend.ts';
import { book } from '../../src/bookings/book.ts';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import { sweepBookings } from '../../src/bookings/sweep-bookings.ts';
import { newMessageSchema } from '../../src/conversations/message.ts';
import { storeMessage } from '../../src/conversations/store-message.ts';
import { type Database, openDatabase } from '../../src/platform/database.ts';
import { retryFailedWork } from '../../src/platform/failed-work/store.ts';
import type { BookingId } from '../../src/platform/ids.ts';
import { changeVenue } from '../../src/venues/change-venue.ts';
import { venueChangeSchema } from '../../src/venues/venue.ts';
import { newEntrySchema } from '../../src/waitlist/entry.ts';
import { joinWaitlist } from '../../src/waitlist/join-waitlist.ts';
import { sweepWaitlist } from '../../src/waitlist/sweep-waitlist.ts';
import { createWebhook } from '../../src/webhooks/create-webhook.ts';
import { newWebhookSchema } from '../../src/webhooks/webhook.ts';
import { verifyByHand } from '../support/challenges.ts';
import { createWorld, type World } from '../support/follow-up-world.ts';
import { openVenue, tablesOfFour, venueIdOf } from '../support/open-venue.ts';
import { bookingIdOf } from '../support/shown-ids.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SECRET = 'a-secret-of-these-races-only-0123456789';
/** How many bookings each test has besides the poisoned one. */
const OTHERS = 7;

let postgres: RealPostgres;
let database: Database;
let close: () => Promise<void>;
/** A session that holds locks until the test ends. */
let locker: pg.Client;

beforeAll(async () => {
  postgres = await startRealPostgres();
  // Connections that are opened from now on wait for a lock as long as in production, divided by ten.
  await postgres.rows(`alter role current_user set lock_timeout = '300ms'`);
  const [server] = await postgres.rows<{ port: number }>('select inet_server_port() as port');
  const connectionString = `postgres://postgres@127.0.0.1:${server?.port}/maitred`;
  const backend = openPostgresBackend({ connectionString, max: 20 });
  const endpoint = await startNeonEndpoint({ backend });
  database = openDatabase({ url: endpoint.connectionString, timeoutMs: 20_000 });
  locker = new pg.Client(connectionString);
  await locker.connect();
  close = async () => {
    await locker.end();
    await endpoint.close();
    await backend.close();
  };
}, 300_000);
afterAll(async () => {
  await close?.();
  await postgres?.stop();
});

let world: World;
let venue: string;
let guests = 0;
let url = '';

beforeEach(async () => {
  await postgres.rows(`truncate jobs, job_attempts, webhook_health, message_announcements, attention_events,
                       failed_work cascade`);
  await postgres.rows(`update booking_events set planned_at = now() where planned_at is null`);
  await postgres.rows(`update webhooks set deleted_at = now()`);
  await postgres.rows(`update venues set replan_from = null`);
  await postgres.rows(`update waitlist_entries set left_at = now() where left_at is null`);
  await postgres.rows(`update bookings set state = 'cancelled', hold_expires_at = null
                        where state = 'held'`);
  world = createWorld({ database, keySecret: SECRET, startsAt: Date.now() });
  url = `https://hooks.tenant.example.com/${guests}`;
  await createWebhook(world.deps, postgres.caller, newWebhookSchema.parse({ url, events: ['*'] }));
  await verifyByHand(database, url);
  const settings = {
    name: 'Poison',
    timeZone: 'Europe/Paris',
    followUps: { reminders: [], thankYouAfter: null, channels: ['email', 'conversation'] },
  };
  venue = (await openVenue({ database }, postgres.caller, settings, tablesOfFour(20))).id;
  return () => locker.query('rollback');
});

interface Guest {
  readonly name: string;
  readonly email: string;
  readonly booking: BookingId;
}

/** A booking of a new guest with an address and a conversation. The queue loses all messages. */
async function bookFor(more: object = {}): Promise<Guest> {
  guests += 1;
  const name = `guest-${guests}`;
  const customer = { id: name, email: `${name}@example.com` };
  const deps = { ...world.deps, enqueueEmotion() {}, enqueueFollowUp() {} };
  const message = newMessageSchema.parse({ role: 'customer', text: 'a table please', customer });
  await storeMessage(deps, postgres.caller, name, message);
  const start = new Date(Math.ceil(Date.now() / DAY) * DAY + DAY + 19 * 60 * MINUTE).toISOString();
  const wanted = { venueId: venue, start, partySize: 2, customer, conversationId: name, ...more };
  const { id } = await book(deps, postgres.caller, newBookingSchema.parse(wanted));
  return { name, email: customer.email, booking: bookingIdOf(id) };
}

const bookForAll = async () => {
  const poisoned = await bookFor();
  const others: Guest[] = [];
  for (let n = 0; n < OTHERS; n += 1) others.push(await bookFor());
  return { poisoned, others };
};

/** A session locks rows for ever. */
async function lock(select: string): Promise<void> {
  await locker.query('begin');
  await locker.query(`${select} for update`);
}

/** Makes each update of one row raise, as long as the trigger exists. */
const raiseOn = (table: string, when: string) =>
  postgres.rows(`
    create or replace function poison() returns trigger language plpgsql as
      $$ begin raise exception 'poisoned' using errcode = 'XX001'; end $$;
    create trigger poison before update or delete on ${table}
      for each row when (${when}) execute function poison();`);
const stopRaising = (table: string) => postgres.rows(`drop trigger if exists poison on ${table}`);

/** Who has got an email, a text in the conversation and a webhook about a booking. */
async function toldOf({ email, booking }: Guest) {
  const texts = await postgres.rows(`
    select from messages m join bookings b on b.conversation_id = m.conversation_id
     where b.id = '${booking}' and m.role = 'assistant'`);
  return {
    mails: world.mails.filter(({ to }) => to === email).length,
    texts: texts.length,
    hooks: world.received.filter(({ body }) => body.includes(booking.replaceAll('-', ''))).length,
  };
}
const TOLD = { mails: 1, texts: 1, hooks: 1 };

const failedWork = () =>
  postgres.rows<{ work: string; subject: string; failures: number; reason: string }>(
    'select work, subject::text, failures, reason from failed_work order by work',
  );

async function expectAllTold(guests: readonly Guest[]) {
  for (const guest of guests) expect([guest.name, await toldOf(guest)]).toEqual([guest.name, TOLD]);
}

/** Retries what was set apart, as an operator does, and lets a minute pass. */
async function retry() {
  await database.run(retryFailedWork, { now: world.now() });
  await world.goTo(world.now() + MINUTE);
}

/** Poisons the planning of a booking, and the cure. */
const PLANS: Record<
  string,
  { poison(b: Guest): Promise<unknown>; cure(b: Guest): Promise<unknown> }
> = {
  'is too big': {
    poison: ({ name }) =>
      postgres.rows(`update customers set locale = repeat('x', 12000000)
                        where external_id = '${name}'`),
    cure: ({ name }) =>
      postgres.rows(`update customers set locale = null where external_id = '${name}'`),
  },
  'cannot be parsed': {
    poison: ({ booking }) =>
      postgres.rows(`update booking_events set state = 'odd' where booking_id = '${booking}'`),
    cure: ({ booking }) =>
      postgres.rows(
        `update booking_events set state = 'confirmed' where booking_id = '${booking}'`,
      ),
  },
  'is locked for ever': {
    poison: ({ booking }) => lock(`select from booking_events where booking_id = '${booking}'`),
    cure: () => locker.query('rollback'),
  },
  'always raises': {
    poison: ({ booking }) =>
      postgres.rows(`update booking_events set at = '-infinity' where booking_id = '${booking}'`),
    cure: ({ booking }) =>
      postgres.rows(`update booking_events set at = now() where booking_id = '${booking}'`),
  },
};

describe.each(Object.entries(PLANS))('a booking event that %s', (_, { poison, cure }) => {
  it('does not stop the planning of the others, is counted and can be retried', async () => {
    const { poisoned, others } = await bookForAll();
    await poison(poisoned);
    await world.goTo(Date.now() + 3 * MINUTE);
    await expectAllTold(others);
    expect(await failedWork()).toEqual([
      { work: 'plan_booking', subject: poisoned.booking, failures: 1, reason: expect.any(String) },
    ]);
    await cure(poisoned);
    await retry();
    await expectAllTold([poisoned]);
    expect(await failedWork()).toEqual([]);
  });
});

it('plans a booking with thousands of versions, and claims what is due meanwhile', async () => {
  const { poisoned, others } = await bookForAll();
  await postgres.rows(`
    insert into booking_events (booking_id, version, event, state, starts_at, party_size,
                                resource_ids, at)
    select booking_id, n, 'change', state, starts_at, party_size, resource_ids, at
      from booking_events, generate_series(2, 3000) n where booking_id = '${poisoned.booking}'`);
  await world.goTo(Date.now() + 3 * MINUTE);
  await expectAllTold([poisoned, ...others]);
  expect(await postgres.rows(`select from booking_events where planned_at is null`)).toEqual([]);
  expect(world.errors).toEqual([]);
});

it('claims due jobs when planning fails', async () => {
  const { others } = await bookForAll();
  await world.goTo(Date.now() + 3 * MINUTE);
  await postgres.rows(`update jobs set state = 'planned', wake_at = now(), finished_at = null
                        where channel = 'email'`);
  await postgres.rows(`alter table booking_events rename column planned_at to planned_on`);
  try {
    await world.goTo(world.now() + MINUTE);
  } finally {
    await postgres.rows(`alter table booking_events rename column planned_on to planned_at`);
  }
  expect(world.errors).toContainEqual(
    expect.objectContaining({ event: 'sweep_step_failed', step: 'plan_events' }),
  );
  for (const guest of others) expect((await toldOf(guest)).mails).toBe(2);
});

/** Poisons the delivery of a job, and the cure. */
const JOBS: Record<
  string,
  {
    channel: 'email' | 'conversation' | 'webhook';
    poison(b: Guest): Promise<unknown>;
    cure(b: Guest): Promise<unknown>;
  }
> = {
  'is too big to be read': {
    channel: 'email',
    poison: PLANS['is too big']?.poison ?? (async () => {}),
    cure: PLANS['is too big']?.cure ?? (async () => {}),
  },
  'cannot be parsed': {
    channel: 'email',
    poison: ({ booking }) =>
      postgres.rows(`update jobs set event = 'x', kind = 'odd'
                      where channel = 'email' and booking_id = '${booking}'`),
    cure: ({ booking }) =>
      postgres.rows(`update jobs set event = null, kind = 'confirmation'
                      where channel = 'email' and booking_id = '${booking}'`),
  },
  'always raises when it is read': {
    channel: 'webhook',
    poison: ({ booking }) =>
      postgres.rows(`update jobs set due_at = 'infinity'
                      where channel = 'webhook' and booking_id = '${booking}'`),
    cure: ({ booking }) =>
      postgres.rows(`update jobs set due_at = now()
                      where channel = 'webhook' and booking_id = '${booking}'`),
  },
  'posts in a conversation that is locked for ever': {
    channel: 'conversation',
    poison: ({ name }) => lock(`select from conversations where external_id = '${name}'`),
    cure: () => locker.query('rollback'),
  },
};

describe.each(Object.entries(JOBS))('a job that %s', (_, { channel, poison, cure }) => {
  it('fails alone, and is delivered after the cure', async () => {
    const { poisoned, others } = await bookForAll();
    // The jobs are planned, and all of their queue messages are lost.
    const { sendDeliveries } = world.deps;
    world.deps.sendDeliveries = async () => {};
    await world.goTo(Date.now() + 3 * MINUTE);
    await postgres.rows(`update jobs set state = 'planned', wake_at = now()`);
    world.deps.sendDeliveries = sendDeliveries;
    await poison(poisoned);
    await world.goTo(world.now() + MINUTE);
    await expectAllTold(others);
    const jobOf = `from jobs where channel = '${channel}' and booking_id = '${poisoned.booking}'`;
    expect(await postgres.rows(`select state, failures ${jobOf}`)).toEqual([
      { state: expect.stringMatching(/planned|leased/), failures: 1 },
    ]);
    await cure(poisoned);
    await world.passTo(world.now() + 3 * MINUTE);
    await expectAllTold([poisoned]);
  });
});

describe('a job that cannot be claimed', () => {
  it.each([
    ['because it always raises', true],
    ['because it is locked for ever', false],
  ])('%s stops no other', async (_, raises) => {
    const { poisoned, others } = await bookForAll();
    const { sendDeliveries } = world.deps;
    world.deps.sendDeliveries = async () => {};
    await world.goTo(Date.now() + 3 * MINUTE);
    await postgres.rows(`update jobs set state = 'planned', wake_at = now()`);
    world.deps.sendDeliveries = sendDeliveries;
    const isJob = `channel = 'email' and booking_id = '${poisoned.booking}'`;
    if (raises)
      await raiseOn('jobs', `old.channel = 'email' and old.booking_id = '${poisoned.booking}'`);
    else await lock(`select from jobs where ${isJob}`);
    try {
      await world.goTo(world.now() + MINUTE);
      await expectAllTold(others);
      expect(await toldOf(poisoned)).toEqual({ ...TOLD, mails: 0 });
      if (raises)
        expect(await failedWork()).toEqual([
          { work: 'claim_job', subject: expect.any(String), failures: 1, reason: 'XX001' },
        ]);
    } finally {
      await stopRaising('jobs');
      await locker.query('rollback');
    }
    await retry();
    await expectAllTold([poisoned]);
  });
});

it('a webhook endpoint that is locked for ever does not lose the results of a batch', async () => {
  const { others } = await bookForAll();
  // It rests after a few failures, so it gets no other events.
  await postgres.rows(`update webhooks set events = '{booking.confirmed}' where url = '${url}'`);
  await lock(`select from webhooks where url = '${url}'`);
  world = createWorld({
    database,
    keySecret: SECRET,
    startsAt: Date.now(),
    receive: () => new Response(null, { status: 500 }),
  });
  await world.goTo(Date.now() + 3 * MINUTE);
  for (const guest of others) expect(await toldOf(guest)).toEqual(TOLD);
  const running = await postgres.rows(`select from jobs where state = 'running'`);
  expect(running).toEqual([]);
});

describe('a hold', () => {
  const sweep = () => sweepBookings({ ...world.deps, now: Date.now });
  const isHeld = async (guests: readonly Guest[]) => {
    const ids = guests.map(({ booking }) => `'${booking}'`).join();
    const rows = await postgres.rows<{ state: string }>(
      `select distinct state from bookings where id in (${ids})`,
    );
    return rows.map(({ state }) => state);
  };
  const HOLDS: Record<string, (b: Guest) => Promise<unknown>> = {
    'always raises': ({ booking }) => raiseOn('bookings', `old.id = '${booking}'`),
    'is locked for ever': ({ booking }) => lock(`select from bookings where id = '${booking}'`),
    'has a place that is locked for ever': ({ booking }) =>
      lock(`select from allocations where booking_id = '${booking}'`),
  };
  it.each(Object.entries(HOLDS))(
    'that %s does not stop the expiry of others',
    async (_, poison) => {
      const poisoned = await bookFor({ hold: true });
      const others: Guest[] = [];
      for (let n = 0; n < OTHERS; n += 1) others.push(await bookFor({ hold: true }));
      await postgres.rows(`update bookings set hold_expires_at = now() - interval '5 minutes'
                          where state = 'held'`);
      await poison(poisoned);
      try {
        expect(await sweep()).toEqual({ expired: OTHERS, failed: 1 });
        expect(await isHeld(others)).toEqual(['expired']);
        expect(await failedWork()).toMatchObject([
          { work: 'expire_hold', subject: poisoned.booking, failures: 1 },
        ]);
        expect(await sweep()).toEqual({ expired: 0, failed: 0 });
      } finally {
        await stopRaising('bookings');
        await locker.query('rollback');
      }
      await database.run(retryFailedWork, { now: Date.now() });
      expect(await sweep()).toEqual({ expired: 1, failed: 0 });
      expect(await failedWork()).toEqual([]);
    },
  );
});

describe('a venue', () => {
  const openOthers = async (count: number) => {
    const venues: string[] = [];
    for (let n = 0; n < count; n += 1) {
      const followUps = { reminders: [], thankYouAfter: null, channels: ['email'] };
      const settings = { name: `Venue ${n}`, timeZone: 'Europe/Paris', followUps };
      venues.push((await openVenue({ database }, postgres.caller, settings, tablesOfFour(1))).id);
    }
    return venues;
  };
  const VENUES: Record<string, [(v: string) => Promise<unknown>, (v: string) => Promise<unknown>]> =
    {
      'is locked for ever': [
        (id) => lock(`select from venues where id = '${id}'`),
        () => locker.query('rollback'),
      ],
      'always raises': [
        (id) => postgres.rows(`update venues set time_zone = 'Nowhere/City' where id = '${id}'`),
        (id) => postgres.rows(`update venues set time_zone = 'Europe/Paris' where id = '${id}'`),
      ],
    };

  it.each(Object.entries(VENUES))(
    'that %s does not stop the waitlist of others',
    async (_, [poison, cure]) => {
      const venues = await openOthers(4);
      const earliest = new Date(Math.ceil(Date.now() / DAY) * DAY + DAY).toISOString();
      const latest = new Date(Date.parse(earliest) + 6 * 60 * MINUTE).toISOString();
      for (const id of venues) {
        guests += 1;
        const entry = { partySize: 2, earliest, latest, customer: { id: `waiting-${guests}` } };
        await joinWaitlist(
          { database },
          postgres.caller,
          venueIdOf(id),
          newEntrySchema.parse(entry),
        );
      }
      const [first = '', ...rest] = venues.map(venueIdOf);
      const offered = async () => {
        const rows = await postgres.rows<{ id: string }>(
          `select distinct venue_id as id from bookings where state = 'held'`,
        );
        return rows.map(({ id }) => id).sort();
      };
      await poison(first);
      const deps = { ...world.deps, now: Date.now };
      expect(await sweepWaitlist(deps)).toMatchObject({ offers: rest.length, failed: 1 });
      expect(await offered()).toEqual([...rest].sort());
      expect(await failedWork()).toMatchObject([{ work: 'offer_waitlist', subject: first }]);
      await cure(first);
      await database.run(retryFailedWork, { now: Date.now() });
      expect(await sweepWaitlist(deps)).toMatchObject({ offers: 1, failed: 0 });
      expect(await failedWork()).toEqual([]);
    },
  );

  it.each([
    'is locked for ever',
    'has a booking that always raises',
    'has a booking that is too big',
  ])('that %s does not stop the planning of others after a change of settings', async (what) => {
    const venues = [venue, ...(await openOthers(3))];
    const booked: Guest[] = [];
    for (const id of venues) {
      booked.push(await bookFor({ venueId: id }));
      if (id === venue) booked.push(await bookFor());
    }
    await world.goTo(Date.now() + 3 * MINUTE);
    const change = venueChangeSchema.parse({ followUps: { reminders: [60] } });
    for (const id of venues) {
      await changeVenue(world.deps, postgres.caller, venueIdOf(id), change);
    }
    const [poisoned, ...others] = booked;
    if (poisoned === undefined) throw new Error('no booking');
    const isVenue = what === 'is locked for ever';
    if (isVenue) await lock(`select from venues where id = '${venueIdOf(venue)}'`);
    else await PLANS[what.endsWith('big') ? 'is too big' : 'always raises']?.poison(poisoned);
    await world.goTo(world.now() + MINUTE);
    const withReminder = await postgres.rows<{ id: string }>(
      `select booking_id as id from jobs where kind = 'reminder' and channel = 'email'`,
    );
    const expected = isVenue ? others.slice(1) : others;
    expect(withReminder.map(({ id }) => id).sort()).toEqual(
      expected.map(({ booking }) => booking as string).sort(),
    );
    expect(await failedWork()).toMatchObject([
      isVenue
        ? { work: 'replan_venue', subject: venueIdOf(venue) }
        : { work: 'replan_booking', subject: poisoned.booking },
    ]);
    if (!isVenue) return;
    await locker.query('rollback');
    await retry();
    const after = await postgres.rows(
      `select from jobs where kind = 'reminder' and channel = 'email'`,
    );
    expect(after).toHaveLength(booked.length);
    expect(await failedWork()).toEqual([]);
  });
});
