import { afterAll, beforeAll, expect, it } from 'vitest';
import { actOnBooking } from '../../src/bookings/act-on-booking.ts';
import { book } from '../../src/bookings/book.ts';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import { undoAct } from '../../src/bookings/undo-act.ts';
import { newMessageSchema } from '../../src/conversations/message.ts';
import { storeMessage } from '../../src/conversations/store-message.ts';
import { showBookingCalendar } from '../../src/follow-ups/calendars/show-booking-calendar.ts';
import { Problem } from '../../src/platform/problem.ts';
import { createWebhook } from '../../src/webhooks/create-webhook.ts';
import { newWebhookSchema } from '../../src/webhooks/webhook.ts';
import { tomorrow } from '../support/bookings.ts';
import { onlyEvent } from '../support/calendar-files.ts';
import { createWorld } from '../support/follow-up-world.ts';
import { openVenue, tablesOfFour } from '../support/open-venue.ts';
import { bookingIdOf } from '../support/shown-ids.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

/** How often an undo races against a new booking. */
const ROUNDS = Number(process.env['UNDO_ROUNDS'] ?? 150);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ENDPOINT = 'https://hooks.example.com/undo';
/** The hours at which a table of the venue is booked on a day. */
const HOURS = [8, 10, 12, 14, 16, 18, 20];

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
}, 300_000);
afterAll(async () => {
  await postgres?.stop();
});

/** The state of a booking that an act has answered, or the code of its refusal. */
const outcomeOf = (work: Promise<{ id: string; state: string }>) =>
  work.then(
    ({ id, state }) => ({ id, outcome: state }),
    (error: unknown) => {
      if (error instanceof Problem) return { id: '', outcome: error.code as string };
      throw error;
    },
  );

it(`${ROUNDS} undone cancellations race against bookings of the same place: exactly one wins, and guests, webhooks and calendars agree`, {
  timeout: 120_000 + ROUNDS * 1000,
}, async () => {
  const world = createWorld({
    database: postgres.database,
    keySecret: postgres.keySecret,
    startsAt: Date.now(),
  });
  const deps = { ...world.deps, enqueueEmotion() {} };
  const { caller } = postgres;
  const settings = {
    name: 'race',
    timeZone: 'UTC',
    horizonDays: 300,
    undoMinutes: 600,
    followUps: { reminders: [60], channels: ['email', 'conversation'] },
  };
  const venue = await openVenue(postgres, caller, settings, tablesOfFour(1));
  const webhook = newWebhookSchema.parse({
    url: ENDPOINT,
    events: ['booking.confirmed', 'booking.cancelled', 'booking.restored'],
  });
  await createWebhook(deps, caller, webhook);
  await world.drain();

  const rounds: { first: string; second: string; undone: string; made: string }[] = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    const hour = HOURS[n % HOURS.length] ?? 0;
    const start = new Date(Date.parse(tomorrow(hour)) + Math.floor(n / HOURS.length) * DAY);
    const request = (guest: string, conversationId?: string) =>
      newBookingSchema.parse({
        venueId: venue.id,
        start: start.toISOString(),
        partySize: 2,
        customer: { id: guest, email: `${guest}@example.com`, locale: 'en' },
        conversationId,
      });
    const chat = `chat-${n}`;
    const said = { role: 'customer', text: 'a table', customer: { id: `first-${n}` } };
    await storeMessage(deps, caller, chat, newMessageSchema.parse(said));
    const first = await book(deps, caller, request(`first-${n}`, chat));
    // In some rounds the confirmation, or the cancellation, has not been sent when the race begins.
    if (n % 4 !== 0) await world.drain();
    await actOnBooking(deps, caller, bookingIdOf(first.id), 'cancel');
    if (n % 3 !== 0) await world.drain();
    const [undone, made] = await Promise.all([
      outcomeOf(undoAct(deps, caller, bookingIdOf(first.id))),
      outcomeOf(book(deps, caller, request(`second-${n}`))),
      // The consumers work at the same time.
      world.drain(),
    ]);
    rounds.push({ first: first.id, second: made.id, undone: undone.outcome, made: made.outcome });
  }
  for (let n = 1; n <= 10; n += 1) await world.goTo(Date.now() + n * MINUTE);
  expect(world.errors).toEqual([]);

  // One of the two is confirmed in each round, and the other one is refused because of it.
  const winners = rounds.map((each) => [each.undone, each.made].indexOf('confirmed'));
  expect(new Set(winners)).toEqual(new Set([0, 1]));
  for (const [n, { undone, made }] of rounds.entries()) {
    expect(winners[n] === 0 ? made : undone).toMatch(/^(slot_taken|full)$/);
  }
  const open = await postgres.rows(`select id, kind, state, reason from jobs
    where due_at < now() and state not in ('delivered', 'suppressed')`);
  expect(open).toEqual([]);
  const overlaps = await postgres.rows(`
    with live as (select b.id, b.starts_at, b.ends_at from bookings b
                   where b.state in ('held', 'confirmed', 'seated'))
    select a.id from live a join live b on a.id < b.id
       and a.starts_at < b.ends_at and b.starts_at < a.ends_at`);
  expect(overlaps).toEqual([]);
  expect(await postgres.rows('select from allocations')).toHaveLength(ROUNDS);

  const told = Map.groupBy(
    world.received.filter(({ url }) => url === ENDPOINT).map(({ body }) => JSON.parse(body)),
    ({ data }) => data.bookingId as string,
  );
  const facts = await postgres.rows<{
    id: string;
    event: string;
    reminders: number;
    said: string[];
    cancellations: string[];
  }>(`
    select 'bkg_' || replace(b.id::text, '-', '') as id, e.event,
           (select count(*)::int from jobs j
             where j.booking_id = b.id and j.kind = 'reminder' and j.channel = 'email'
               and j.state = 'planned' and b.state = 'confirmed'
               and j.schedule_version = e.schedule_version) as reminders,
           (select coalesce(array_agg(m.text order by m.seq), '{}') from messages m
             where m.conversation_id = b.conversation_id and m.role = 'assistant') as said,
           (select coalesce(array_agg(concat_ws(' ', j.channel, j.state, j.reason)), '{}')
              from jobs j where j.booking_id = b.id and j.kind = 'cancellation') as cancellations
      from bookings b join booking_events e on e.booking_id = b.id and e.version = b.version`);
  const factsOf = new Map(facts.map((each) => [each.id, each]));
  const kindOf = (text: string) =>
    /not cancelled/i.test(text)
      ? 'restored'
      : /is cancelled/.test(text)
        ? 'cancelled'
        : 'confirmed';
  const seen = new Map<string, number>();
  for (const [n, { first, second, undone }] of rounds.entries()) {
    const isRestored = undone === 'confirmed';
    const fact = factsOf.get(first);
    const mails = world.mails.filter(({ to }) => to === `first-${n}@example.com`);
    const calendar = await showBookingCalendar(
      { database: postgres.database, organizer: undefined },
      caller,
      bookingIdOf(first),
    );
    const versions = (told.get(first) ?? []).toSorted((a, b) => a.data.version - b.data.version);
    // What the guest was told last on each channel is true, and nothing was told twice.
    const lastMail = kindOf(mails.at(-1)?.text ?? '');
    const heard = [mails.map(({ text }) => kindOf(text)), (fact?.said ?? []).map(kindOf)];
    for (const each of heard) {
      expect(new Set(each).size, `round ${n}: ${each}`).toBe(each.length);
      expect(each.at(-1) === 'cancelled', `round ${n}: ${each}`).toBe(!isRestored);
      if (isRestored) expect(each.includes('restored')).toBe(each.includes('cancelled'));
      seen.set(each.join(), (seen.get(each.join()) ?? 0) + 1);
    }
    expect([
      fact?.event,
      fact?.reminders,
      onlyEvent(calendar.text).status,
      versions.map(({ type }) => type),
      (told.get(second) ?? []).map(({ type }) => type),
    ]).toEqual(
      isRestored
        ? ['undo', 1, 'CONFIRMED', EVENTS, []]
        : ['cancel', 0, 'CANCELLED', EVENTS.slice(0, 2), ['booking.confirmed']],
    );
    if (isRestored && lastMail === 'restored') {
      const { sequence, status } = onlyEvent(mails.at(-1)?.calendar?.text ?? '');
      expect([sequence, status]).toEqual([2, 'CONFIRMED']);
    }
  }
  // Both have won, and guests had heard of the cancellation or had not.
  expect([...seen.keys()]).toEqual(
    expect.arrayContaining(['confirmed', 'confirmed,cancelled', 'confirmed,cancelled,restored']),
  );
  expect(postgres.log()).not.toMatch(/deadlock|panic|fatal/i);
});

const EVENTS = ['booking.confirmed', 'booking.cancelled', 'booking.restored'];
