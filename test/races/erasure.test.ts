import { afterAll, beforeAll, expect, it } from 'vitest';
import { foldPending } from '../../src/emotions/fold-store.ts';
import { type Database, openDatabase } from '../../src/platform/database.ts';
import { hashIdSchema, idSchema } from '../../src/platform/ids.ts';
import { eraseCustomer } from '../../src/privacy/erase-customer.ts';
import { showErasure } from '../../src/privacy/show-erasure.ts';
import { erasePage } from '../../src/privacy/store.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

/** How long a request of the deployed Worker waits for the database. */
const DATABASE_TIMEOUT_MS = 5000;
const MESSAGES = Number(process.env['ERASED_MESSAGES'] ?? 200_000);
/** Messages that wait for their emotion, at the end of the conversation. */
const PENDING = 5000;

let postgres: RealPostgres;
let database: Database;
beforeAll(async () => {
  postgres = await startRealPostgres();
  database = openDatabase({ url: postgres.databaseUrl, timeoutMs: DATABASE_TIMEOUT_MS });
}, 120_000);
afterAll(() => postgres?.stop());

/** Differences between the workspace's statistics and its messages. */
const differences = () =>
  postgres.rows(`
    select * from (
      select quarter_hour_v1(sent_at) as q, role, label, model_version, count(*) as messages,
             sum(valence) as valence_sum, sum(valence::bigint * valence) as valence_squares
        from messages where emotion_state = 'folded' and label is not null group by 1, 2, 3, 4
    ) m
    full join workspace_emotions w
      on (w.quarter_hour, w.role, w.label, w.model_version) = (m.q, m.role, m.label, m.model_version)
    where (w.messages, w.valence_sum, w.valence_squares)
          is distinct from (m.messages, m.valence_sum, m.valence_squares)`);

it('erases a guest with 200,000 messages while the messages are still being folded', async () => {
  const { workspaceId } = postgres.caller;
  await postgres.rows(`
    with g as (
      insert into customers (id, workspace_id, external_id, name)
      values (customer_id_v1('${workspaceId}', 'huge'), '${workspaceId}', 'huge', 'Huge')
      returning id
    ),
    c as (
      insert into conversations (id, workspace_id, external_id, channel, customer_id, last_seq)
      select new_id_v1(), '${workspaceId}', 'huge', 'web', id, ${MESSAGES} from g returning id
    )
    insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, digest, label,
                          valence, model_version, emotion_state)
    select '${workspaceId}', c.id, n, 'm' || n, 'customer', 'something to say ' || n,
           now() + n * interval '1 second', sha256(convert_to('m' || n, 'UTF8')), 'joy', n % 100,
           'of-the-test', case when n > ${MESSAGES - PENDING} then 'pending' else 'folded' end
      from c, generate_series(1, ${MESSAGES}) n`);
  await postgres.rows(`
    insert into workspace_emotions
    select workspace_id, quarter_hour_v1(sent_at), role, label, model_version, count(*),
           sum(valence), sum(valence::bigint * valence)
      from messages where emotion_state = 'folded' group by 1, 2, 3, 4, 5`);
  await postgres.rows('analyze');
  const [key] = await postgres.rows<{ conversation: string; customer: string }>(
    `select id as conversation, customer_id as customer from conversations`,
  );
  const conversation = idSchema<'conversation'>().parse(key?.conversation);
  const customer = hashIdSchema<'customer'>().parse(key?.customer);

  const receipt = await eraseCustomer(
    { database, venueChanged: postgres.venueChanged },
    postgres.caller,
    'huge',
  );
  expect(receipt.state).toBe('running');
  expect(await differences()).toEqual([]);

  let isRunning = true;
  const fold = async () => {
    for (let seq = MESSAGES - PENDING + 1; seq <= MESSAGES && isRunning; seq += 50) {
      const given = Array.from({ length: 50 }, (_, at) => ({
        ...{ conversation_id: conversation, seq: seq + at, label: 'joy', confidence: 900 },
        ...{ valence: 500, abstained: null, probabilities: null, model_version: 'x' },
      }));
      await database.run(foldPending, { given, ahead: [], samples: [] });
    }
  };
  let slowest = 0;
  const erase = async () => {
    while (isRunning) {
      const started = Date.now();
      const values = { workspace: workspaceId, customer, rows: 2000 };
      const [page] = await database.run(erasePage, values);
      slowest = Math.max(slowest, Date.now() - started);
      isRunning = page?.erasure?.state !== 'finished';
    }
  };
  await Promise.all([erase(), fold(), fold()]);
  expect(slowest).toBeLessThan(DATABASE_TIMEOUT_MS);
  expect(await showErasure({ database }, postgres.caller, 'huge')).toMatchObject({
    state: 'finished',
    messages: MESSAGES,
    remaining: { messages: 0 },
  });
  expect(await differences()).toEqual([]);
  const [left] = await postgres.rows(
    `select (select count(*)::int from messages
              where text is not null or digest <> '' or emotion_state <> 'erased') as messages,
            (select count(*)::int from conversation_emotions) as statistics,
            (select count(*)::int from conversation_moods) as moods`,
  );
  expect(left).toEqual({ messages: 0, statistics: 0, moods: 0 });
});

it('waits for a migration that locks the tables of a fold one after the other', async () => {
  const { workspaceId } = postgres.caller;
  await postgres.rows(`
    with g as (
      insert into customers (id, workspace_id, external_id)
      values (customer_id_v1('${workspaceId}', 'small'), '${workspaceId}', 'small') returning id
    ),
    c as (
      insert into conversations (id, workspace_id, external_id, channel, customer_id, last_seq)
      select new_id_v1(), '${workspaceId}', 'small', 'web', id, 1 from g returning id
    ),
    d as (
      insert into conversation_moods (conversation_id, workspace_id, fold_version, walked_version,
                                      as_of_seq)
      select id, '${workspaceId}', 1, 1, 1 from c
    )
    insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, digest,
                          emotion_state)
    select '${workspaceId}', id, 1, 'm', 'customer', 'text', now(), 'x', 'folded' from c`);
  const deps = { database, venueChanged: postgres.venueChanged };

  // All rows of a test are asked for on one connection, so this is one transaction.
  await postgres.rows('begin; lock table messages in share row exclusive mode');
  const erased = eraseCustomer(deps, postgres.caller, 'small');
  const waiting = `select count(*)::int as waiting from pg_locks
                    where relation = 'messages'::regclass and not granted`;
  await expect.poll(async () => (await postgres.rows(waiting))[0]).toEqual({ waiting: 1 });
  await postgres.rows('lock table conversation_moods in share row exclusive mode');
  await postgres.rows('rollback');

  expect(await erased).toMatchObject({ state: 'finished', messages: 1 });
});
