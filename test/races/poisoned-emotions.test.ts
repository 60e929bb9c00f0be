import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../../scripts/local/postgres-backend.ts';
import { consumeEmotions } from '../../src/emotions/consume-emotions.ts';
import { relabel } from '../../src/emotions/corrections/relabel.ts';
import { retrySetApart } from '../../src/emotions/store.ts';
import { sweepEmotions } from '../../src/emotions/sweep-emotions.ts';
import { type Database, openDatabase } from '../../src/platform/database.ts';
import { retryFailedWork } from '../../src/platform/failed-work/store.ts';
import type { LogFields } from '../../src/platform/log.ts';
import { sweepAnswers } from '../../src/workspaces/sweep-answers.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

/** How many conversations each test has besides the poisoned one, with three messages each. */
const OTHERS = 30;

let postgres: RealPostgres;
let database: Database;
let close: () => Promise<void>;
/** A session that holds locks until the test ends. */
let locker: pg.Client;

beforeAll(async () => {
  postgres = await startRealPostgres();
  // Connections that are opened from now on wait for a lock as long as in production, divided by ten.
  await postgres.rows(`alter role current_user set lock_timeout = '300ms'`);
  const [server] = await postgres.rows<{ port: number }>('select inet_server_port() as port');
  const connectionString = `postgres://postgres@127.0.0.1:${server?.port}/maitred`;
  const backend = openPostgresBackend({ connectionString, max: 20 });
  const endpoint = await startNeonEndpoint({ backend });
  database = openDatabase({ url: endpoint.connectionString, timeoutMs: 20_000 });
  locker = new pg.Client(connectionString);
  await locker.connect();
  close = async () => {
    await locker.end();
    await endpoint.close();
    await backend.close();
  };
}, 300_000);
afterAll(async () => {
  await close?.();
  await postgres?.stop();
});

const logged: { event: string; fields: LogFields | undefined }[] = [];
const note = (event: string, fields?: LogFields) => void logged.push({ event, fields });
const classifier = {
  modelVersion: 'test',
  classify: async () => ({
    ...{ abstained: null, label: 'joy' as const, confidence: 900, valence: 500 },
    ...{ probabilities: null, modelVersion: 'test' },
  }),
};
const deps = () => ({
  ...{ database, classifier, now: Date.now, log: { info: note, warn: note, error: note } },
  enqueueFollowUp() {},
});

beforeEach(async () => {
  logged.length = 0;
  await postgres.rows(`
    truncate conversations, messages, conversation_moods, conversation_emotions, workspace_emotions,
             attention_events, failed_work, idempotency_keys, pending_messages, set_apart_messages,
             due_moods cascade`);
  await postgres.rows(`
    insert into conversations (id, workspace_id, external_id, channel, last_seq)
    select gen_random_uuid(), w.id, 'conversation-' || n, 'web', 3
      from workspaces w, generate_series(0, ${OTHERS}) n`);
  await postgres.rows(`
    insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, digest,
                          emotion_state, created_at)
    select workspace_id, id, n, 'm' || n, 'customer', 'lovely', now(), 'x', 'pending',
           now() - interval '1 hour'
      from conversations, generate_series(1, 3) n`);
  return async () => {
    await locker.query('rollback');
    for (const table of ['messages', 'conversation_moods', 'idempotency_keys']) {
      await postgres.rows(`drop trigger if exists poison on ${table}`);
    }
  };
});

const POISONED = `(select id from conversations where external_id = 'conversation-0')`;
const idOfPoisoned = async () =>
  (await postgres.rows<{ id: string }>(`select ${POISONED} as id`))[0]?.id;

/** A session locks rows for ever. */
async function lock(select: string): Promise<void> {
  await locker.query('begin');
  await locker.query(`${select} for update`);
}

/** Makes each update and deletion of some rows raise. */
async function raiseOn(table: string, when: string): Promise<void> {
  await postgres.rows(`
    create or replace function poison() returns trigger language plpgsql as
      $$ begin raise exception 'poisoned' using errcode = 'XX001'; end $$;
    create trigger poison before update or delete on ${table}
      for each row when (${when}) execute function poison();`);
}

const pendingSeqs = () =>
  postgres.rows(`select c.external_id as id, m.seq from messages m
                   join conversations c on c.id = m.conversation_id
                  where m.emotion_state = 'pending' order by 1, 2`);
const unwalked = () =>
  postgres.rows(`select c.external_id as id from conversation_moods d
                   join conversations c on c.id = d.conversation_id
                  where d.fold_version <> d.walked_version`);
const failedWork = () =>
  postgres.rows(`select work, subject, failures, reason from failed_work order by work`);
const setApartInLog = () => logged.filter(({ event }) => event === 'work_set_apart');

/** Ends the time for which subjects are set apart, as `npm run failed-work -- --retry` does. */
const retry = () => database.run(retryFailedWork, { now: Date.now() - 1000 });

describe('a message that cannot be folded', () => {
  it('raises: all others are folded and walked in the same sweep, and it can be tried again', async () => {
    await raiseOn('messages', `old.conversation_id = '${await idOfPoisoned()}' and old.seq = 2`);
    await sweepEmotions(deps(), '0 seconds');
    const subject = await idOfPoisoned();
    expect(await pendingSeqs()).toEqual([{ id: 'conversation-0', seq: 2 }]);
    expect(await unwalked()).toEqual([]);
    const failure = { work: 'fold_messages', subject, failures: 1, reason: 'XX001' };
    expect(await failedWork()).toEqual([failure]);
    expect(setApartInLog()).toEqual([{ event: 'work_set_apart', fields: failure }]);

    // The sweep leaves it out until it is tried again.
    expect(await sweepEmotions(deps(), '0 seconds')).toEqual({ swept: 0, folded: 0 });
    await postgres.rows('drop trigger poison on messages');
    await retry();
    expect(await sweepEmotions(deps(), '0 seconds')).toEqual({ swept: 1, folded: 1 });
    expect(await pendingSeqs()).toEqual([]);
    expect(await failedWork()).toEqual([]);
    expect(JSON.stringify(logged)).not.toContain('lovely');
  });

  it('is in a batch of the queue: all others are folded, and it is tried again later', async () => {
    const subject = await idOfPoisoned();
    await raiseOn('messages', `old.conversation_id = '${subject}' and old.seq = 2`);
    const jobs = await postgres.rows<{ conversationId: string; seq: number }>(
      `select conversation_id as "conversationId", seq from messages order by 1, 2 limit 100`,
    );
    const named = [...jobs.filter((job) => job.conversationId !== subject)];
    const bodies = [
      ...named,
      { conversationId: subject, seq: 2 },
      { conversationId: subject, seq: 3 },
    ];
    const retried: object[] = [];
    const acked: object[] = [];
    const messages = bodies.map((body) => ({
      ...{ id: crypto.randomUUID(), body, attempts: 1, timestamp: new Date() },
      ack: () => void acked.push(body),
      retry: () => void retried.push(body),
    }));
    const batch = { queue: 'emotions', messages, ackAll() {}, retryAll() {} };
    // biome-ignore lint/suspicious/noExplicitAny: the runtime's batch has more than is used
    await consumeEmotions(deps(), batch as any);
    expect(retried).toEqual([{ conversationId: subject, seq: 2 }]);
    expect(acked).toHaveLength(bodies.length - 1);
  });

  it('has statistics that are locked: all others are folded in the same sweep', async () => {
    await postgres.rows(`
      insert into conversation_emotions select id, 'customer', 'joy', 'test', 0, 0, 0
        from conversations where external_id = 'conversation-0'`);
    await lock(`select 1 from conversation_emotions`);
    await sweepEmotions(deps(), '0 seconds');
    expect(await pendingSeqs()).toEqual([1, 2, 3].map((seq) => ({ id: 'conversation-0', seq })));
    expect(await unwalked()).toEqual([]);
    expect(await failedWork()).toMatchObject([{ work: 'fold_messages', reason: '55P03' }]);
  });
});

it('a message that the classifier cannot read is set apart, and can be tried again', async () => {
  const failing = {
    ...deps(),
    classifier: { ...classifier, classify: () => Promise.reject(new Error('x')) },
  };
  for (let sweep = 0; sweep < 6; sweep += 1) await sweepEmotions(failing, '0 seconds');
  expect(await pendingSeqs()).toEqual([]);
  expect(await database.run(retrySetApart, { limit: 1000 })).toEqual([
    { retried: (OTHERS + 1) * 3 },
  ]);
  await sweepEmotions(deps(), '0 seconds');
  expect(await unwalked()).toEqual([]);
  const moods = await postgres.rows(`select distinct as_of_seq, mood from conversation_moods`);
  // Half of the way to 500 three times.
  expect(moods).toEqual([{ as_of_seq: 3, mood: 437 }]);
});

describe('a mood that cannot be walked', () => {
  /** Each: the poison, and how it is removed. */
  const POISONS = {
    'has a value that is not known': async () => {
      await postgres.rows(`update conversation_moods set attention_label = 'gloom'
                            where conversation_id = ${POISONED}`);
    },
    'has a value of 11 MB': async () => {
      await postgres.rows(`update conversation_moods set attention_label = repeat('x', 11000000)
                            where conversation_id = ${POISONED}`);
    },
    'always raises': async () =>
      raiseOn('conversation_moods', `old.conversation_id = '${await idOfPoisoned()}'`),
    'is locked for ever': () =>
      lock(`select 1 from conversation_moods where conversation_id = ${POISONED}`),
  };

  it.each(Object.entries(POISONS))(
    '%s: all others are walked in the same sweep',
    async (_, poison) => {
      await sweepEmotions(deps(), '0 seconds');
      await postgres.rows(`update conversation_moods set fold_version = fold_version + 1,
                                folded_at = now() - interval '1 hour'`);
      await poison();
      await sweepEmotions(deps(), '0 seconds');
      expect(await unwalked()).toEqual([{ id: 'conversation-0' }]);
      const subject = await idOfPoisoned();
      expect(await failedWork()).toMatchObject([{ work: 'walk_mood', subject, failures: 1 }]);
      expect(setApartInLog()).toHaveLength(1);

      await locker.query('rollback');
      await postgres.rows('drop trigger if exists poison on conversation_moods');
      await postgres.rows('update conversation_moods set attention_label = null');
      await retry();
      await sweepEmotions(deps(), '0 seconds');
      expect(await unwalked()).toEqual([]);
      expect(await failedWork()).toEqual([]);
    },
  );
});

it('a message that cannot be relabelled is counted, and all others are', async () => {
  await sweepEmotions(deps(), '0 seconds');
  await raiseOn('messages', `old.conversation_id = '${await idOfPoisoned()}' and old.seq = 2`);
  const second = { ...classifier, modelVersion: 'second' };
  const reading = { ...(await classifier.classify()), modelVersion: 'second', valence: 100 };
  const done = await relabel({
    ...deps(),
    classifier: { ...second, classify: async () => reading },
  });
  const all = (OTHERS + 1) * 3;
  expect(done).toEqual({ read: all, changed: all - 1, failed: 1 });
  expect(logged).toContainEqual(expect.objectContaining({ event: 'message_not_relabelled' }));
});

it('an answer that cannot be deleted is set apart, and all others are deleted', async () => {
  await postgres.rows(`
    insert into idempotency_keys (workspace_id, key, digest, answer, created_at)
    select id, 'key-' || n, 'x', case when n % 2 = 0 then '{}'::jsonb end, now() - interval '40 days'
      from workspaces, generate_series(0, 50) n limit 51`);
  await raiseOn('idempotency_keys', `old.key in ('key-2', 'key-3')`);
  const left = () =>
    postgres.rows(`select key from idempotency_keys
                                     where answer is not null or key = 'key-3' order by 1`);
  expect(await sweepAnswers(deps())).toEqual({ emptied: 25, forgotten: 24 });
  expect(await left()).toEqual([{ key: 'key-2' }, { key: 'key-3' }]);
  expect(await failedWork()).toMatchObject([
    { work: 'delete_answer', failures: 1 },
    { work: 'delete_answer', failures: 1 },
  ]);
  expect(setApartInLog()).toHaveLength(2);

  await postgres.rows('drop trigger poison on idempotency_keys');
  await retry();
  await sweepAnswers(deps());
  expect((await left()).map(({ key }) => key)).not.toContain('key-2');
});
