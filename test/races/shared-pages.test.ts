import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { walkMoods } from '../../src/emotions/walk-moods.ts';
import type { Database } from '../../src/platform/database.ts';
import { idSchema } from '../../src/platform/ids.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
});
afterAll(() => postgres?.stop());

it('many long conversations share the messages of a page', async () => {
  const rows = await postgres.rows<{ id: string }>(`
    with c as (
      insert into conversations (id, workspace_id, external_id, channel, last_seq)
      select gen_random_uuid(), w.id, 'long-' || n, 'web', 500
        from (select id from workspaces limit 1) w, generate_series(1, 20) n
      returning id, workspace_id),
    m as (
      insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, digest,
                            label, valence, model_version, emotion_state)
      select workspace_id, id, n, 'm' || n, 'customer', 'text', now(), 'x', 'joy', 500, 'seed',
             'folded'
        from c, generate_series(1, 500) n)
    insert into conversation_moods (conversation_id, workspace_id, fold_version, folded_at)
    select id, workspace_id, 1, now() - interval '1 hour' from c
    returning conversation_id as id`);
  const ids = rows.map(({ id }) => idSchema<'conversation'>().parse(id));
  const steps: number[] = [];
  const database: Database = {
    async run(statement, values) {
      const answer = await postgres.database.run(statement, values);
      const read = z.array(z.object({ steps: z.array(z.unknown()) })).safeParse(answer);
      if (read.success) steps.push(read.data.reduce((sum, each) => sum + each.steps.length, 0));
      return answer;
    },
  };
  const log = { info() {}, warn() {}, error() {} };
  const deps = { database, log, now: Date.now, enqueueFollowUp() {} };
  expect(await walkMoods(deps, ids, 1000)).toEqual([]);
  expect(Math.max(...steps)).toBe(1000);
});
