import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { createWorld } from '../support/follow-up-world.ts';
import { sql } from '../support/sql.ts';
import { client, makeKey, testDeps } from '../support/workspace.ts';
import { live, openPlace, type Place } from './guest-life.ts';
import { TABLES } from './ledger.ts';
import { columnsWith, customerRow, valuesOf } from './whole-database.ts';

/** The columns that hold words of the guest before the erasure. The rest of the test relies on them. */
const HOLD_WORDS = [
  'public.booking_events.actor',
  'public.booking_events.reason',
  'public.bookings.notes',
  'public.bookings.tags',
  'public.customer_index.keys',
  'public.customer_keys.key',
  'public.customers.email',
  'public.customers.external_id',
  'public.customers.name',
  'public.customers.phone',
  'public.customers.preferences',
  'public.customers.refusal_reason',
  'public.customers.staff_notes',
  'public.customers.tags',
  'public.idempotency_keys.answer',
  'public.idempotency_keys.key',
  'public.job_attempts.answer',
  'public.messages.metadata',
  'public.messages.text',
  'public.waitlist_entries.notes',
];

let place: Place;
beforeAll(async () => {
  place = await openPlace('erasure of a whole life');
});

/** Columns of a guest's rows that an erasure must empty and that have a value, with the values. */
async function remaining(customer: string): Promise<string[]> {
  const found: string[] = [];
  for (const [table, entry] of Object.entries(TABLES)) {
    if (!('columns' in entry)) continue;
    for (const [name, { kept }] of Object.entries(entry.columns)) {
      if (kept !== undefined) continue;
      const values = await valuesOf(table, name, entry.whose, customer);
      if (values.length > 0) found.push(`${table}.${name}`);
    }
  }
  return found;
}

const toBeEmptied = Object.entries(TABLES).flatMap(([table, entry]) =>
  'columns' in entry
    ? Object.entries(entry.columns)
        .filter(([, { kept }]) => kept === undefined)
        .map(([name]) => `${table}.${name}`)
    : [],
);

describe('an erasure', () => {
  it('leaves no word of the guest anywhere in the database', async () => {
    // All test files share one database, so no other file may use this word.
    await live(place, 'plugh', 'chat-p');
    const { guest, conversations } = await live(place, 'xyzzy', 'chat-x');
    const row = await customerRow(guest.id);
    const digests = await sql.query(
      `select encode(m.digest, 'hex') as digest from messages m
         join conversations c on c.id = m.conversation_id where c.customer_id = $1
       union select encode(digest, 'hex') from idempotency_keys where customer_id = $1`,
      [row],
    );
    const bystander = '/v1/customers/plugh-guest/export';
    const before = (await place.call('GET', bystander)).body;

    // The life has left something in every column that is to be emptied.
    expect(await remaining(row)).toEqual(toBeEmptied);
    expect(await columnsWith('xyzzy')).toEqual(HOLD_WORDS);

    const receipt = await place.call('DELETE', `/v1/customers/${guest.id}`);
    expect(receipt).toMatchObject({ status: 200, body: { conversations: 3 } });

    expect(await columnsWith('xyzzy')).toEqual([]);
    expect(await remaining(row)).toEqual([]);
    for (const { digest } of digests) expect(await columnsWith(digest)).toEqual([]);
    for (const conversation of Object.values(conversations)) {
      const { status } = await place.call('GET', `/v1/conversations/${conversation}/messages`);
      expect(status).toBe(410);
    }
    expect((await place.call('GET', bystander)).body).toEqual(before);

    // Work that comes later brings nothing back.
    await place.offer();
    await place.settle();
    expect(await columnsWith('xyzzy')).toEqual([]);
    expect(await remaining(row)).toEqual([]);
  });

  it('discards the answer of a webhook that is being sent meanwhile, and sends the event again', async () => {
    const world = createWorld({
      database: testDeps().database,
      keySecret: String(Reflect.get(env, 'KEY_SECRET')),
      startsAt: Date.now(),
      async receive({ body }) {
        if (body.includes('frotz')) await call('DELETE', '/v1/customers/frotz-guest');
        return new Response(body);
      },
    });
    const call = client(await makeKey('erasure meanwhile'), {}, { ...env, ...world.bindings });
    const ask = asking(call);
    const venue = await makeVenue(ask, 1);
    await ask('POST', '/v1/webhooks', {
      url: 'https://example.com/slow',
      events: ['booking.confirmed'],
    });
    await world.drain();
    await ask('POST', '/v1/bookings', {
      venueId: venue.id,
      start: tomorrow(9),
      partySize: 2,
      customer: { id: 'frotz-guest' },
    });
    await world.drain();
    expect(await columnsWith('frotz')).toEqual([]);
    await world.goTo(Date.now());
    const sent = world.received
      .filter(({ url }) => url === 'https://example.com/slow')
      .map(({ body }) => JSON.parse(body).data.customerId);
    expect(sent).toEqual(['frotz-guest', null]);
    expect(await columnsWith('frotz')).toEqual([]);
  });
});
