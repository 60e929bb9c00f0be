import type { QueryResultRow } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createModelInNode } from '../../scripts/emotions/model-in-node.ts';
import { type NewMessage, newMessageSchema } from '../../src/conversations/message.ts';
import { storeMessage } from '../../src/conversations/store-message.ts';
import { foldMessages } from '../../src/emotions/fold-messages.ts';
import { sweepEmotions } from '../../src/emotions/sweep-emotions.ts';
import type { Caller } from '../../src/platform/auth/key.ts';
import type { Database } from '../../src/platform/database.ts';
import type { EmotionJob } from '../../src/platform/jobs.ts';
import { eraseCustomer } from '../../src/privacy/erase-customer.ts';
import { differingStatistics } from './differing-statistics.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

let postgres: RealPostgres;
let database: Database;
let caller: Caller;
beforeAll(async () => {
  postgres = await startRealPostgres();
  ({ database, caller } = postgres);
});
afterAll(async () => {
  await postgres?.stop();
});

const log = { info() {}, warn() {}, error() {} };
const classifier = createModelInNode();
const TEXTS = ['thank you, wonderful', 'this is terrible', 'a table for two', 'awful, I hate it'];

/** Reproducible random numbers. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

function shuffled<T>(list: readonly T[], random: (below: number) => number): T[] {
  const result = [...list];
  for (let at = result.length - 1; at > 0; at--) {
    const other = random(at + 1);
    const [a, b] = [result[at], result[other]];
    if (a !== undefined && b !== undefined) [result[at], result[other]] = [b, a];
  }
  return result;
}

const rows = <Row extends QueryResultRow>(sql: string) => postgres.rows<Row>(sql);

const differences = () => differingStatistics(postgres);

describe('64 writers on 20 conversations, a third of 10,000 messages duplicated', () => {
  it('stores each message once and gives seq without gaps, while 16 consumers fold', {
    timeout: 170_000,
  }, async () => {
    const random = seeded(42);
    const jobs: EmotionJob[] = [];
    const deps = {
      database,
      now: Date.now,
      log,
      classifier,
      enqueueFollowUp() {},
      venueChanged() {},
      enqueueEmotion: (job: EmotionJob) => void jobs.push(job),
    };
    const message = (n: number): [string, NewMessage] => [
      `race-${n % 20}`,
      newMessageSchema.parse({
        id: `m${n}`,
        role: n % 3 === 0 ? 'assistant' : 'customer',
        text: TEXTS[n % 4],
        ...(n % 5 === 0 ? { customer: { id: `guest-${n % 20}`, name: `Guest ${n % 20}` } } : {}),
      }),
    ];
    const unique = Array.from({ length: 6_667 }, (_, n) => n);
    const sent: number[][] = [];
    // The writers of a round start together, so that duplicates race with their originals.
    for (let at = 0; at < unique.length; at += 43) {
      const round = unique.slice(at, at + 43);
      sent.push(shuffled([...round, ...round.slice(0, 21)], random).slice(0, 64));
    }
    const created = new Map<number, number>();
    let writing = true;
    const write = async () => {
      for (const round of sent) {
        const answers = await Promise.all(
          round.map(async (n) => ({ n, answer: await storeMessage(deps, caller, ...message(n)) })),
        );
        for (const { n, answer } of answers) {
          if (answer.status === 'created') created.set(n, (created.get(n) ?? 0) + 1);
        }
      }
      writing = false;
    };
    const consume = async (consumer: number) => {
      const mine = seeded(1000 + consumer);
      while (writing) {
        const batch = shuffled(jobs.slice(-400), mine).slice(0, 100);
        if (batch.length > 0) await foldMessages(deps, batch);
        else await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    await Promise.all([write(), ...Array.from({ length: 16 }, (_, n) => consume(n))]);

    const total = sent.reduce((sum, round) => sum + round.length, 0);
    expect(total).toBeGreaterThan(9_800);
    expect([...created.values()].every((times) => times === 1)).toBe(true);
    const stored = await rows<{ n: string; first: number; last: number; told: number }>(`
      select count(*) as n, min(m.seq) as first, max(m.seq) as last, c.last_seq as told
        from conversations c join messages m on m.conversation_id = c.id
       group by c.id, c.last_seq`);
    expect(stored).toHaveLength(20);
    for (const { n, first, last, told } of stored) {
      expect([first, last, told]).toEqual([1, Number(n), Number(n)]);
    }
    expect(stored.reduce((sum, { n }) => sum + Number(n), 0)).toBe(created.size);

    while ((await sweepEmotions(deps, '0 seconds')).swept > 0);
    expect(await rows(`select 1 from messages where emotion_state = 'pending'`)).toEqual([]);
    expect(await differences()).toEqual([]);
    const events = await rows(`select conversation_id, seq from attention_events`);
    expect(events.length).toBeGreaterThan(0);
    expect(
      await rows(`select 1 from conversation_moods where fold_version <> walked_version`),
    ).toEqual([]);
    const [deadlocks] = await rows<{ deadlocks: string }>(
      `select deadlocks from pg_stat_database where datname = 'maitred'`,
    );
    expect(deadlocks?.deadlocks).toBe('0');
  });
});

describe('erasing a customer while messages are stored and folded', () => {
  it('leaves no text and no share in any statistic, and no later request undoes it', async () => {
    const jobs: EmotionJob[] = [];
    const deps = {
      database,
      now: Date.now,
      log,
      classifier,
      enqueueFollowUp() {},
      venueChanged() {},
      enqueueEmotion: (job: EmotionJob) => void jobs.push(job),
    };
    const send = (n: number) =>
      storeMessage(
        deps,
        caller,
        `gone-${n % 4}`,
        newMessageSchema.parse({
          id: `g${n}`,
          role: 'customer',
          text: TEXTS[n % 4],
          customer: { id: 'gone', name: 'Maya', email: 'maya@example.com' },
        }),
      ).then(
        () => 'stored',
        (error: unknown) => (error instanceof Error ? error.message : 'unknown'),
      );
    await Promise.all(Array.from({ length: 100 }, (_, n) => send(n)));
    const answers = await Promise.all([
      ...Array.from({ length: 40 }, (_, n) => send(100 + n)),
      ...Array.from({ length: 8 }, () =>
        foldMessages(deps, jobs.slice(0, 100)).then(() => 'folded'),
      ),
      eraseCustomer(postgres, caller, 'gone').then(() => 'erased'),
      ...Array.from({ length: 40 }, (_, n) => send(140 + n)),
    ]);
    expect(new Set(answers).size).toBeGreaterThan(2);
    for (const answer of answers) {
      expect(['stored', 'folded', 'erased', 'customer_erased', 'conversation_erased']).toContain(
        answer,
      );
    }
    expect(await send(500)).toBe('customer_erased');
    await foldMessages(deps, jobs.slice(0, 100));
    while ((await sweepEmotions(deps, '0 seconds')).swept > 0);
    expect(
      await rows(`
        select m.id from messages m join conversations c on c.id = m.conversation_id
         where c.external_id like 'gone-%'
           and (m.text is not null or m.label is not null or m.emotion_state <> 'erased')`),
    ).toEqual([]);
    expect(
      await rows(`select 1 from customers where name = 'Maya' or external_id = 'gone'`),
    ).toEqual([]);
    expect(await differences()).toEqual([]);
  });
});
