import { beforeAll, expect, it } from 'vitest';
import { foldMessages } from '../../src/emotions/fold-messages.ts';
import { rebuildStatistics } from '../../src/emotions/statistics/store.ts';
import { idSchema, type WorkspaceId } from '../../src/platform/ids.ts';
import { sweepRetentions } from '../../src/privacy/sweep-retentions.ts';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { tomorrow } from '../support/bookings.ts';
import { sql } from '../support/sql.ts';
import { testDeps } from '../support/workspace.ts';
import { placesOf } from './whole-database.ts';

const deps = testDeps();
/** A small page, so that the test has several. */
const ROWS = 4;

let place: BookingClient;
let venueId: string;
let workspace: WorkspaceId;
beforeAll(async () => {
  place = await openBookingClient('retention');
  venueId = (await place.open(20)).id;
  const [row] = await sql.query(`select id::text from workspaces where name = 'retention'`);
  workspace = idSchema<'workspace'>().parse(row?.['id']);
});

const say = (conversation: string, text: string, more: object = {}) =>
  place.call('POST', `/v1/conversations/${conversation}/messages`, {
    role: 'customer',
    text,
    metadata: { said: text },
    emotion: { label: 'joy', valence: 0.5 },
    ...more,
  });

/** Moves a conversation into the past, as if nothing had been said in it since. */
const age = (conversation: string, days: number) =>
  sql.query(
    `update conversations
        set created_at = now() - $2 * interval '1 day', last_message_at = now() - $2 * interval '1 day'
      where workspace_id = $3 and external_id = $1`,
    [conversation, days, workspace],
  );

/** Moves a booking into the past. */
const ageBooking = (id: string, days: number, state = 'finished') =>
  sql.query(
    `with gone as (delete from allocations where booking_id = $1)
     update bookings set starts_at = now() - $2 * interval '1 day' - interval '1 hour',
                         ends_at = now() - $2 * interval '1 day', state = $3
      where id = $1`,
    [id.replace('bkg_', ''), days, state],
  );

const END = tomorrow(0);
const rangeOf = (days: number) => {
  const from = new Date(Date.parse(END) - days * 86_400_000).toISOString();
  return `from=${encodeURIComponent(from)}&to=${encodeURIComponent(END)}`;
};

/** The statistics of the workspace and of a customer, and how bookings ended. */
async function counts() {
  const answers = [];
  for (const path of [
    `/v1/emotions?${rangeOf(6)}`,
    '/v1/customers/of-gone-long/emotions',
    `/v1/outcomes?${rangeOf(90)}`,
  ]) {
    const { status, body } = await place.call('GET', path);
    expect(status, JSON.stringify(body)).toBe(200);
    // The time of the answer.
    const { freshness: _, ...counted } = body;
    answers.push(counted);
  }
  return answers;
}

it('keeps everything for ever by default, and takes days from 30 on', async () => {
  const path = '/v1/retention';
  const forEver = { conversationsDays: null, bookingsDays: null };
  expect((await place.call('GET', path)).body).toEqual(forEver);
  expect(
    (await place.call('PUT', path, { conversationsDays: 29, bookingsDays: null })).status,
  ).toBe(400);
  expect((await place.call('PUT', path, { conversationsDays: 40 })).status).toBe(400);
  const wanted = { conversationsDays: 40, bookingsDays: 60 };
  expect(await place.call('PUT', path, wanted)).toMatchObject({ status: 200, body: wanted });
  expect((await place.call('GET', path)).body).toEqual(wanted);
  expect((await place.call('PUT', path, forEver)).status).toBe(200);
});

it('erases what is older, a page at a time, and leaves all counts as they are', async () => {
  const jobs = [];
  for (const [conversation, count, days] of [
    ['kept-new', 3, 39],
    ['gone-long', 11, 41],
    ['gone-a', 2, 200],
    ['gone-b', 2, 41],
    ['kept-booked', 2, 41],
  ] as const) {
    const word = conversation.startsWith('gone') ? 'frobnitz' : 'stays';
    for (let at = 1; at <= count; at += 1) {
      await say(conversation, `${word} ${at}`, {
        id: `m${at}`,
        customer: { id: `of-${conversation}` },
      });
    }
    const [row] = await sql.query(
      `select id::text from conversations where workspace_id = $1 and external_id = $2`,
      [workspace, conversation],
    );
    const conversationId = idSchema<'conversation'>().parse(row?.['id']);
    jobs.push(...Array.from({ length: count }, (_, at) => ({ conversationId, seq: at + 1 })));
    await age(conversation, days);
  }
  await foldMessages(deps, jobs);
  const book = async (hour: number, conversation: string, word: string) => {
    const { status, body } = await place.book(venueId, tomorrow(hour), {
      customer: { id: `of-${conversation}` },
      conversationId: conversation,
      notes: `${word} is allergic`,
      tags: [word],
    });
    expect(status, JSON.stringify(body)).toBe(201);
    return String(body.id);
  };
  const gone = [await book(1, 'gone-long', 'frobnitz'), await book(2, 'gone-a', 'frobnitz')];
  const unfinished = await book(3, 'gone-b', 'frobnitz');
  const kept = await book(4, 'kept-new', 'stays');
  await book(23, 'kept-booked', 'stays');
  for (const id of gone) await ageBooking(id, 61);
  await ageBooking(unfinished, 61, 'confirmed');
  await ageBooking(kept, 59);
  await sql.query(
    `update booking_events set reason = 'frobnitz', actor = 'frobnitz' where booking_id = $1`,
    [gone[0]?.replace('bkg_', '')],
  );
  await sql.query(
    `insert into waitlist_entries (id, workspace_id, venue_id, customer_id, party_size, earliest,
                                   latest, notes)
     select new_id_v1(), b.workspace_id, b.venue_id, b.customer_id, 2,
            now() - x.days * interval '1 day', now() - x.days * interval '1 day', x.notes
       from bookings b, (values (61, 'frobnitz waits'), (59, 'stays waiting')) x (days, notes)
      where b.id = $1`,
    [kept.replace('bkg_', '')],
  );
  const before = await counts();
  expect(JSON.stringify(before)).toContain('joy');

  await place.call('PUT', '/v1/retention', { conversationsDays: 40, bookingsDays: 60 });
  expect(await sweepRetentions(deps, ROWS)).toEqual({
    conversations: 3,
    messages: 15,
    bookings: 3,
    failed: 0,
  });
  expect(await placesOf(['frobnitz'])).toEqual([]);
  expect(await counts()).toEqual(before);
  const [report] = await deps.database.run(rebuildStatistics, { workspace });
  expect(report?.report).toMatchObject({
    conversations: { corrected: 0 },
    workspace: { corrected: 0 },
  });

  // What is gone is 410, also for a retry, and what is newer stays.
  for (const conversation of ['gone-long', 'gone-a', 'gone-b']) {
    const { status, body } = await place.call('GET', `/v1/conversations/${conversation}/messages`);
    expect([status, body.code]).toEqual([410, 'conversation_erased']);
  }
  const retry = await say('gone-a', 'frobnitz 1', { id: 'm1', customer: { id: 'of-gone-a' } });
  expect([retry.status, retry.body.code]).toEqual([410, 'conversation_erased']);
  for (const id of [...gone, unfinished]) {
    for (const path of [`/v1/bookings/${id}`, `/v1/bookings/${id}/timeline`]) {
      const { status, body } = await place.call('GET', path);
      expect([status, body.code], path).toEqual([410, 'booking_erased']);
    }
  }
  const change = await place.call('PATCH', `/v1/bookings/${unfinished}`, { notes: 'frobnitz' });
  expect([change.status, change.body.code]).toEqual([410, 'booking_erased']);
  expect((await place.call('GET', '/v1/conversations/kept-new/messages')).body.data).toHaveLength(
    3,
  );
  expect(
    (await place.call('GET', '/v1/conversations/kept-booked/messages')).body.data,
  ).toHaveLength(2);
  expect((await place.call('GET', `/v1/bookings/${kept}`)).body.notes).toBe('stays is allergic');

  // The pass has ended; the next one begins later.
  expect(await sweepRetentions(deps, ROWS)).toMatchObject({ conversations: 0, failed: 0 });
  // An erasure of the customer takes the rest out of the statistics.
  const erased = await place.call('DELETE', '/v1/customers/of-gone-long');
  expect(erased.body).toMatchObject({ messages: 11, statisticsSubtracted: 11 });
});
