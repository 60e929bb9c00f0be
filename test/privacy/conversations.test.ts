import { beforeAll, describe, expect, it } from 'vitest';
import migration from '../../drizzle/0006_customers_of_conversations.sql?raw';
import { offerWaitlist } from '../../src/waitlist/offer-waitlist.ts';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { tomorrow } from '../support/bookings.ts';
import { venueIdOf } from '../support/open-venue.ts';
import { sql } from '../support/sql.ts';
import { testDeps } from '../support/workspace.ts';

const { database } = testDeps();

let client: BookingClient;
let venueId: string;
beforeAll(async () => {
  client = await openBookingClient('customers of conversations');
  venueId = (await client.open(20)).id;
});

/** Stores a message without a customer, or with one. */
const say = (conversation: string, customer?: string) =>
  client.call('POST', `/v1/conversations/${conversation}/messages`, {
    role: 'customer',
    text: `words in ${conversation}`,
    ...(customer === undefined ? {} : { customer: { id: customer } }),
  });
const book = (conversationId: string, customer: string) =>
  client.book(venueId, tomorrow(9), { conversationId, customer: { id: customer } });
const join = (conversationId: string, customer: string) =>
  client.call('POST', `/v1/venues/${venueId}/waitlist`, {
    earliest: tomorrow(9),
    latest: tomorrow(10),
    partySize: 2,
    conversationId,
    customer: { id: customer },
  });
const customerOf = async (conversation: string) =>
  (await client.call('GET', `/v1/conversations/${conversation}`)).body.customerId;
const textsOf = async (customer: string): Promise<string[]> =>
  (await client.call('GET', `/v1/customers/${customer}/export`)).body.messages.map(
    ({ text }: { text: string }) => text,
  );
const erase = async (customer: string) =>
  (await client.call('DELETE', `/v1/customers/${customer}`)).body;
const statusOf = async (conversation: string) =>
  (await client.call('GET', `/v1/conversations/${conversation}`)).status;
const code = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

describe.each([
  ['a booking', book],
  ['a waitlist entry', join],
])('%s in a conversation without a customer', (name, link) => {
  const key = name.replaceAll(' ', '-');

  it('makes it the customer’s, for lists, export and erasure', async () => {
    await say(`${key}-1`);
    expect((await link(`${key}-1`, `${key}-ana`)).status).toBe(201);
    expect(await customerOf(`${key}-1`)).toBe(`${key}-ana`);
    const { body } = await client.call('GET', `/v1/conversations?customer=${key}-ana`);
    expect(body.data).toHaveLength(1);
    expect(await textsOf(`${key}-ana`)).toEqual([`words in ${key}-1`]);
    expect(await erase(`${key}-ana`)).toMatchObject({ conversations: 1, messages: 1 });
    expect(await statusOf(`${key}-1`)).toBe(410);
  });

  it('keeps it from another customer', async () => {
    await say(`${key}-2`);
    await link(`${key}-2`, `${key}-bo`);
    expect(code(await say(`${key}-2`, `${key}-cy`))).toEqual([409, 'customer_mismatch']);
    for (const other of [book, join]) {
      expect(code(await other(`${key}-2`, `${key}-cy`))).toEqual([409, 'customer_mismatch']);
    }
    expect((await say(`${key}-2`, `${key}-bo`)).status).toBe(201);
    expect((await say(`${key}-2`)).status).toBe(201);
    expect((await link(`${key}-2`, `${key}-bo`)).status).toBeLessThan(300);
  });
});

it('a booking that finds no place leaves the conversation without a customer', async () => {
  await say('full');
  const tiny = await client.open(1);
  const at = (customer: string, more: object = {}) =>
    client.book(tiny.id, tomorrow(9), { customer: { id: customer }, ...more });
  await at('first');
  expect(code(await at('second', { conversationId: 'full' }))).toEqual([409, 'full']);
  expect(await customerOf('full')).toBeNull();
});

it('a booking for an erased customer leaves the conversation without a customer', async () => {
  await say('of-nobody');
  await say('of-gone', 'gone');
  await erase('gone');
  for (const link of [book, join]) {
    expect(code(await link('of-nobody', 'gone'))).toEqual([410, 'customer_erased']);
  }
  expect(await customerOf('of-nobody')).toBeNull();
});

describe('conversations of bookings that an earlier version made', () => {
  /** Makes a booking or entry in a conversation, which then has no customer any more. */
  const linkAsBefore = async (link: typeof book, conversation: string, customers: string[]) => {
    await say(conversation);
    for (const customer of customers) {
      expect((await link(conversation, customer)).status).toBe(201);
      await sql.query('update conversations set customer_id = null where external_id = $1', [
        conversation,
      ]);
    }
  };

  it.each([
    ['booking', book],
    ['entry', join],
  ])('are exported and erased with the customer of the %s', async (name, link) => {
    await linkAsBefore(link, `old-${name}`, [`old-${name}-eve`]);
    expect(await textsOf(`old-${name}-eve`)).toEqual([`words in old-${name}`]);
    expect(await erase(`old-${name}-eve`)).toMatchObject({ conversations: 1, messages: 1 });
    expect(await statusOf(`old-${name}`)).toBe(410);
  });

  it('are erased by a second erasure where the first did not find them', async () => {
    await linkAsBefore(book, 'left', ['fay']);
    // The first erasure does not find the conversation, because the booking names none meanwhile.
    const unlink = `update bookings b set conversation_id = null from conversations c
                     where c.id = b.conversation_id and c.external_id = 'left'
                    returning b.id::text`;
    const [booking] = await sql.query(unlink);
    const first = await erase('fay');
    expect(first).toMatchObject({ conversations: 0, messages: 0, bookings: 1 });
    await sql.query(
      `update bookings set conversation_id = (select id from conversations where external_id = 'left')
        where id = $1`,
      [booking?.['id']],
    );
    expect(await statusOf('left')).toBe(200);
    expect(await erase('fay')).toMatchObject({
      erasedAt: first.erasedAt,
      conversations: 1,
      messages: 1,
      bookings: 0,
    });
    expect(await statusOf('left')).toBe(410);
    expect(await erase('fay')).toMatchObject({ conversations: 0, messages: 0, bookings: 0 });
  });

  it('get their customer by the migration, unless several customers share one', async () => {
    await linkAsBefore(book, 'one-booking', ['gus']);
    await linkAsBefore(join, 'one-entry', ['gus']);
    await linkAsBefore(book, 'shared', ['gus', 'hal']);
    await linkAsBefore(book, 'of-erased', ['ida']);
    await say('alone');
    await sql.query(
      `update customers set external_id = null, erased_at = now() where external_id = 'ida'`,
    );
    await sql.query(migration);
    expect(await customerOf('one-booking')).toBe('gus');
    expect(await customerOf('one-entry')).toBe('gus');
    for (const conversation of ['shared', 'of-erased', 'alone']) {
      const rows = await sql.query('select customer_id from conversations where external_id = $1', [
        conversation,
      ]);
      expect(rows, conversation).toEqual([{ customer_id: null }]);
    }
    // A conversation that customers share is erased with the first of them.
    expect(await textsOf('hal')).toEqual(['words in shared']);
    await erase('hal');
    expect(await statusOf('shared')).toBe(410);
    expect((await textsOf('gus')).sort()).toEqual(['words in one-booking', 'words in one-entry']);
  });

  it('are not given to an offer of an entry whose customer they do not have', async () => {
    const small = await client.open(1);
    await say('old-offer');
    const joined = await client.call('POST', `/v1/venues/${small.id}/waitlist`, {
      earliest: tomorrow(9),
      latest: tomorrow(10),
      partySize: 2,
      conversationId: 'old-offer',
      customer: { id: 'jo' },
    });
    expect(joined.status).toBe(201);
    await sql.query(`update conversations set customer_id = null where external_id = 'old-offer'`);
    await offerWaitlist({ database, enqueueFollowUp() {} }, venueIdOf(small.id));
    const offers = await sql.query(
      `select b.conversation_id from bookings b join customers g on g.id = b.customer_id
        where g.external_id = 'jo'`,
    );
    expect(offers).toEqual([{ conversation_id: null }]);
  });
});
