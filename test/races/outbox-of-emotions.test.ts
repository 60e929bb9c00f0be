import { afterAll, beforeAll, expect, it } from 'vitest';
import { newMessageSchema } from '../../src/conversations/message.ts';
import { storeMessage } from '../../src/conversations/store-message.ts';
import { correctEmotion } from '../../src/emotions/corrections/correct-emotion.ts';
import { relabel } from '../../src/emotions/corrections/relabel.ts';
import { foldMessages } from '../../src/emotions/fold-messages.ts';
import { retrySetApart } from '../../src/emotions/store.ts';
import { sweepEmotions } from '../../src/emotions/sweep-emotions.ts';
import { Refused } from '../../src/platform/database-errors.ts';
import type { EmotionJob } from '../../src/platform/jobs.ts';
import { Problem } from '../../src/platform/problem.ts';
import { eraseCustomer } from '../../src/privacy/erase-customer.ts';
import { differingStatistics } from './differing-statistics.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

const MESSAGES = 1500;
const CONVERSATIONS = 24;

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
});
afterAll(async () => {
  await postgres?.stop();
});

/** Rows that are in an outbox although there is no such work, or the other way round. */
const wrongRows = () =>
  postgres.rows(`
    with listed as (
      select 'pending' as state, workspace_id, created_at, conversation_id, seq from pending_messages
      union all
      select 'set_apart', s.workspace_id, m.created_at, conversation_id, seq
        from set_apart_messages s left join messages m using (conversation_id, seq)
      union all
      select 'due', d.workspace_id, null, conversation_id, null
        from due_moods left join conversation_moods d using (conversation_id)
    ),
    there as (
      select emotion_state as state, workspace_id, created_at, conversation_id, seq from messages
       where emotion_state in ('pending', 'set_apart')
      union all
      select 'due', workspace_id, null, conversation_id, null from conversation_moods
       where fold_version <> walked_version
    )
    (select 'listed' as only, * from (table listed except all table there) a)
    union all
    (select 'there', * from (table there except all table listed) b)`);

/** What a Worker of version 0.1.0 does: it writes messages and moods without any function. */
const OF_EARLIER_WORKER = {
  store: (n: number) => `
    with c as (
      update conversations set last_seq = last_seq + 1 where external_id = 'c-${n % CONVERSATIONS}'
         and erased_at is null
      returning id, workspace_id, last_seq)
    insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, digest,
                          emotion_state)
    select workspace_id, id, last_seq, 'old-${n}', 'customer', 'hello', now(), 'x', 'pending' from c`,
  fold: `
    with gate as materialized (select statistics_gate_v1()),
    claimed as materialized (
      select m.conversation_id, m.seq from gate, messages m where m.emotion_state = 'pending'
       order by 1, 2 limit 5 for no key update of m skip locked),
    folded as (
      update messages m set label = coalesce(m.label, 'joy'), valence = coalesce(m.valence, 500),
             model_version = coalesce(m.model_version, 'first'), emotion_state = 'folded'
        from claimed c where m.conversation_id = c.conversation_id and m.seq = c.seq
      returning m.*),
    of_conversations as (
      insert into conversation_emotions as s
      select conversation_id, role, label, model_version, count(*), sum(valence),
             sum(valence::bigint * valence) from folded group by 1, 2, 3, 4 order by 1, 2, 3, 4
      on conflict (conversation_id, role, label, model_version) do update
         set messages = s.messages + excluded.messages,
             valence_sum = s.valence_sum + excluded.valence_sum,
             valence_squares = s.valence_squares + excluded.valence_squares
      returning 1),
    moods as (
      insert into conversation_moods as d (conversation_id, workspace_id, fold_version)
      select distinct conversation_id, workspace_id, 1
        from folded, (select count(*) from of_conversations) o order by 1
      on conflict (conversation_id) do update set fold_version = d.fold_version + 1, folded_at = now()
      returning 1)
    insert into workspace_emotions as s
    select workspace_id, quarter_hour_v1(sent_at), role, label, model_version, count(*), sum(valence),
           sum(valence::bigint * valence)
      from folded, (select count(*) from moods) o group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    on conflict (workspace_id, quarter_hour, role, label, model_version) do update
       set messages = s.messages + excluded.messages,
           valence_sum = s.valence_sum + excluded.valence_sum,
           valence_squares = s.valence_squares + excluded.valence_squares`,
};

it('the outbox has exactly what is pending, at every moment and whoever writes', async () => {
  const jobs: EmotionJob[] = [];
  let read = 0;
  const reading = (modelVersion: string, failing: boolean) => ({
    modelVersion,
    classify: async () => {
      read += 1;
      if (failing && read % 3 !== 0) throw new Error('the model is not there');
      return {
        ...{ abstained: null, label: 'anger' as const, confidence: 900 },
        ...{ valence: -100 - (read % 800), probabilities: null, modelVersion },
      };
    },
  });
  const deps = {
    ...{ database: postgres.database, now: Date.now, log: { info() {}, warn() {}, error() {} } },
    ...{
      enqueueFollowUp() {},
      venueChanged() {},
      enqueueEmotion: (job: EmotionJob) => void jobs.push(job),
    },
    classifier: reading('first', true),
  };
  /** What a customer that is erased meanwhile refuses is expected. */
  const unlessErased = async (work: Promise<unknown>) => {
    try {
      await work;
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Refused)) throw error;
    }
  };
  const send = (n: number) =>
    unlessErased(
      storeMessage(
        deps,
        postgres.caller,
        `c-${n % CONVERSATIONS}`,
        newMessageSchema.parse({
          ...{ id: `m-${n}`, role: n % 7 === 0 ? 'agent' : 'customer', text: 'never again' },
          customer: { id: `guest-${n % CONVERSATIONS}` },
        }),
      ),
    );
  for (let n = 0; n < CONVERSATIONS; n += 1) await send(n);

  let isWriting = true;
  const wrong: object[] = [];
  const checks = { moments: 0, mostPending: 0 };
  const repeat = async (work: (round: number) => Promise<unknown>) => {
    for (let round = 1; isWriting; round += 1) await work(round);
  };
  const write = async () => {
    for (let n = CONVERSATIONS; n < MESSAGES; n += 30) {
      await Promise.all(Array.from({ length: 30 }, (_, at) => send(n + at)));
    }
    isWriting = false;
  };
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  await Promise.all([
    write(),
    ...[1, 2, 3, 4].map((consumer) =>
      repeat(async (round) => {
        const from = (round * 37 * consumer) % Math.max(jobs.length - 60, 1);
        await foldMessages(deps, jobs.slice(from, from + 60));
      }),
    ),
    repeat(() => sweepEmotions(deps, '0 seconds')),
    repeat((round) =>
      unlessErased(
        correctEmotion(
          { ...deps, database: postgres.database },
          postgres.caller,
          `c-${round % CONVERSATIONS}`,
          `m-${(round % CONVERSATIONS) + CONVERSATIONS * (round % 9)}`,
          { label: 'joy', valence: (round % 100) / 100 },
        ),
      ),
    ),
    repeat(async (round) => {
      await pause(400);
      // The first eight conversations are erased, the others stay.
      if (round <= 8)
        await unlessErased(eraseCustomer(postgres, postgres.caller, `guest-${round}`));
    }),
    repeat(async () => {
      await pause(150);
      await postgres.database.run(retrySetApart, { limit: 20 });
    }),
    repeat(async (round) => {
      await pause(700);
      await relabel({ ...deps, classifier: reading(`model-${round}`, false) });
    }),
    repeat(async (round) => {
      await postgres.rows(OF_EARLIER_WORKER.store(round));
      if (round % 3 === 0) await postgres.rows(OF_EARLIER_WORKER.fold);
      // One statement sees one moment.
      wrong.push(...(await wrongRows()));
      const [pending] = await postgres.rows<{ n: number }>(
        'select count(*)::int as n from pending_messages',
      );
      checks.moments += 1;
      checks.mostPending = Math.max(checks.mostPending, pending?.n ?? 0);
    }),
  ]);
  expect(wrong).toEqual([]);
  expect(checks.moments).toBeGreaterThan(20);
  expect(checks.mostPending).toBeGreaterThan(20);

  deps.classifier = reading('last', false);
  for (;;) {
    const [row] = await postgres.database.run(retrySetApart, { limit: 10_000 });
    const { swept } = await sweepEmotions(deps, '0 seconds');
    if (swept === 0 && row?.retried === 0) break;
  }
  for (const table of ['pending_messages', 'set_apart_messages', 'due_moods']) {
    expect(await postgres.rows(`select * from ${table}`), table).toEqual([]);
  }
  expect(await wrongRows()).toEqual([]);
  expect(await differingStatistics(postgres)).toEqual([]);
  const [deadlocks] = await postgres.rows<{ deadlocks: number }>(
    `select deadlocks::int from pg_stat_database where datname = 'maitred'`,
  );
  expect(deadlocks?.deadlocks).toBe(0);
}, 240_000);
