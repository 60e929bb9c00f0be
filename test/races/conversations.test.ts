import { afterAll, beforeAll, expect, it } from 'vitest';
import { book } from '../../src/bookings/book.ts';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import { newMessageSchema } from '../../src/conversations/message.ts';
import { storeMessage } from '../../src/conversations/store-message.ts';
import { Refused } from '../../src/platform/database-errors.ts';
import { Problem } from '../../src/platform/problem.ts';
import { eraseCustomer } from '../../src/privacy/erase-customer.ts';
import { newEntrySchema } from '../../src/waitlist/entry.ts';
import { joinWaitlist } from '../../src/waitlist/join-waitlist.ts';
import { tomorrow } from '../support/bookings.ts';
import { openVenue, tablesOfFour, venueIdOf } from '../support/open-venue.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

const ROUNDS = 60;
const CUSTOMERS = ['ana', 'bo', 'cy', 'di'];

let postgres: RealPostgres;
let venue: { id: string };
beforeAll(async () => {
  postgres = await startRealPostgres();
  venue = await openVenue(
    postgres,
    postgres.caller,
    { name: 'races', timeZone: 'UTC' },
    tablesOfFour(30),
  );
});
afterAll(async () => {
  await postgres?.stop();
});

const deps = () => ({ ...postgres, now: Date.now, enqueueEmotion() {} });
/** The code of a refusal, or `done`. Any other error fails the test. */
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof Problem) return error.code;
      if (error instanceof Refused) return error.reason;
      throw error;
    },
  );

const say = (conversation: string, customer?: string) =>
  storeMessage(
    deps(),
    postgres.caller,
    conversation,
    newMessageSchema.parse({
      role: 'customer',
      text: `words in ${conversation}`,
      ...(customer === undefined ? {} : { customer: { id: customer } }),
    }),
  );
const reserve = (conversationId: string, customer: string, round: number) =>
  book(
    deps(),
    postgres.caller,
    newBookingSchema.parse({
      venueId: venue.id,
      start: tomorrow(1 + (round % 20)),
      partySize: 2,
      customer: { id: customer },
      conversationId,
    }),
  );
/** A customer waits once for a window, so each round has another one. */
const wait = (conversationId: string, customer: string, round: number) =>
  joinWaitlist(
    deps(),
    postgres.caller,
    venueIdOf(venue.id),
    newEntrySchema.parse({
      earliest: tomorrow(9, round),
      latest: tomorrow(10, round),
      partySize: 2,
      customer: { id: customer },
      conversationId,
    }),
  );

/** Bookings and entries whose conversation has another customer, or none. */
const strangers = () =>
  postgres.rows(`
    select x.id from (select id, conversation_id, customer_id from bookings
                      union all select id, conversation_id, customer_id from waitlist_entries) x
      join conversations c on c.id = x.conversation_id
     where c.customer_id is distinct from x.customer_id`);

it('of customers that race for a conversation without one, one gets it', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const conversation = `race-${round}`;
    await say(conversation);
    const outcomes = await Promise.all(
      CUSTOMERS.map((customer, at) => {
        const link = [reserve, wait, say, reserve][(at + round) % 4] ?? reserve;
        return outcome(link(conversation, customer, round));
      }),
    );
    expect(outcomes.sort()).toEqual([
      'customer_mismatch',
      'customer_mismatch',
      'customer_mismatch',
      'done',
    ]);
  }
  expect(await strangers()).toEqual([]);
});

it('a booking that races with the erasure of its customer leaves no text behind', async () => {
  const seen = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const conversation = `erased-${round}`;
    const customer = `gone-${round}`;
    await say(`${conversation}-before`, customer);
    await say(conversation);
    const delay = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 6));
    const [booked] = await Promise.all([
      delay().then(() => outcome(reserve(conversation, customer, round))),
      delay().then(() => outcome(eraseCustomer(postgres, postgres.caller, customer))),
    ]);
    seen.add(booked);
  }
  expect([...seen].sort()).toEqual(['customer_erased', 'done']);
  expect(await strangers()).toEqual([]);
  const left = await postgres.rows(`
    select c.id from conversations c
      join customers g on g.id = c.customer_id and g.erased_at is not null
      join messages m on m.conversation_id = c.id and m.text is not null`);
  expect(left).toEqual([]);
  expect(postgres.log()).not.toMatch(/deadlock|panic|fatal/i);
});
