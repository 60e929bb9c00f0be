import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { neon } from '@neondatabase/serverless';
import { expect, it } from 'vitest';
import { storeMessage } from '../../src/conversations/store-message.ts';
import { consumeEmotions } from '../../src/emotions/consume-emotions.ts';
import { sweepEmotions } from '../../src/emotions/sweep-emotions.ts';
import type { Database } from '../../src/platform/database.ts';
import type { EmotionJob } from '../../src/platform/jobs.ts';
import { makeKey, testDeps } from '../support/workspace.ts';

/** A separate connection. The checks use none of the application's SQL. */
const sql = neon(String(Reflect.get(env, 'DATABASE_URL')));

const TEXTS = [
  'Wonderful, thank you so much!',
  'This is terrible, I hate it.',
  'A table for two at seven.',
  'Awful. The worst place ever, disgusting!',
  'Yes, please.',
];

/** Reproducible random numbers (Lehmer's generator). */
function seeded(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

it.each([1, 2, 3])(
  'each message is folded exactly once with lost, duplicated, delayed and reordered queue messages and killed consumers (seed %i)',
  async (seed) => {
    const random = seeded(seed * 7919);
    const jobs: EmotionJob[] = [];
    const deps = { ...testDeps(), enqueueEmotion: (job: EmotionJob) => void jobs.push(job) };
    const caller = await deps.signer.verify(await makeKey(`chaos-${seed}`));
    if (caller === undefined) throw new Error('the key does not verify');
    const workspace = caller.workspaceId;

    const store = async (count: number) => {
      for (let n = 0; n < count; n++) {
        const role = random(5) === 0 ? 'agent' : random(3) === 0 ? 'assistant' : 'customer';
        await storeMessage(deps, caller, `chaos-${random(4)}`, {
          role,
          text: TEXTS[random(TEXTS.length)] ?? '',
          sentAt: new Date(Date.UTC(2026, 0, 1) + random(10) * 600_000).toISOString(),
        });
      }
    };

    /**
     * A database that fails as if the consumer had been killed between two statements or after the
     * last one.
     */
    const killed = (database: Database): Database => {
      let runs = 1 + random(2);
      return {
        async run(statement, values) {
          if (runs === 0) throw new Error('killed');
          const rows = await database.run(statement, values);
          runs -= 1;
          if (runs === 0) throw new Error('killed after the statement, before the ack');
          return rows;
        },
      };
    };

    const deliver = async (delivered: EmotionJob[], database: Database) => {
      const batch = createMessageBatch<unknown>(
        'emotions',
        delivered.map((body, n) => ({ id: String(n), timestamp: new Date(), attempts: 1, body })),
      );
      await consumeEmotions({ ...deps, database }, batch);
      const result = await getQueueResult(batch, createExecutionContext());
      return result.retryMessages.flatMap(({ msgId }) => delivered[Number(msgId)] ?? []);
    };

    let queue: EmotionJob[] = [];
    let kills = 0;
    for (let round = 0; round < 12; round++) {
      await store(20);
      for (const job of jobs.splice(0)) {
        const fate = random(4);
        if (fate > 0) queue.push(job);
        if (fate > 2) queue.push(job);
      }
      queue = queue
        .map((job) => ({ job, at: random(1000) }))
        .sort((a, b) => a.at - b.at)
        .map(({ job }) => job);
      const delivered = queue.splice(0, 5 + random(25));
      const kill = random(2) === 0;
      const again = await deliver(delivered, kill ? killed(deps.database) : deps.database);
      if (kill) kills += again.length > 0 ? 1 : 0;
      queue.push(...again);
    }
    expect(kills).toBeGreaterThan(0);
    // Jobs that are still in the queue are dropped, so the sweep has only the rows.
    while ((await sweepEmotions(deps, '0 seconds')).swept > 0);
    await sweepEmotions(deps, '0 seconds');

    const messages = await sql`
      select conversation_id, seq, role, label, valence, emotion_state,
             extract(epoch from sent_at)::int as sent
        from messages where workspace_id = ${workspace}
       order by conversation_id, seq`;
    expect(messages).toHaveLength(240);
    expect(messages.filter(({ emotion_state: state }) => state === 'pending')).toEqual([]);

    const expected = new Map<string, number[]>();
    const turns: string[] = [];
    let conversation = '';
    let mood = 0;
    let turned = false;
    for (const row of messages) {
      if (row['conversation_id'] !== conversation) {
        conversation = row['conversation_id'];
        mood = 0;
        turned = false;
      }
      if (row['role'] === 'agent') {
        mood = 0;
        turned = false;
      }
      if (row['label'] === null) continue;
      const valence: number = row['valence'];
      for (const key of [
        `${conversation} ${row['role']} ${row['label']}`,
        `${row['sent'] - (row['sent'] % 900)} ${row['role']} ${row['label']}`,
      ]) {
        const [count = 0, sum = 0, squares = 0] = expected.get(key) ?? [];
        expected.set(key, [count + 1, sum + valence, squares + valence * valence]);
      }
      if (row['role'] !== 'customer') continue;
      mood += Math.trunc((valence - mood) / 2);
      if (mood >= -100) turned = false;
      if (mood <= -350 && !turned) {
        turned = true;
        turns.push(`${conversation} ${row['seq']}`);
      }
    }

    const kept = await sql`
      select s.conversation_id::text as place, s.role, s.label, s.messages, s.valence_sum,
             s.valence_squares
        from conversation_emotions s join conversations c on c.id = s.conversation_id
       where c.workspace_id = ${workspace}
      union all
      select extract(epoch from quarter_hour)::int::text, role, label, messages, valence_sum,
             valence_squares
        from workspace_emotions where workspace_id = ${workspace}`;
    const told = new Map(
      kept.map((row) => [
        `${row['place']} ${row['role']} ${row['label']}`,
        [row['messages'], row['valence_sum'], row['valence_squares']].map(Number),
      ]),
    );
    const sorted = (map: Map<string, number[]>) => [...map].sort(([a], [b]) => a.localeCompare(b));
    expect(sorted(told)).toEqual(sorted(expected));

    const raised = await sql`
      select conversation_id::text as conversation, seq from attention_events
       where workspace_id = ${workspace}`;
    expect(turns.length).toBeGreaterThan(0);
    expect(raised.map((row) => `${row['conversation']} ${row['seq']}`).sort()).toEqual(
      turns.sort(),
    );
  },
);
