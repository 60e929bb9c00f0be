import { afterAll, beforeAll, expect, it } from 'vitest';
import { actOnBooking } from '../../src/bookings/act-on-booking.ts';
import { book } from '../../src/bookings/book.ts';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import { sweepBookings } from '../../src/bookings/sweep-bookings.ts';
import { Problem } from '../../src/platform/problem.ts';
import { createWebhook } from '../../src/webhooks/create-webhook.ts';
import { newWebhookSchema } from '../../src/webhooks/webhook.ts';
import { tomorrow } from '../support/bookings.ts';
import { createWorld } from '../support/follow-up-world.ts';
import { openVenue, tablesOfFour } from '../support/open-venue.ts';
import { bookingIdOf } from '../support/shown-ids.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

/** How often the answers to a request race with each other, and a request with a booking. */
const ROUNDS = Number(process.env['REQUEST_ROUNDS'] ?? 100);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ENDPOINT = 'https://hooks.example.com/requests';
const HOURS = [8, 10, 12, 14, 16, 18, 20];

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
}, 300_000);
afterAll(async () => {
  await postgres?.stop();
});

/** The state that a request has answered, or the code of its refusal. */
const outcomeOf = (work: Promise<{ state: string }>) =>
  work.then(
    ({ state }) => state,
    (error: unknown) => {
      if (error instanceof Problem) return error.code as string;
      throw error;
    },
  );
const startOf = (n: number) => {
  const first = Date.parse(tomorrow(HOURS[n % HOURS.length] ?? 0));
  return new Date(first + Math.floor(n / HOURS.length) * DAY).toISOString();
};
const settings = {
  ...{ name: 'race', timeZone: 'UTC', horizonDays: 300, approvalFrom: 1, guestOverlap: 'refuse' },
  followUps: { reminders: [60], channels: ['email'] },
};
/** The last webhook and the last email of each end of a request. */
const ENDS = {
  confirmed: ['booking.confirmed', 'Confirmed', 1],
  declined: ['booking.declined', 'Request declined', 0],
  cancelled: ['booking.cancelled', 'Request withdrawn', 0],
  expired: ['booking.expired', 'Request not answered', 0],
} as const;
const isEnd = (state: string): state is keyof typeof ENDS => state in ENDS;

it(`${ROUNDS} requests are approved, declined, withdrawn and ended at once: exactly one wins, and guests and webhooks agree`, {
  timeout: 120_000 + ROUNDS * 1000,
}, async () => {
  const world = createWorld({
    database: postgres.database,
    keySecret: postgres.keySecret,
    startsAt: Date.now(),
  });
  const { deps } = world;
  const { caller } = postgres;
  const guest = { ...caller, scopes: caller.scopes.filter((scope) => scope !== 'bookings:staff') };
  const venue = await openVenue(postgres, caller, settings, tablesOfFour(1));
  const events = ['booking.requested', ...Object.values(ENDS).map(([type]) => type)];
  await createWebhook(deps, caller, newWebhookSchema.parse({ url: ENDPOINT, events }));
  await world.drain();

  const rounds: { id: string; outcomes: string[] }[] = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    const wanted = newBookingSchema.parse({
      ...{ venueId: venue.id, start: startOf(n), partySize: 2 },
      customer: { id: `guest-${n}`, email: `guest-${n}@example.com`, locale: 'en' },
    });
    const made = await book(deps, guest, wanted);
    expect(made.state).toBe('requested');
    if (n % 3 !== 0) await world.drain();
    const id = bookingIdOf(made.id);
    // In the last rounds each act in turn is answered before the others are sent, so that each end occurs
    // on a machine of any speed.
    const isInTurn = n >= ROUNDS - 4;
    // Of every other request the end is near enough that the sweep may come first.
    const expiry = isInTurn ? (n % 4 === 3 ? 0 : 3_600_000) : n % 2 === 0 ? 3 : 3_600_000;
    await postgres.rows(`update bookings
                            set hold_expires_at = clock_timestamp() + ${expiry} * interval '1 millisecond'
                          where id = '${id}'`);
    const acts = [
      () => outcomeOf(actOnBooking(deps, caller, id, 'approve')),
      () => outcomeOf(actOnBooking(deps, caller, id, 'decline', { reason: 'full' })),
      // The guest withdraws the request, and not what was approved a moment before.
      () => outcomeOf(actOnBooking(deps, guest, id, 'cancel', {}, [1])),
      () => sweepBookings(deps).then(() => 'swept'),
    ];
    const running: Promise<string>[] = [];
    for (const each of [...acts.slice(n % 4), ...acts.slice(0, n % 4)]) {
      running.push(each());
      if (isInTurn) await running[0];
    }
    // The consumers work at the same time.
    const [outcomes] = await Promise.all([Promise.all(running), world.drain()]);
    rounds.push({ id: made.id, outcomes });
  }
  await sweepBookings(deps);
  for (let n = 1; n <= 10; n += 1) await world.goTo(Date.now() + n * MINUTE);
  expect(world.errors).toEqual([]);

  const facts = new Map(
    (
      await postgres.rows<{ id: string; state: string; events: string[]; reminders: number }>(`
    select 'bkg_' || replace(b.id::text, '-', '') as id, b.state,
           (select array_agg(e.event order by e.version) from booking_events e
             where e.booking_id = b.id) as events,
           (select count(*)::int from jobs j where j.booking_id = b.id
               and j.kind = 'reminder' and j.state = 'planned') as reminders
      from bookings b`)
    ).map((fact) => [fact.id, fact]),
  );
  const seen = new Set<string>();
  for (const [n, { id, outcomes }] of rounds.entries()) {
    const fact = facts.get(id);
    const state = fact?.state ?? '';
    if (!isEnd(state)) throw new Error(`round ${n} ended ${state}`);
    seen.add(state);
    const [type, subject, reminders] = ENDS[state];
    const wins = outcomes.filter(isEnd);
    expect(wins, `round ${n}`).toEqual(state === 'expired' ? [] : [state]);
    const told = world.received
      .filter(({ url }) => url === ENDPOINT)
      .map(({ body }) => JSON.parse(body))
      .filter(({ data }) => data.bookingId === id)
      .toSorted((a, b) => a.data.version - b.data.version);
    expect(told.map((each) => each.type)).toEqual(['booking.requested', type]);
    expect(fact?.events).toHaveLength(told.length);
    expect(fact?.reminders, `round ${n}`).toBe(reminders);
    const mails = world.mails.filter(({ to }) => to === `guest-${n}@example.com`);
    expect(mails.at(-1)?.subject.replace(/:.*/, ''), `round ${n}`).toBe(subject);
  }
  expect([...seen].sort()).toEqual(Object.keys(ENDS).sort());
  const places = await postgres.rows('select from allocations');
  expect(places).toHaveLength(
    rounds.filter(({ id }) => facts.get(id)?.state === 'confirmed').length,
  );
  expect(postgres.log()).not.toMatch(/deadlock|panic|fatal/i);
});

it(`${ROUNDS} requests race against bookings of the same place: exactly one has it`, {
  timeout: 120_000 + ROUNDS * 1000,
}, async () => {
  const { caller } = postgres;
  const deps = { ...postgres, enqueueFollowUp() {}, venueChanged() {} };
  const guest = { ...caller, scopes: caller.scopes.filter((scope) => scope !== 'bookings:staff') };
  const venue = await openVenue(postgres, caller, settings, tablesOfFour(1));
  const winners = new Set<number>();
  for (let n = 0; n < ROUNDS; n += 1) {
    const wanted = (id: string) =>
      newBookingSchema.parse({
        ...{ venueId: venue.id, start: startOf(n), partySize: 2, customer: { id } },
      });
    const by = n % 2 === 0 ? [guest, caller] : [caller, guest];
    const outcomes = await Promise.all(
      by.map((each, at) => outcomeOf(book(deps, each, wanted(`${n}-${at}`)))),
    );
    const won = outcomes.findIndex((state) => state === 'requested' || state === 'confirmed');
    winners.add(by[won] === guest ? 0 : 1);
    expect(outcomes[won]).toBe(by[won] === guest ? 'requested' : 'confirmed');
    expect(outcomes[1 - won]).toMatch(/^(full|slot_taken)$/);
  }
  expect(winners).toEqual(new Set([0, 1]));
});
