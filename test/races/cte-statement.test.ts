import { neon } from '@neondatabase/serverless';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cteText } from '../../bench/messages/cte.ts';
import { upsertText, upsertValues } from '../../bench/messages/upsert.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
}, 60_000);
afterAll(() => postgres?.stop());

/** Stores the same messages with a statement, and returns the answers and the rows. */
async function storeWith(name: string, statement: typeof cteText) {
  const { keyId, workspaceId, scopes } = postgres.caller;
  const sql = neon(postgres.databaseUrl);
  const store = async (id: string, digest: string) => {
    const values = upsertValues({
      ...{ callerKey: keyId, callerWorkspace: workspaceId, callerScopes: `{${scopes.join(',')}}` },
      ...{ conversationId: crypto.randomUUID(), conversation: name },
      ...{ guest: JSON.stringify({ id: name, name: 'Ada' }), id, role: 'customer', text: 'Hello' },
      digest: digest.repeat(64),
    });
    const sent = statement.sent(values);
    const [row] = await sql.query(sent.text, [...sent.values]);
    return { seq: row?.['seq'], created: row?.['created'], same: row?.['same'] };
  };
  const answers = [await store('1', 'a'), await store('2', 'b'), await store('1', 'c')];
  const rows = await postgres.rows(
    `select to_jsonb(m) - '{conversation_id,sent_at,created_at}'::text[] as message,
            to_jsonb(c) - '{id,external_id,customer_id,created_at,last_message_at}'::text[]
              as conversation,
            g.name
       from messages m
       join conversations c on c.id = m.conversation_id
       join customers g on g.id = c.customer_id
      where c.external_id = '${name}' order by m.seq`,
  );
  return { answers, rows };
}

it('the CTE statement of the benchmark stores what the application stores', async () => {
  const byFunction = await storeWith('function', upsertText);
  expect(byFunction.rows).toHaveLength(2);
  expect(await storeWith('cte', cteText)).toEqual(byFunction);
});
