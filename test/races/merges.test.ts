import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { book } from '../../src/bookings/book.ts';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import { newMessageSchema } from '../../src/conversations/message.ts';
import { storeMessage } from '../../src/conversations/store-message.ts';
import { changeCustomer } from '../../src/customers/change-customer.ts';
import { mergeCustomers } from '../../src/customers/merge-customers.ts';
import { Refused } from '../../src/platform/database-errors.ts';
import { Problem } from '../../src/platform/problem.ts';
import { eraseCustomer } from '../../src/privacy/erase-customer.ts';
import { newEntrySchema } from '../../src/waitlist/entry.ts';
import { joinWaitlist } from '../../src/waitlist/join-waitlist.ts';
import { offerWaitlist } from '../../src/waitlist/offer-waitlist.ts';
import { tomorrow } from '../support/bookings.ts';
import { openVenue, tablesOfFour, venueIdOf } from '../support/open-venue.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

/** How often each race runs. */
const ROUNDS = Number(process.env['MERGE_ROUNDS'] ?? 25);

let postgres: RealPostgres;
let deps: RealPostgres & { enqueueEmotion(): void; now(): number };
let venues: string[];
beforeAll(async () => {
  postgres = await startRealPostgres();
  deps = { ...postgres, enqueueEmotion() {}, now: Date.now };
  const open = (name: string) =>
    openVenue(postgres, postgres.caller, { name, timeZone: 'UTC' }, tablesOfFour(40));
  venues = [(await open('One')).id, (await open('Two')).id];
  await postgres.rows(`update workspaces set limits = limits || '{"guest_bookings": 1000000,
    "guest_waitlist_entries": 1000000, "waitlist_entries": 1000000}'`);
}, 120_000);
afterAll(() => postgres?.stop());

const say = (conversation: string, customer: string | undefined, more: object = {}) =>
  storeMessage(
    deps,
    postgres.caller,
    conversation,
    newMessageSchema.parse({
      role: 'customer',
      text: 'hello',
      ...(customer === undefined ? {} : { customer: { id: customer } }),
      ...more,
    }),
  );
const reserve = (customer: string, hour: number, more: object = {}) =>
  book(
    postgres,
    postgres.caller,
    newBookingSchema.parse({
      venueId: venues[hour % 2],
      start: tomorrow(hour),
      partySize: 2,
      customer: { id: customer },
      ...more,
    }),
  );
const wait = (customer: string, hour: number) => {
  const entry = newEntrySchema.parse({
    ...{ earliest: tomorrow(hour), latest: tomorrow(hour + 1), partySize: 2 },
    customer: { id: customer },
  });
  return joinWaitlist(postgres, postgres.caller, venueIdOf(venues[hour % 2] ?? ''), entry);
};
const merge = (from: string, into: string) => mergeCustomers(postgres, postgres.caller, from, into);
const erase = (customer: string) => eraseCustomer(postgres, postgres.caller, customer);

/** What a request came to: `done`, or the code of its problem, which the app makes of a refusal. Any other error fails the test. */
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof Problem) return error.code;
      if (error instanceof Refused) return error.reason;
      throw error;
    },
  );

/** Rows that break what must hold of merged customers, with SQL of its own. */
const violations = () =>
  postgres.rows(`
    select 'a row of a merged customer' as what, x.owner::text
      from (select customer_id as owner from conversations union all
            select customer_id from bookings union all
            select customer_id from waitlist_entries union all
            select customer_id from customer_changes union all
            select customer_id from customer_index union all
            select customer_id from customer_keys) x
      join customers g on g.id = x.owner where g.merged_into is not null
    union all
    select 'a customer merged into a merged one', a.id::text
      from customers a join customers b on b.id = a.merged_into where b.merged_into is not null
    union all
    select 'a merged row that its customer does not list', a.id::text
      from customers a join customers b on b.id = a.merged_into
     where a.id <> all (coalesce(b.merged_ids, '{}'))
    union all
    select 'a listed row that is not merged', m.id::text
      from customers b, unnest(b.merged_ids) m (id)
     where not exists (select from customers a where a.id = m.id and a.merged_into = b.id)
    union all
    select 'a booking in another customer''s conversation', b.id::text
      from bookings b join conversations c on c.id = b.conversation_id
     where b.customer_id is distinct from c.customer_id
    union all
    select 'a tombstone with a merged row that is none', a.id::text
      from customers a join customers b on b.id = a.merged_into
     where (a.erased_at is null) <> (b.erased_at is null)
    union all
    select 'an index row that does not fit', g.id::text
      from customers g full join customer_index i on i.customer_id = g.id
     where (g.erased_at is null and g.merged_into is null) <> (i.customer_id is not null)
        or i.keys <> e'\\n' || array_to_string(search_keys_v1(g), e'\\n') || e'\\n'
    union all
    select 'a key that no index row has', k.key
      from customer_keys k left join customer_index i on i.customer_id = k.customer_id
     where i.customer_id is null or position(e'\\n' || k.key || e'\\n' in i.keys) = 0
    union all
    select 'a conversation with gaps', c.id::text from conversations c
     where c.last_seq <> (select count(*) from messages m where m.conversation_id = c.id)`);

const deadlocks = () => postgres.log().match(/deadlock detected/g) ?? [];

/** How many rows a customer has, by the caller's own id. */
const rowsOf = async (customer: string) => {
  const [row] = await postgres.rows<{ conversations: number; bookings: number; entries: number }>(
    `select (select count(*)::int from conversations where customer_id = g.id) as conversations,
            (select count(*)::int from bookings where customer_id = g.id) as bookings,
            (select count(*)::int from waitlist_entries where customer_id = g.id) as entries
       from customers g where external_id = '${customer}'`,
  );
  return row;
};

describe('a merge', () => {
  it('races with messages, bookings and entries of both customers, and none of them is lost', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [a, b] = [`a${round}`, `b${round}`];
      await Promise.all([say(`chat-${a}`, a), say(`chat-${b}`, b)]);
      const made = await Promise.all([
        outcome(merge(a, b)),
        outcome(say(`chat-${a}`, a)),
        // A message that names nobody, with a booking of the conversation's customer.
        outcome(
          say(`chat-${a}`, undefined, {
            booking: { venueId: venues[0], start: tomorrow(12), partySize: 2 },
          }),
        ),
        outcome(say(`new-${a}`, a)),
        outcome(say(`new-${b}`, b)),
        outcome(reserve(a, 8 + (round % 12))),
        outcome(reserve(b, 9 + (round % 12), { conversationId: `chat-${b}` })),
        outcome(wait(a, 14)),
        outcome(changeCustomer(postgres, postgres.caller, a, { name: `Name ${a}` })),
      ]);
      expect(made).toEqual(made.map(() => 'done'));
      expect(await rowsOf(b)).toEqual({ conversations: 4, bookings: 3, entries: 1 });
      expect(await rowsOf(a)).toEqual({ conversations: 0, bookings: 0, entries: 0 });
    }
    expect(await violations()).toEqual([]);
    expect(deadlocks()).toEqual([]);
  }, 180_000);

  it('races with the merge in the other direction: both answer with the same customer', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const ids = ['x', 'y', 'z'].map((letter) => `${letter}${round}`);
      await Promise.all(ids.map((id) => say(`chat-${id}`, id)));
      const [x = '', y = '', z = ''] = ids;
      // Three that are merged in a circle end as one, whichever comes first.
      const ways = [
        [x, y],
        [y, x],
        [y, z],
        [z, x],
      ] as const;
      await Promise.all([
        ...ways.map(([from, into]) => merge(from, into)),
        ...ids.map((id) => say(`chat-${id}`, id)),
      ]);
      const owners = await postgres.rows(
        `select distinct customer_id from conversations
          where external_id = any ('{${ids.map((id) => `chat-${id}`)}}')`,
      );
      expect(owners).toHaveLength(1);
    }
    expect(await violations()).toEqual([]);
    expect(deadlocks()).toEqual([]);
  }, 180_000);

  it('races with an erasure of either customer: the guest is erased, or the merge is refused', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const [a, b] = [`e${round}`, `f${round}`];
      await Promise.all([
        say(`chat-${a}`, a, { text: `frotz ${a}` }),
        say(`chat-${b}`, b, { text: `frotz ${b}` }),
        reserve(a, 8 + (round % 12), { notes: 'frotz' }),
      ]);
      const erased = round % 2 === 0 ? a : b;
      const [merged] = await Promise.all([
        outcome(merge(a, b)),
        outcome(erase(erased)),
        outcome(say(`chat-${a}`, a)),
      ]);
      outcomes.add(merged);
      expect(['done', 'customer_erased']).toContain(merged);
      const left = merged === 'done' ? [a, b] : [erased];
      const texts = await postgres.rows(
        `select 1 from messages m join conversations c on c.id = m.conversation_id
          where c.external_id = any ('{${left.map((id) => `chat-${id}`)}}') and m.text is not null`,
      );
      expect(texts, `${erased} erased, merge ${merged}`).toEqual([]);
    }
    // Both orders happen now and then; one of them must.
    expect(outcomes.size).toBeGreaterThan(0);
    expect(await violations()).toEqual([]);
    expect(deadlocks()).toEqual([]);
  }, 180_000);

  it('races with offers to a party that waits', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [a, b] = [`o${round}`, `p${round}`];
      const { id } = await openVenue(
        postgres,
        postgres.caller,
        { name: a, timeZone: 'UTC' },
        tablesOfFour(2),
      );
      const entry = newEntrySchema.parse({
        ...{ earliest: tomorrow(10), latest: tomorrow(11), partySize: 2 },
        customer: { id: a },
      });
      await say(`chat-${b}`, b);
      await joinWaitlist(postgres, postgres.caller, venueIdOf(id), entry);
      await Promise.all([merge(a, b), offerWaitlist(postgres, venueIdOf(id))]);
      expect(await rowsOf(b)).toEqual({ conversations: 1, bookings: 1, entries: 1 });
    }
    expect(await violations()).toEqual([]);
    expect(deadlocks()).toEqual([]);
  }, 180_000);
});

it('a request that waits for a merge finds the other customer afterwards', async () => {
  await Promise.all([say('chat-held', 'held'), say('chat-keeps', 'keeps')]);
  // All rows of a test are asked for on one connection, so this is one transaction.
  await postgres.rows(`begin; select merge_customers_v1(workspace_id, null, 'held', 'keeps')
                         from customers where external_id = 'held'`);
  const waiting = [say('late-1', 'held'), reserve('held', 11), wait('held', 17)];
  const blocked = `select count(distinct pid)::int as count from pg_locks where not granted`;
  await expect.poll(async () => (await postgres.rows(blocked))[0]).toEqual({ count: 3 });
  await postgres.rows('commit');
  await Promise.all(waiting);
  expect(await rowsOf('keeps')).toEqual({ conversations: 3, bookings: 1, entries: 1 });
  expect(await violations()).toEqual([]);
});
