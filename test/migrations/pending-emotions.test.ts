import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '../../scripts/migrate.ts';
import { copyDrizzle, type DrizzleCopy } from './drizzle-copy.ts';
import { type LocalDatabase, openLocalDatabase } from './local-database.ts';

let database: LocalDatabase;
let before: DrizzleCopy;
beforeAll(async () => {
  database = await openLocalDatabase();
  before = copyDrizzle();
  const journal = JSON.parse(readFileSync(join(before.folder, 'meta/_journal.json'), 'utf8'));
  const at = journal.entries.findIndex(({ tag }: { tag: string }) =>
    tag.endsWith('_outbox_of_emotions'),
  );
  journal.entries = journal.entries.slice(0, at);
  before.write('meta/_journal.json', JSON.stringify(journal));
  // The functions of today need tables and columns of later migrations.
  before.removeFunctions();
});
afterAll(async () => {
  await database?.close();
  before?.delete();
});

const id = (n: number) => `'00000000-0000-7000-8000-${String(n).padStart(12, '0')}'`;
const store = (seqs: string) => `
  insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, created_at,
                        digest, emotion_state, label, valence, model_version)
  select ${id(1)}, ${id(2)}, n, 'm' || n, 'customer', 'text', now(), '2026-01-01', 'x',
         (array['none', 'pending', 'folded', 'set_apart'])[1 + n % 4],
         case when n % 4 = 2 then 'joy' end, case when n % 4 = 2 then 500 end,
         case when n % 4 = 2 then 'seed' end
    from generate_series(${seqs}) n`;

it('what was pending, set apart or due before the migration is listed, and kept so by any writer', async () => {
  await migrate(database.url, before.folder);
  await database.run(
    `insert into workspaces (id, name) values (${id(1)}, 'w')`,
    ...[2, 3].map(
      (n) => `insert into conversations (id, workspace_id, external_id, channel, last_seq)
              values (${id(n)}, ${id(1)}, 'c${n}', 'web', 12)`,
    ),
    store('1, 8'),
    `insert into conversation_moods (conversation_id, workspace_id, fold_version, walked_version,
                                     folded_at)
     values (${id(2)}, ${id(1)}, 2, 1, '2026-01-02'), (${id(3)}, ${id(1)}, 1, 1, now())`,
  );
  await migrate(database.url);

  const listed = async () => ({
    pending: await database.run(`
      select seq from pending_messages
       where workspace_id = ${id(1)} and created_at = '2026-01-01' and conversation_id = ${id(2)}
       order by 1`),
    setApart: await database.run(`
      select seq from set_apart_messages
       where workspace_id = ${id(1)} and conversation_id = ${id(2)} order by 1`),
    due: await database.run(
      `select right(conversation_id::text, 1) as id, due_since = '2026-01-02' as "isOld"
         from due_moods order by 1`,
    ),
  });
  const seqs = (...all: number[]) => all.map((seq) => ({ seq }));
  expect(await listed()).toEqual({
    pending: seqs(1, 5),
    setApart: seqs(3, 7),
    due: [{ id: '2', isOld: true }],
  });

  await database.run(
    store('9, 12'),
    // What folds, failures, retries, corrections and erasures do.
    `update messages set emotion_state = 'folded' where seq = 1`,
    `update messages set emotion_state = 'set_apart' where seq = 5`,
    `update messages set emotion_state = 'pending' where seq in (3, 4)`,
    `update messages set emotion_state = 'erased', text = null where seq = 7`,
    `delete from messages where seq in (9, 11)`,
    `update conversation_moods set walked_version = fold_version where conversation_id = ${id(2)}`,
    `update conversation_moods set fold_version = 2 where conversation_id = ${id(3)}`,
    `update conversation_moods set fold_version = 3 where conversation_id = ${id(3)}`,
  );
  expect(await listed()).toEqual({
    pending: seqs(3, 4),
    setApart: seqs(5),
    due: [{ id: '3', isOld: false }],
  });
  await database.run(`delete from conversation_moods`);
  expect((await listed()).due).toEqual([]);
});
