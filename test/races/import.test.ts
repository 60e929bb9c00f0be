import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Import, runBookings, runGuests } from '../../scripts/import/run-import.ts';
import { book } from '../../src/bookings/book.ts';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import {
  IMPORTED_STATES,
  type ImportedBooking,
  type ImportedGuest,
} from '../../src/bookings/imports/store.ts';
import { newMessageSchema } from '../../src/conversations/message.ts';
import { storeMessage } from '../../src/conversations/store-message.ts';
import { mergeCustomers } from '../../src/customers/merge-customers.ts';
import { Refused } from '../../src/platform/database-errors.ts';
import { newIdAt } from '../../src/platform/ids.ts';
import { Problem } from '../../src/platform/problem.ts';
import { eraseCustomer } from '../../src/privacy/erase-customer.ts';
import { openVenue, tablesOfFour, venueIdOf } from '../support/open-venue.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

/** How often the race with clients runs. */
const ROUNDS = Number(process.env['IMPORT_ROUNDS'] ?? 4);
const GUESTS = 620;
const BOOKINGS = 400;
const HOUR_MS = 3_600_000;

let postgres: RealPostgres;
let deps: RealPostgres & { enqueueEmotion(): void; now(): number };
beforeAll(async () => {
  postgres = await startRealPostgres();
  deps = { ...postgres, enqueueEmotion() {}, now: Date.now };
  await postgres.rows(`update workspaces set limits = limits || '{"guest_bookings": 1000000}'`);
}, 120_000);
afterAll(() => postgres?.stop());

const open = async (name: string) => {
  const settings = { name, timeZone: 'UTC', turnTimes: [{ maxParty: 4, minutes: 60 }] };
  const { id } = await openVenue(postgres, postgres.caller, settings, tablesOfFour(4));
  return { shown: id, id: venueIdOf(id), name };
};
type Venue = Awaited<ReturnType<typeof open>>;

/** The hour in three days with which the stays begin. It is read once: all runs import the same files. */
const FIRST_STAY = Math.floor(Date.now() / HOUR_MS + 72) * HOUR_MS;
/** The start of a stay, of which four at the same time fill the venue. */
const startOf = (n: number) => new Date(FIRST_STAY + (n % 60) * HOUR_MS).toISOString();

const guestsOf = ({ name }: Venue): ImportedGuest[] =>
  Array.from({ length: GUESTS }, (_, n) => ({
    ...{ line: n + 2, id: `${name}-${n}`, digest: '0a' },
    change: { name: `Guest ${n}`, email: `${name}-${n}@example.com`, tags: ['of the file'] },
  }));

/** Bookings whose notes name their row. Three quarters get a place, more of them than there are. */
const bookingsOf = ({ name }: Venue): ImportedBooking[] =>
  Array.from({ length: BOOKINGS }, (_, n) => {
    const state = n % 4 === 3 ? (IMPORTED_STATES[1 + (n % 3)] ?? 'finished') : 'confirmed';
    const start = state === 'confirmed' ? startOf(n) : new Date(HOUR_MS * n).toISOString();
    return {
      ...{ line: n + 2, id: `${n}`, digest: '0b', booking: newIdAt<'booking'>(Date.now()) },
      guest: { id: `${name}-${n % 50}`, name: 'Of a booking' },
      ...{ state, start, partySize: 2, notes: `${name} row ${n}`, tags: [] },
    };
  });

/** Imports both files, as each run of the script does. */
async function importFiles(venue: Venue) {
  const to: Import = {
    ...{ database: postgres.database, workspace: postgres.caller.workspaceId },
    ...{ source: venue.name, isTrial: false, progress() {} },
  };
  const guests = await runGuests(to, guestsOf(venue));
  return { guests, bookings: await runBookings(to, venue.id, bookingsOf(venue)) };
}
type Ran = Awaited<ReturnType<typeof importFiles>>;

/** The numbers of the rows that were stored, by the notes of their bookings; an erased one has none. */
const storedOf = ({ id, name }: Venue) =>
  postgres.rows<{ row: number | null; times: number }>(
    `select substring(b.notes from '${name} row (\\d+)')::int as row, count(*)::int as times
       from bookings b join imported_rows i on i.booking_id = b.id
      where b.venue_id = '${id}' group by 1 order by 1`,
  );

/** What must not exist, with SQL of its own. */
const violations = ({ id, name }: Venue) =>
  postgres.rows(`
    select 'two stays at one table at one time' as what, a.booking_id::text as of
      from allocations a join allocations o
        on o.resource_id = a.resource_id and o.booking_id > a.booking_id and o.span && a.span
     where a.venue_id = '${id}'
    union all
    select 'a coming stay without a place', b.id::text
      from bookings b left join allocations a on a.booking_id = b.id
     where b.venue_id = '${id}' and b.state = 'confirmed' and a.booking_id is null
    union all
    select 'a stored booking whose row is not known', b.id::text
      from bookings b left join imported_rows i on i.booking_id = b.id
     where b.notes like '${name} row %' and i.id is null
    union all
    select 'a booking of a customer that was merged away', b.id::text
      from bookings b join customers g on g.id = b.customer_id
     where b.venue_id = '${id}' and g.merged_into is not null
    union all
    select 'an erased guest with details', g.id::text
      from customers g where g.erased_at is not null
       and num_nonnulls(g.external_id, g.name, g.email, g.phone, g.preferences, g.staff_notes) > 0
    union all
    select 'a digest of an erased guest', g.id::text
      from customers g join imported_rows i on i.customer_id = g.id
     where g.erased_at is not null and i.digest is not null
    union all
    select 'a digest or notes of a booking of an erased guest', g.id::text
      from customers g join bookings b on b.customer_id = g.id
      left join imported_rows i on i.booking_id = b.id
     where g.erased_at is not null and num_nonnulls(i.digest, b.notes) > 0`);

/** The contents of the tables that an import writes. */
const contents = () =>
  postgres.rows(
    ['customers', 'bookings', 'allocations', 'booking_events', 'imported_rows', 'customer_keys']
      .map(
        (table) =>
          `select '${table}', md5(string_agg(t::text, ',' order by t::text)) from ${table} t`,
      )
      .join(' union all '),
  );

const deadlocks = () => postgres.log().match(/deadlock detected/g) ?? [];

/** Every row has one outcome; returns the reasons of the refused ones. */
function reasonsOf({ guests, bookings }: Ran): string[] {
  for (const [{ counts, refusals }, rows] of [
    [guests, GUESTS],
    [bookings, BOOKINGS],
  ] as const) {
    expect(Object.values(counts).reduce((sum, each) => sum + each)).toBe(rows);
    expect(refusals).toHaveLength(counts.refused + counts.differs);
    expect(new Set(refusals.map(({ line, id }) => `${line} ${id}`)).size).toBe(refusals.length);
  }
  const reasons = [...guests.refusals, ...bookings.refusals].map(({ reason }) => reason);
  return [...new Set(reasons)].sort();
}

it('two runs of the same files at the same time store each row once', async () => {
  const venue = await open('twice');
  const [a, b] = await Promise.all([importFiles(venue), importFiles(venue)]);
  expect(a.guests.counts.created + b.guests.counts.created).toBe(GUESTS);
  expect(a.guests.counts.unchanged + b.guests.counts.unchanged).toBe(GUESTS);
  for (const run of [a, b]) expect(reasonsOf(run)).toEqual(['full: no place is free']);

  const stored = await storedOf(venue);
  expect(stored.every(({ times }) => times === 1)).toBe(true);
  expect(stored).toHaveLength(a.bookings.counts.created + b.bookings.counts.created);
  // What is not stored is named by both, and nothing that is stored is.
  const refused = (run: Ran) => run.bookings.refusals.map(({ id }) => Number(id)).sort(ascending);
  expect(refused(a)).toEqual(refused(b));
  expect([...refused(a), ...stored.map(({ row }) => row ?? 0)].sort(ascending)).toEqual(
    Array.from({ length: BOOKINGS }, (_, n) => n),
  );
  expect(await violations(venue)).toEqual([]);

  const once = await contents();
  const again = await importFiles(venue);
  expect(await contents()).toEqual(once);
  expect(again.guests.counts).toMatchObject({ created: 0, updated: 0, unchanged: GUESTS });
  expect(again.bookings.counts).toMatchObject({ created: 0, unchanged: stored.length });
  expect(deadlocks()).toEqual([]);
});

const ascending = (a: number, b: number) => a - b;

/** What a request came to: `done`, or the code of its problem. Any other error fails the test. */
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof Problem) return error.code;
      if (error instanceof Refused) return error.reason;
      throw error;
    },
  );

it('an import races with bookings, messages, erasures and merges of the same guests', async () => {
  const wanted = ['customer_erased: the guest was erased', 'full: no place is free'];
  const seen = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const venue = await open(`round${round}`);
    const { name } = venue;
    let isRunning = true;
    const answers: Record<string, number> = {};
    const count = (what: string, came: string) => {
      answers[`${what} ${came}`] = (answers[`${what} ${came}`] ?? 0) + 1;
    };
    /** A client that sends requests until the import has ended. */
    const client = async (first: number) => {
      for (let n = first; isRunning; n += 7) {
        const customer = { id: `${name}-${n % 60}`, name: 'Of a client' };
        const details = { venueId: venue.shown, start: startOf(n), partySize: 2, customer };
        const made = book(postgres, postgres.caller, newBookingSchema.parse(details));
        count('book', await outcome(made));
        const message = { role: 'customer', text: 'hello', customer };
        const said = newMessageSchema.parse({ id: `m${n}`, ...message });
        count('say', await outcome(storeMessage(deps, postgres.caller, `${name}-${n}`, said)));
      }
    };
    /** Sends one request after another, each until it is accepted, for as long as the import takes. */
    const oneByOne = async (what: string, first: number, send: (n: number) => Promise<unknown>) => {
      for (let n = first; n < first + 20 && isRunning; n += 1) {
        let came = '';
        while (came !== 'done' && isRunning) {
          came = await outcome(send(n));
          count(what, came);
          await sleep(40);
        }
      }
    };
    const guest = (n: number) => `${name}-${n}`;
    const erase = oneByOne('erase', 0, (n) => eraseCustomer(postgres, postgres.caller, guest(n)));
    const merge = oneByOne('merge', 20, (n) =>
      mergeCustomers(postgres, postgres.caller, guest(n), guest(n + 1 + (n % 3))),
    );
    const clients = [0, 1, 2, 3].map(client);
    const runs = Promise.all([importFiles(venue), importFiles(venue)]).finally(() => {
      isRunning = false;
    });
    const [[a, b]] = await Promise.all([runs, erase, merge, ...clients]);
    for (const run of [a, b]) for (const reason of reasonsOf(run)) seen.add(reason);

    expect(await violations(venue)).toEqual([]);
    expect(answers['book done']).toBeGreaterThan(0);
    expect(answers['merge done']).toBeGreaterThan(0);
    expect(answers['erase done']).toBeGreaterThan(0);
    const stored = await storedOf(venue);
    expect(stored.filter(({ row, times }) => row !== null && times !== 1)).toEqual([]);
    // Each row is stored, or each run that came to it says why it is not.
    const [all] = await postgres.rows<{ n: number }>(
      `select count(*)::int as n from bookings b join imported_rows i on i.booking_id = b.id
        where b.venue_id = '${venue.id}'`,
    );
    expect(all?.n).toBe(a.bookings.counts.created + b.bookings.counts.created);

    // Erasures have freed places, which the next run may give away. The run after it changes nothing.
    await importFiles(venue);
    const once = await contents();
    await importFiles(venue);
    expect(await contents()).toEqual(once);
    expect(await violations(venue)).toEqual([]);
  }
  expect([...seen].sort()).toEqual(wanted);
  expect(deadlocks()).toEqual([]);
});
