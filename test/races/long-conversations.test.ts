import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EmotionLabel } from '../../src/conversations/emotion.ts';
import { correctEmotion } from '../../src/emotions/corrections/correct-emotion.ts';
import { walkMood } from '../../src/emotions/mood.ts';
import { sweepEmotions } from '../../src/emotions/sweep-emotions.ts';
import { walkMoods } from '../../src/emotions/walk-moods.ts';
import type { Database } from '../../src/platform/database.ts';
import { type ConversationId, idSchema } from '../../src/platform/ids.ts';
import { createChance } from '../support/chance.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

const LONGEST = 200_000;

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
});
afterAll(async () => {
  await postgres?.stop();
});

beforeEach(async () => {
  await postgres.rows(`
    truncate conversations, messages, conversation_moods, attention_events, conversation_emotions,
             workspace_emotions, emotion_corrections, pending_messages, due_moods cascade`);
});

/** Stores a conversation of folded messages whose mood has not been walked. */
async function converse(id: string, messages: number): Promise<ConversationId> {
  const [row] = await postgres.rows<{ id: string }>(`
    with c as (
      insert into conversations (id, workspace_id, external_id, channel, last_seq)
      select gen_random_uuid(), id, '${id}', 'web', ${messages} from workspaces limit 1
      returning id, workspace_id),
    m as (
      insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, digest, label,
                            valence, model_version, emotion_state)
      select workspace_id, id, n, 'm' || n, role, 'text', now(), 'x', label, valence,
             case when label is not null then 'seed' end, 'folded'
        from (
          select c.*, n, role,
                 case when role = 'customer' then (array['joy', 'anger', 'surprise'])[1 + n % 3] end
                   as label,
                 case when role = 'customer' then hashint4(n) % 1001 end as valence
            from c, generate_series(1, ${messages}) n
           cross join lateral (
             select case when n % 17 = 0 then 'agent' when n % 3 = 0 then 'assistant'
                         else 'customer' end as role) r
        ) x)
    insert into conversation_moods (conversation_id, workspace_id, fold_version, folded_at)
    select id, workspace_id, 1, now() - interval '1 hour' from c
    returning conversation_id as id`);
  return idSchema<'conversation'>().parse(row?.id);
}

/** The mood that one walk over all messages gives, and the one that is stored. */
async function moods(conversation: ConversationId) {
  const steps = await postgres.rows<{
    seq: number;
    role: string;
    label: EmotionLabel | null;
    valence: number | null;
  }>(`select seq, role, label, valence from messages
       where conversation_id = '${conversation}' order by seq`);
  const { state, turns } = walkMood({ asOfSeq: 0, mood: 0, attention: null }, steps);
  const [stored] = await postgres.rows(`
    select as_of_seq as "asOfSeq", mood, case when attention_seq is not null then jsonb_build_object(
             'seq', attention_seq, 'mood', attention_mood, 'label', attention_label) end as attention,
           fold_version = walked_version as "isWalked"
      from conversation_moods where conversation_id = '${conversation}'`);
  const raised = await postgres.rows<{ seq: number }>(`
    select seq from attention_events where conversation_id = '${conversation}' order by seq`);
  return {
    expected: { ...state, isWalked: true },
    stored,
    turns: turns.map(({ seq }) => seq),
    raised: raised.map(({ seq }) => seq),
  };
}

const quiet = { info() {}, warn() {}, error() {} };
const classifier = { modelVersion: 'none', classify: () => Promise.reject(new Error('no')) };

/** The database, with the size of each answer. */
function measured(): { database: Database; answers: number[] } {
  const answers: number[] = [];
  const database: Database = {
    async run(statement, values) {
      const rows = await postgres.database.run(statement, values);
      answers.push(JSON.stringify(rows).length);
      return rows;
    },
  };
  return { database, answers };
}

const portsOf = (database: Database) => ({
  ...{ database, classifier, log: quiet, now: Date.now, random: Math.random },
  enqueueFollowUp() {},
});

describe('a conversation of 200,000 messages', () => {
  it('is walked in pages of a bounded size, beside short ones', async () => {
    const long = await converse('long', LONGEST);
    const short = await converse('short', 20);
    const { database, answers } = measured();
    await sweepEmotions(portsOf(database), '0 seconds');
    for (let sweep = 0; sweep < 3; sweep++) await sweepEmotions(portsOf(database), '0 seconds');
    expect(Math.max(...answers)).toBeLessThan(2_000_000);
    for (const conversation of [long, short]) {
      const { expected, stored, turns, raised } = await moods(conversation);
      expect(stored).toEqual(expected);
      expect(raised).toEqual(turns);
    }
  });

  it('is not finished before its last page, and reports no turn again after a correction', async () => {
    const long = await converse('corrected', 5000);
    const first = await walkMoods(portsOf(postgres.database), [long], 100);
    expect(first).toEqual([long]);
    const half = await moods(long);
    expect(half.stored).toMatchObject({ asOfSeq: 2000, isWalked: false });
    expect(half.raised).toEqual(half.turns.filter((seq) => seq <= 2000));
    // The guest was happy all the time.
    await postgres.rows(`update messages set valence = 1000 where role = 'customer'`);
    await postgres.rows(`select rebuild_statistics_v1(id) from workspaces`);
    const deps = { database: postgres.database, enqueueEmotion() {} };
    await correctEmotion(deps, postgres.caller, 'corrected', 'm1', { label: 'anger', valence: -1 });
    await sweepEmotions(portsOf(postgres.database), '0 seconds');
    const { expected, stored, raised, turns } = await moods(long);
    expect(stored).toEqual(expected);
    expect(turns).toEqual([1]);
    expect(raised).toEqual(half.raised);
  });
});

describe('walkers that race for pages', () => {
  it.each([1, 2, 3])(
    'store the mood of one walk, with corrections between (seed %i)',
    async (seed) => {
      const numbers = createChance(String(seed));
      let drawn = 0;
      const chance = () => numbers(String(drawn++));
      const ids = await Promise.all([60, 7, 300].map((length, n) => converse(`race-${n}`, length)));
      await postgres.rows(`select rebuild_statistics_v1(id) from workspaces`);
      const deps = { database: postgres.database, enqueueEmotion() {} };
      const walker = async () => {
        for (let round = 0; round < 12; round++) {
          await walkMoods(portsOf(postgres.database), ids, 3 + Math.floor(chance() * 40));
        }
      };
      const corrector = async () => {
        for (let round = 0; round < 6; round++) {
          const message = `m${1 + Math.floor(chance() * 50)}`;
          const valence = Math.round(chance() * 2000 - 1000) / 1000;
          const label = valence < 0 ? 'anger' : 'joy';
          await correctEmotion(deps, postgres.caller, 'race-2', message, { label, valence });
        }
      };
      await Promise.all([walker(), walker(), walker(), corrector()]);
      // A message without a label was folded without one, and waits now that it has a label.
      for (let sweep = 0; sweep < 3; sweep++) {
        await sweepEmotions(portsOf(postgres.database), '0 seconds');
      }
      for (const id of ids) {
        const { expected, stored, turns, raised } = await moods(id);
        expect(stored).toEqual(expected);
        if (id !== ids[2]) expect(raised).toEqual(turns);
      }
    },
  );
});
