import { afterAll, beforeAll, expect, it } from 'vitest';
import { book } from '../../src/bookings/book.ts';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import { newMessageSchema } from '../../src/conversations/message.ts';
import { storeMessage } from '../../src/conversations/store-message.ts';
import { deliverJobs } from '../../src/follow-ups/delivery/deliver-jobs.ts';
import { planUnplanned } from '../../src/follow-ups/planning/plan-unplanned.ts';
import type { Delivery } from '../../src/follow-ups/ports.ts';
import { createCipher } from '../../src/platform/cipher.ts';
import { idSchema } from '../../src/platform/ids.ts';
import type { DeliveryJob } from '../../src/platform/jobs.ts';
import { ringOf } from '../../src/platform/secret-ring.ts';
import { changeVenue } from '../../src/venues/change-venue.ts';
import { venueChangeSchema } from '../../src/venues/venue.ts';
import { createWebhook } from '../../src/webhooks/create-webhook.ts';
import { EVENT_TYPES } from '../../src/webhooks/event.ts';
import { newWebhookSchema } from '../../src/webhooks/webhook.ts';
import { verifyByHand } from '../support/challenges.ts';
import { createChance } from '../support/chance.ts';
import { createWorld } from '../support/follow-up-world.ts';
import { venueIdOf } from '../support/open-venue.ts';
import { createMailbox, createReceivers, ENDPOINTS } from '../support/unruly-receivers.ts';
import { checkFollowUps } from './follow-up-checker.ts';
import { openVenue, planErrands, TURNS } from './follow-up-guests.ts';
import { type OwnClock, openOwnClock } from './own-clock.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';
import { createUnrulyWorld } from './unruly-world.ts';

/** The number of bookings; 2,000 for a long run. */
const BOOKINGS = Number(process.env['FOLLOW_UP_BOOKINGS'] ?? 400);
const SEED = process.env['FOLLOW_UP_SEED'] ?? 'follow-ups';
/** A Monday morning. */
const STARTS_AT = Date.UTC(2027, 0, 11, 7);
const VENUES = 4;
/** How often each venue changes its settings while its bookings are made and come near. */
const CHANGES = 12;
const DAY = 24 * 60 * 60 * 1000;
const SECRET = 'a-secret-of-these-races-only-0123456789';

let postgres: RealPostgres;
let clock: OwnClock;
beforeAll(async () => {
  postgres = await startRealPostgres();
  clock = await openOwnClock(postgres, STARTS_AT);
}, 300_000);
afterAll(async () => {
  await clock?.close();
  await postgres?.stop();
});

/** When the next job, plan or expiry of a hold is due, in milliseconds; null when none is. */
async function nextDuty(): Promise<number | null> {
  const [row] = await postgres.rows<{ at: number | null }>(`
    select (extract(epoch from least(
      (select min(greatest(j.wake_at, h.open_until))
         from jobs j left join webhook_health h using (webhook_id)
        where j.state in ('planned', 'leased', 'running')),
      (select min(at) + interval '3 minutes' from booking_events where planned_at is null),
      (select min(at) + interval '3 minutes' from message_announcements),
      (select min(hold_expires_at) + interval '2 minutes' from bookings where state = 'held')
    )) * 1000)::float8 as at`);
  return row?.at ?? null;
}

it(`each follow-up of ${BOOKINGS} bookings happens once when statements fail and consumers die`, {
  timeout: 600_000 + BOOKINGS * 3000,
}, async () => {
  const chance = createChance(SEED);
  const receivers = createReceivers(chance);
  const mailbox = createMailbox(chance);
  const world = createUnrulyWorld({
    database: clock.database,
    setClock: clock.set,
    startsAt: STARTS_AT,
    chance,
    cipher: createCipher(ringOf(SECRET)),
    mailer: (now) => ({
      from: 'bookings@maitred.example',
      send: (mail) => mailbox.send(now(), mail),
    }),
    fetchOutside: (now) => (url, init) => receivers.fetchOutside(now(), url, init),
    nextDuty,
  });

  const bookingEvents = EVENT_TYPES.filter((type) => type.startsWith('booking.'));
  const secrets = new Map<string, string>();
  for (const [url, events] of [
    [ENDPOINTS.moody, ['*']],
    [ENDPOINTS.winding, ['booking.confirmed', 'booking.rescheduled']],
    [ENDPOINTS.gone, bookingEvents],
    [ENDPOINTS.broken, ['booking.cancelled', 'booking.expired', 'booking.no_show']],
  ] as const) {
    const wanted = newWebhookSchema.parse({ url, events });
    const quiet = { ...world.deps, enqueueDelivery() {} };
    secrets.set(url, (await createWebhook(quiet, postgres.caller, wanted)).secret);
    await verifyByHand(world.deps.database, url);
  }
  const tables = 2 + Math.ceil(BOOKINGS / 30);
  const venues = await Promise.all(
    Array.from({ length: VENUES }, (_, n) =>
      openVenue(world, postgres.caller, chance, `venue ${n}`, tables),
    ),
  );

  // Each change gives the reminders another order, so that they are planned again and stay the same.
  const changes = venues.flatMap((id) =>
    Array.from({ length: CHANGES }, (_, n) => ({
      at: STARTS_AT + (n + 1) * ((2 * DAY) / CHANGES),
      run: async () => {
        const [row] = await postgres.rows<{ reminders: number[] }>(
          `select follow_ups -> 'reminders' as reminders from venues where id = '${venueIdOf(id)}'`,
        );
        const [first, ...rest] = row?.reminders ?? [];
        const reminders = [...rest, first];
        const change = venueChangeSchema.parse({ followUps: { reminders } });
        await changeVenue(world.deps, postgres.caller, venueIdOf(id), change);
      },
    })),
  );

  const errands = planErrands(world, postgres.caller, chance, venues, BOOKINGS);
  const steps = await world.rest([...errands, ...changes]);

  expect(world.astray).toEqual([]);
  const { log: requests } = receivers;
  const { log: mails } = mailbox;
  const jobs = await postgres.rows<{ what: string; jobs: number }>(`
    select concat_ws(' ', channel, state) as what, count(*)::int as jobs from jobs
     group by 1 order by 1`);
  const days = (world.now() - STARTS_AT) / DAY;
  console.info(`${BOOKINGS} bookings, ${days.toFixed(1)} days in ${steps} steps`, {
    requests: requests.length,
    mails: mails.length,
    ...Object.fromEntries(jobs.map((row) => [row.what, row.jobs])),
    ...Object.fromEntries([...world.counts].sort()),
  });
  expect(await checkFollowUps({ postgres, requests, mails, secrets, turns: TURNS })).toEqual([]);
  // The run contained the faults.
  for (const fate of ['refused', 'answer_lost', 'killed_before', 'killed_after', 'stalled']) {
    expect(world.counts.get(`fate ${fate}`), fate).toBeGreaterThan(0);
  }
  expect(world.counts.get('statements store replan')).toBeGreaterThan(VENUES);
  expect(jobs.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['webhook delivered', 'webhook suppressed']),
  );
});

it('three copies of every message at once post each text once, without a deadlock', {
  timeout: 600_000,
}, async () => {
  const chance = createChance(SEED);
  const sent: DeliveryJob[] = [];
  const deps = {
    ...createWorld({ database: clock.database, keySecret: SECRET, startsAt: STARTS_AT }).deps,
    enqueueEmotion() {},
    async sendDeliveries(deliveries: readonly Delivery[]) {
      sent.push(...deliveries.map(({ job }) => job));
    },
  };
  await clock.set(STARTS_AT);
  const guests = 60;
  const { caller } = postgres;
  const venueId = await openVenue({ deps }, caller, chance, 'crowd', guests);
  const channels = ['conversation'];
  await changeVenue(
    deps,
    caller,
    venueIdOf(venueId),
    venueChangeSchema.parse({ followUps: { channels } }),
  );
  const start = new Date(STARTS_AT + DAY).toISOString();
  for (let n = 0; n < guests; n += 1) {
    const customer = { id: `crowd-${n}` };
    const message = newMessageSchema.parse({ role: 'customer', text: 'hello', customer });
    await storeMessage(deps, caller, customer.id, message);
    const wanted = { venueId, start, partySize: 2, customer, conversationId: customer.id };
    await book(deps, caller, newBookingSchema.parse(wanted));
  }
  const bookings = await postgres.rows<{ id: string }>(
    'select booking_id as id from booking_events where planned_at is null',
  );
  const unplanned = bookings.map(({ id }) => idSchema<'booking'>().parse(id));
  await planUnplanned(deps, { bookings: unplanned, conversations: [] });

  // A deadlock depends on timing, so there are many rounds. A batch is 20 jobs, and the ids of jobs
  // and of conversations are in different orders.
  for (let round = 0; round < 20; round += 1) {
    const batches = Array.from({ length: Math.ceil(sent.length / 20) }, (_, n) =>
      sent.slice(n * 20, (n + 1) * 20),
    );
    await Promise.all([...batches, ...batches, ...batches].map((jobs) => deliverJobs(deps, jobs)));
    const [posted] = await postgres.rows<{ texts: number; conversations: number }>(`
      select count(*)::int as texts, count(distinct conversation_id)::int as conversations
        from messages join conversations c on c.id = conversation_id
       where messages.id like 'follow-up-%' and c.external_id like 'crowd-%'`);
    expect(posted).toEqual({ texts: guests, conversations: guests });
    await postgres.rows(`
      delete from job_attempts; delete from message_announcements;
      update conversations set last_seq = 1 where external_id like 'crowd-%';
      delete from messages m using conversations c
       where c.id = m.conversation_id and c.external_id like 'crowd-%' and m.id like 'follow-up-%';
      update jobs set state = 'leased', finished_at = null
       where id = any ('{${sent.map(({ jobId }) => jobId).join()}}')`);
  }
  expect(postgres.log()).not.toContain('deadlock');
});
