import { afterAll, beforeAll, expect, it } from 'vitest';
import { createModelInNode } from '../../scripts/emotions/model-in-node.ts';
import { newMessageSchema } from '../../src/conversations/message.ts';
import { storeMessage } from '../../src/conversations/store-message.ts';
import { foldMessages } from '../../src/emotions/fold-messages.ts';
import type { EmotionJob } from '../../src/platform/jobs.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
});
afterAll(async () => {
  await postgres?.stop();
});

/**
 * The share of HOT updates that each table must have at least. An update is never one when it changes
 * a column that an index contains or has in its condition, and not when the page is full.
 */
const AT_LEAST: Readonly<Record<string, number>> = {
  conversations: 0.9,
  messages: 0.8,
  conversation_moods: 0.8,
  conversation_emotions: 0.6,
  workspace_emotions: 0.9,
};

const ROUNDS = 50;
const OF_ROUND = 6;

/** The inserted and the updated rows of each table, and how many of the updates were HOT. */
const counted = async () => {
  const found = await postgres.rows<{ table: string; ins: number; upd: number; hot: number }>(`
    select relname as "table", n_tup_ins::int as ins, n_tup_upd::int as upd, n_tup_hot_upd::int as hot
      from pg_stat_user_tables`);
  return new Map(found.map((row) => [row.table, row]));
};

it('storing and folding messages are HOT updates', async () => {
  const classifier = createModelInNode();
  const jobs: EmotionJob[] = [];
  const deps = {
    ...postgres,
    ...{ now: Date.now, log: { info() {}, warn() {}, error() {} }, classifier },
    enqueueEmotion: (job: EmotionJob) => void jobs.push(job),
  };
  const send = (round: number, n: number) =>
    storeMessage(
      deps,
      postgres.caller,
      `c-${n >> 1}`,
      newMessageSchema.parse({
        ...{ id: `m-${round}-${n}`, role: n % 2 === 0 ? 'customer' : 'assistant' },
        text: n % 2 === 0 ? 'Thank you, that is wonderful!' : 'A table for two, then.',
      }),
    );
  for (let round = 0; round < ROUNDS; round += 1) {
    // Three at a time, as from a few connections.
    for (let n = 0; n < OF_ROUND; n += 3) {
      await Promise.all([send(round, n), send(round, n + 1), send(round, n + 2)]);
    }
    const { folded } = await foldMessages(deps, jobs.splice(0));
    expect(folded).toBe(OF_ROUND / 2);
  }
  // A session reports its counters when it has been idle for some seconds.
  await expect
    .poll(async () => (await counted()).get('messages'), { timeout: 30_000, interval: 500 })
    .toMatchObject({ ins: ROUNDS * OF_ROUND, upd: (ROUNDS * OF_ROUND) / 2 });
  const tables = await counted();
  for (const [table, least] of Object.entries(AT_LEAST)) {
    const { upd = 0, hot = 0 } = tables.get(table) ?? {};
    expect(upd, table).toBeGreaterThanOrEqual(ROUNDS - 1);
    expect(hot / upd, `${table}: ${hot} of ${upd}`).toBeGreaterThan(least);
  }
  // Nothing was due, so no row was written for it.
  expect(tables.get('due_moods')).toMatchObject({ ins: 0 });
}, 120_000);

it('a guest who writes many messages is a HOT update of each, and changes the guest book once', async () => {
  const deps = { ...postgres, now: Date.now, enqueueEmotion() {} };
  const before = await counted();
  const say = (n: number) =>
    storeMessage(
      deps,
      postgres.caller,
      `guest-${n % 2}`,
      newMessageSchema.parse({
        ...{ id: `g-${n}`, role: 'customer', text: 'A table for two, please.' },
        customer: { id: 'maya', name: 'Maya', phone: '+33123456789' },
      }),
    );
  for (let n = 0; n < ROUNDS; n += 1) await say(n);
  const since = async (table: string) => {
    const [{ upd = 0, hot = 0 } = {}, was] = [(await counted()).get(table), before.get(table)];
    return { upd: upd - (was?.upd ?? 0), hot: hot - (was?.hot ?? 0) };
  };
  await expect
    .poll(async () => (await since('customers')).upd, { timeout: 30_000, interval: 500 })
    .toBe(ROUNDS - 1);
  expect((await since('customers')).hot).toBeGreaterThanOrEqual((ROUNDS - 1) * 0.9);
  // The clock may reach another quarter hour meanwhile.
  expect((await since('customer_index')).upd).toBeLessThanOrEqual(1);
  expect((await since('customer_keys')).upd).toBe(0);
}, 120_000);
