import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { createModelInNode } from '../../scripts/emotions/model-in-node.ts';
import { startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../../scripts/local/postgres-backend.ts';
import { openDatabase } from '../../src/platform/database.ts';
import type { EmotionJob } from '../../src/platform/jobs.ts';
import type { Bench } from '../bench.ts';
import type { Backlog } from './results.ts';
import { CONVERSATIONS, seedMessages } from './seed.ts';
import { messages } from './workload.ts';

const STORED = 1_000_000;
const PENDING = 60_000;
/** The batch size and the concurrency of the queue in wrangler.toml. */
const BATCH = 100;
const CONSUMERS = 4;
/** How long the folding is measured at most. */
const MOST_MS = 60_000;

/**
 * The messages that arrive while the queue is down. Autovacuum is off, so that PostgreSQL keeps the
 * statistics of the time before: no message was pending then.
 */
const OUTAGE = [
  ...[
    ...['messages', 'conversation_moods', 'conversation_emotions', 'workspace_emotions'],
    ...['pending_messages', 'due_moods'],
  ].map((table) => `alter table ${table} set (autovacuum_enabled = off)`),
  `insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, digest,
                         emotion_state)
   select c.workspace_id, c.id, c.last_seq + n, 'late-' || n, 'customer',
          (array['We would like a table for four on Saturday evening, near the window.',
                 'Is nobody there? I have asked three times now.', 'Great, thank you so much!',
                 'Do you have a terrace?', 'That is a pity, we were looking forward to it.'
          ])[1 + n % 5],
          now(), sha256('late'), 'pending'
     from generate_series(1, ${PENDING / CONVERSATIONS}) n, conversations c`,
  `update conversations set last_seq = last_seq + ${PENDING / CONVERSATIONS}`,
  'checkpoint',
];

/**
 * Measures how fast consumers fold the messages that an outage of the queue has left behind, with the
 * statistics of the time before the outage, and again after ANALYZE. It runs in this process, against
 * PostgreSQL behind Neon's protocol, without a delay.
 * @param source the checkout whose consumer is measured
 */
export async function measureBacklog(bench: Bench, source: string): Promise<Backlog> {
  const template = 'backlog';
  await bench.makeTemplate(template, async (url) => {
    await seedMessages(url, STORED);
    await run(url, OUTAGE);
  });
  const measured: number[] = [];
  for (const prepare of [[], ['analyze']]) {
    await bench.onStage('statement', template, messages, async ({ database }) => {
      await run(database, prepare);
      measured.push(await foldAll(database, source));
    });
  }
  const [stalePerSecond = Number.NaN, freshPerSecond = Number.NaN] = measured;
  console.log(
    `a backlog of ${PENDING} among ${STORED} messages: ${stalePerSecond.toFixed(0)} folded a ` +
      `second with old statistics, ${freshPerSecond.toFixed(0)} after ANALYZE`,
  );
  return { stored: STORED, pending: PENDING, stalePerSecond, freshPerSecond };
}

/** Folds all pending messages, or those of the first minute. Returns how many a second. */
async function foldAll(database: string, source: string): Promise<number> {
  const { foldMessages }: typeof import('../../src/emotions/fold-messages.ts') = await import(
    pathToFileURL(join(resolve(source), 'src/emotions/fold-messages.ts')).href
  );
  const client = new pg.Client(database);
  await client.connect();
  const { rows: jobs } = await client.query<EmotionJob>(
    `select conversation_id as "conversationId", seq from messages
      where emotion_state = 'pending' order by seq, conversation_id`,
  );
  await client.end();
  const backend = openPostgresBackend({ connectionString: database, max: CONSUMERS });
  const endpoint = await startNeonEndpoint({ backend });
  const deps = {
    database: openDatabase({ url: endpoint.connectionString, timeoutMs: MOST_MS }),
    classifier: createModelInNode(),
    log: { info() {}, warn() {}, error() {} },
    now: Date.now,
    enqueueFollowUp() {},
  };
  let folded = 0;
  const began = performance.now();
  const consumer = async () => {
    while (jobs.length > 0 && performance.now() - began < MOST_MS) {
      const done = await foldMessages(deps, jobs.splice(0, BATCH));
      folded += done.folded;
    }
  };
  await Promise.all(Array.from({ length: CONSUMERS }, consumer));
  const seconds = (performance.now() - began) / 1000;
  await endpoint.close();
  await backend.close();
  if (folded + jobs.length !== PENDING) {
    throw new Error(`${folded} messages were folded and ${jobs.length} are left, of ${PENDING}`);
  }
  return folded / seconds;
}

async function run(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url, options: '-c statement_timeout=0' });
  await client.connect();
  for (const text of statements) await client.query(text);
  await client.end();
}
