import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { walkMood } from '../../src/emotions/mood.ts';
import { sweepEmotions } from '../../src/emotions/sweep-emotions.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { statement } from '../support/sql-statement.ts';
import { type Call, client, makeKey, testDeps } from '../support/workspace.ts';

let call: Call;
let venueId: string;
beforeAll(async () => {
  call = client(await makeKey('outcomes'));
  venueId = (await makeVenue(asking(call), 9)).id;
});

const fold = () => sweepEmotions(testDeps(), '0 seconds');

async function talk(conversation: string, valences: number[]) {
  for (const valence of valences) {
    const { status } = await call('POST', `/v1/conversations/${conversation}/messages`, {
      role: 'customer',
      text: 'a word',
      customer: { id: conversation },
      emotion: { label: valence < 0 ? 'anger' : 'joy', valence },
    });
    expect(status).toBe(201);
  }
}

async function book(conversation: string) {
  const answer = await call('POST', '/v1/bookings', {
    venueId,
    start: tomorrow(19),
    partySize: 2,
    customer: { id: conversation },
    conversationId: conversation,
  });
  expect(answer.status).toBe(201);
  return answer.body.id;
}

it('shows the mood of the conversation when the booking was made, also after later messages', async () => {
  await talk('angry', [-0.9, -0.8]);
  const id = await book('angry');
  const early = (await call('GET', `/v1/bookings/${id}`)).body.mood;
  expect(early).toEqual({ asOfSeq: 2, mood: null, pending: 2 });
  await talk('angry', [1, 1, 1]);
  await fold();
  const steps = [-900, -800].map((valence, at) => ({
    seq: at + 1,
    role: 'customer',
    label: 'anger' as const,
    valence,
  }));
  const { state } = walkMood({ asOfSeq: 0, mood: 0, attention: null }, steps);
  const { mood } = (await call('GET', `/v1/bookings/${id}`)).body;
  expect(mood).toEqual({ asOfSeq: 2, mood: state.mood / 1000, pending: 0 });
});

it('counts the outcomes of bookings by the mood at which they were made', async () => {
  await talk('glad', [0.9, 0.9]);
  await talk('cross', [-0.9, -0.9]);
  const glad = await book('glad');
  const cross = await book('cross');
  await fold();
  for (const act of ['seat', 'finish']) await call('POST', `/v1/bookings/${glad}/${act}`);
  await call('POST', `/v1/bookings/${cross}/cancel`, {});
  const from = new Date().toISOString();
  const to = new Date(Date.now() + 3 * 86_400_000).toISOString();
  const { outcomes } = (await call('GET', `/v1/outcomes?from=${from}&to=${to}`)).body;
  const of = (mood: string) => outcomes.find((each: { mood: string }) => each.mood === mood);
  expect(of('positive')).toMatchObject({ bookings: 1, finished: 1, completionRate: 1 });
  expect(of('negative')).toMatchObject({ bookings: 1, cancelled: 1, cancellationRate: 1 });
  expect(of('unknown')).toMatchObject({ bookings: 0, noShowRate: null });
});

it('counts each booking of one conversation by the mood that it had reached', async () => {
  const [caller, venue] = [call, venueId];
  call = client(await makeKey('swinging'));
  venueId = (await makeVenue(asking(call), 9)).id;
  const bookings: string[] = [];
  for (const valences of [[-0.9, -0.9], [1, 1, 1], []]) {
    await talk('swinging', valences);
    bookings.push(await book('swinging'));
  }
  await fold();
  await talk('swinging', [0.5]);
  bookings.push(await book('swinging'));
  for (const id of bookings) await call('POST', `/v1/bookings/${id}/cancel`, {});
  const from = new Date().toISOString();
  const to = new Date(Date.now() + 3 * 86_400_000).toISOString();
  const { outcomes } = (await call('GET', `/v1/outcomes?from=${from}&to=${to}`)).body;
  const counts = outcomes.map((each: { mood: string; cancelled: number }) => [
    each.mood,
    each.cancelled,
  ]);
  [call, venueId] = [caller, venue];
  expect(Object.fromEntries(counts)).toEqual({
    ...{ negative: 1, neutral: 0, positive: 2, unknown: 0, pending: 1 },
  });
});

it('counts the outcomes of three months in which clocks go back', async () => {
  const range = (from: string, to: string) => `/v1/outcomes?${new URLSearchParams({ from, to })}`;
  const quarter = range('2026-08-01T00:00:00+02:00', '2026-11-01T00:00:00+01:00');
  expect((await call('GET', quarter)).status).toBe(200);
  const longer = await call('GET', range('2026-08-01T00:00:00Z', '2026-11-02T00:00:01Z'));
  expect([longer.status, longer.body.errors[0].field]).toEqual([400, 'query.to']);
});

it('computes the same mood in SQL as in TypeScript', async () => {
  const walks = Array.from({ length: 200 }, (_, n) =>
    Array.from({ length: 12 }, (_, at) => ({
      seq: at + 1,
      role: (n * 7 + at * 3) % 11 === 0 ? 'agent' : 'customer',
      label: 'neutral' as const,
      valence: ((n * 7919 + at * 104_729) % 2001) - 1000,
    })),
  );
  const walkInSql = statement(
    sql`select coalesce(mood_v1(s.role, s.valence order by s.seq), 0) as mood
          from jsonb_array_elements(${sql.placeholder('walks')}::jsonb) with ordinality w (steps, n)
          cross join jsonb_to_recordset(w.steps) as s (seq int, role text, valence smallint)
         group by w.n order by w.n`,
    z.object({ mood: z.number() }),
  );
  const rows = await testDeps().database.run(walkInSql, { walks: JSON.stringify(walks) });
  const moods = walks.map(
    (steps) => walkMood({ asOfSeq: 0, mood: 0, attention: null }, steps).state.mood,
  );
  expect(rows.map(({ mood }) => mood)).toEqual(moods);
});

it('exports and erases a booking with its customer, and frees its resources', async () => {
  const guest = { customer: { id: 'leaving' }, notes: 'a surprise', tags: ['birthday'] };
  const place = { venueId, start: tomorrow(5), partySize: 2 };
  const made = await call('POST', '/v1/bookings', { ...place, ...guest });
  const exported = await call('GET', '/v1/customers/leaving/export');
  expect(exported.body.bookings).toMatchObject([{ id: made.body.id, notes: 'a surprise' }]);

  const receipt = await call('DELETE', '/v1/customers/leaving');
  expect(receipt.body).toMatchObject({ bookings: 1 });
  const gone = await call('GET', `/v1/bookings/${made.body.id}`);
  expect([gone.status, gone.body.code]).toEqual([410, 'customer_erased']);
  expect((await call('POST', `/v1/bookings/${made.body.id}/cancel`, {})).status).toBe(410);
  const day = await call('GET', `/v1/bookings?venueId=${venueId}&date=${place.start.slice(0, 10)}`);
  expect(JSON.stringify(day.body)).not.toContain('surprise');
  const again = await call('POST', '/v1/bookings', { ...place, ...guest });
  expect([again.status, again.body.code]).toEqual([410, 'customer_erased']);
});
