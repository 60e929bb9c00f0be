import { beforeAll, describe, expect, it } from 'vitest';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { tomorrow } from '../support/bookings.ts';
import { sql } from '../support/sql.ts';

/** Every character of it is written as six bytes of JSON. */
const LONG = '\u0001'.repeat(4096);
/** How many bytes the items of a page have at most, with one item more. */
const MOST_BYTES = 512 * 1024 + 300_000;
const COUNT = 120;
const MESSAGES = 40;

let place: BookingClient;
let venueId: string;
beforeAll(async () => {
  place = await openBookingClient('bytes of pages');
  venueId = (await place.open(2)).id;
});

/** Reads all pages of a list, each with its bytes, from the first one on. */
async function readPages(path: string, items: (body: never) => unknown[]) {
  const pages: { bytes: number; items: unknown[]; previous: string | null | undefined }[] = [];
  for (let next: string | null = ''; next !== null; ) {
    const join: string = path.includes('?') ? '&' : '?';
    const answer = await place.call('GET', next === '' ? path : `${path}${join}after=${next}`);
    expect(answer.status, JSON.stringify(answer.body).slice(0, 300)).toBe(200);
    const { previous, next: following } = answer.body.page;
    pages.push({
      bytes: JSON.stringify(answer.body).length,
      items: items(answer.body as never),
      previous,
    });
    next = following;
  }
  return pages;
}

/** Expects several pages that are bounded and have each of `count` items once, in their order. */
function expectBounded(pages: Awaited<ReturnType<typeof readPages>>, ids: readonly unknown[]) {
  expect(pages.length).toBeGreaterThan(1);
  for (const { bytes, items } of pages) {
    expect(bytes).toBeLessThan(MOST_BYTES);
    expect(items.length).toBeGreaterThan(0);
  }
  expect(pages.flatMap(({ items }) => items)).toEqual(ids);
}

describe('a page of a list ends when it has enough bytes', () => {
  it('messages, in both directions', async () => {
    const path = '/v1/conversations/long/messages';
    await place.call('POST', path, { role: 'agent', text: 'first', id: 'm1' });
    await sql.query(
      `with c as (
         update conversations set last_seq = $1 where external_id = 'long' returning id, workspace_id
       )
       insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, digest,
                             emotion_state)
       select workspace_id, id, n, 'm' || n, 'agent', $2, now(), '', 'none'
         from c, generate_series(2, $1::int) n`,
      [MESSAGES, LONG.repeat(8)],
    );
    const seqs = Array.from({ length: MESSAGES }, (_, at) => at + 1);
    const seqsOf = (body: { data: { seq: number }[] }) => body.data.map(({ seq }) => seq);
    const pages = await readPages(`${path}?limit=200`, seqsOf);
    expectBounded(pages, seqs);

    // Backwards from the last page.
    const read = [...(pages.at(-1)?.items ?? [])];
    for (let before = pages.at(-1)?.previous ?? null; before !== null; ) {
      const { body } = await place.call('GET', `${path}?limit=200&before=${before}`);
      expect(JSON.stringify(body).length).toBeLessThan(MOST_BYTES);
      read.unshift(...seqsOf(body));
      before = body.page.previous;
    }
    expect(read).toEqual(seqs);
  }, 60_000);

  it('bookings of a day, of a customer and of a conversation, and the waitlist', async () => {
    await place.call('POST', '/v1/conversations/of-bookings/messages', {
      role: 'agent',
      text: 'hi',
      customer: { id: 'maya' },
    });
    const { body } = await place.book(venueId, tomorrow(9), {
      conversationId: 'of-bookings',
      notes: 'x',
    });
    await sql.query(
      `insert into bookings (id, workspace_id, venue_id, customer_id, conversation_id, state,
                             starts_at, ends_at, party_size, notes, cancellation_cutoff)
       select new_id_v1(), b.workspace_id, b.venue_id, b.customer_id, b.conversation_id, 'cancelled',
              b.starts_at, b.ends_at, 2, $1, 0
         from bookings b, generate_series(2, $2::int) n
        where b.venue_id = (select id from venues where name = $3 limit 1) and b.notes = 'x'`,
      [LONG, COUNT, (await place.call('GET', `/v1/venues/${venueId}`)).body.name],
    );
    await sql.query(
      `insert into waitlist_entries (id, workspace_id, venue_id, customer_id, party_size, earliest,
                                     latest, notes, left_at)
       select new_id_v1(), b.workspace_id, b.venue_id, b.customer_id, 2, now(), now(), $1, now()
         from bookings b, generate_series(1, $2::int) n where b.notes = 'x'`,
      [LONG, COUNT],
    );
    const idsOf = (answer: { data: { id: string }[] }) => answer.data.map(({ id }) => id);
    const date = body.start.slice(0, 10);
    for (const path of [
      `/v1/bookings?venueId=${venueId}&date=${date}&limit=200`,
      '/v1/bookings?customer=maya&limit=200',
      '/v1/bookings?conversation=of-bookings&limit=200',
      `/v1/venues/${venueId}/waitlist?limit=200`,
    ]) {
      const pages = await readPages(path, idsOf);
      const ids = pages.flatMap(({ items }) => items);
      expect(new Set(ids).size, path).toBe(COUNT);
      expectBounded(pages, ids);
    }
  });

  it('the timeline of a booking', async () => {
    const { body } = await place.book(venueId, tomorrow(15), { customer: { id: 'often' } });
    const id = body.id.replace('bkg_', '');
    await sql.query(
      `with b as (update bookings set version = $2 where id = $1 returning *)
       insert into booking_events (booking_id, version, event, state, starts_at, party_size,
                                   resource_ids, reason, planned_at)
       select b.id, n, 'change', b.state, b.starts_at, 2, '{}', $3, now()
         from b, generate_series(2, $2::int) n`,
      [id, 3000, 'why '.repeat(200)],
    );
    await sql.query(
      `insert into jobs (id, workspace_id, kind, channel, booking_id, version, event, due_at, state,
                         wake_at, created_at, finished_at)
       select new_id_v1(), b.workspace_id, 'event', 'webhook', b.id, n, 'booking.changed',
              now() + n * interval '1 microsecond', 'delivered', now(), now(), now()
         from bookings b, generate_series(1, 1500) n where b.id = $1`,
      [id],
    );
    const keysOf = (page: { data: { version: number }[]; jobs: { id: string }[] }) => [
      ...page.data.map(({ version }) => version),
      ...page.jobs.map((job) => job.id),
    ];
    const pages = await readPages(`/v1/bookings/${body.id}/timeline`, keysOf);
    const keys = pages.flatMap(({ items }) => items);
    expect(keys.slice(0, 3000)).toEqual(Array.from({ length: 3000 }, (_, at) => at + 1));
    const jobs = await sql.query(
      `select 'job_' || replace(id::text, '-', '') as id from jobs where booking_id = $1
        order by due_at, id`,
      [id],
    );
    expect(keys.slice(3000)).toEqual(jobs.map((job) => job['id']));
    expectBounded(pages, keys);
    const forged = await place.call(
      'GET',
      `/v1/bookings/${body.id}/timeline?after=${'A'.repeat(60)}`,
    );
    expect(forged.body.code).toBe('invalid_cursor');
  });
});
