import { expect, it } from 'vitest';
import { deleteWorkspace } from '../../scripts/workspaces/delete-workspace.ts';
import { exportWorkspace } from '../../scripts/workspaces/export-workspace.ts';
import { PAGE_ROWS } from '../../scripts/workspaces/pages.ts';
import { sql } from '../support/sql.ts';
import { client, makeKey } from '../support/workspace.ts';

const MANY = 2 * PAGE_ROWS + 1;

it('a workspace with several pages of rows is exported once each, and deleted whole', async () => {
  const call = client(await makeKey('a large workspace that leaves'));
  await call('POST', '/v1/conversations/long/messages', { role: 'assistant', text: 'hello' });
  const [row] = await sql`select id::text, workspace_id::text as workspace from conversations
                           where external_id = 'long'`;
  const [long, workspace] = [String(row?.['id']), String(row?.['workspace'])];
  await sql`
    insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, digest,
                          emotion_state)
    select ${workspace}, ${long}, n, 'm' || n, 'agent', 'text', now(), 'x', 'none'
      from generate_series(2, ${MANY}::int) n`;
  await sql`
    insert into conversations (id, workspace_id, external_id, channel, last_seq)
    select gen_random_uuid(), ${workspace}, 'c' || n, 'web', 0 from generate_series(2, ${MANY}::int) n`;
  await sql`
    insert into idempotency_keys (workspace_id, key, digest, created_at)
    select ${workspace}, 'k' || n, 'x', now() from generate_series(1, ${MANY}::int) n`;

  const seen = new Set<string>();
  const counts = await exportWorkspace(sql, workspace, ({ table, row: { id, seq, key } }) => {
    seen.add([table, id, seq, key].join(' '));
  });
  expect(counts).toMatchObject({ messages: MANY, conversations: MANY, idempotency_keys: MANY });
  expect(seen.size).toBe(Object.values(counts).reduce((sum, each) => sum + each, 0));

  const deleted = await deleteWorkspace(sql, workspace);
  expect(deleted).toEqual({
    ...Object.fromEntries(Object.keys(deleted).map((t) => [t, 0])),
    ...counts,
  });
  const [rest] = await sql`
    select (select count(*) from messages where workspace_id = ${workspace})::int as messages,
           (select count(*) from conversations where workspace_id = ${workspace})::int as talks,
           (select count(*) from idempotency_keys where workspace_id = ${workspace})::int as keys`;
  expect(rest).toEqual({ messages: 0, talks: 0, keys: 0 });
});
