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

/** Sends messages to a conversation with a statement, as the guest of the conversation's name. */
function sender(conversation: string, statement: typeof cteText) {
  const { keyId, workspaceId, scopes } = postgres.caller;
  const sql = neon(postgres.databaseUrl);
  return async (id: string, digest: string) => {
    const values = upsertValues({
      ...{ callerKey: keyId, callerWorkspace: workspaceId, callerScopes: `{${scopes.join(',')}}` },
      ...{ conversationId: crypto.randomUUID(), conversation, role: 'customer', text: 'Hello' },
      ...{ guest: JSON.stringify({ id: conversation, name: 'Ada' }), id },
      digest: digest.repeat(64),
    });
    const sent = statement.sent(values);
    const [row] = await sql.query(sent.text, [...sent.values]);
    return { seq: row?.['seq'], created: row?.['created'], same: row?.['same'] };
  };
}

/** Stores the same messages with a statement, and returns the answers and the rows. */
async function storeWith(name: string, statement: typeof cteText) {
  const store = sender(name, statement);
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

it('stores each message once when both statements write to one conversation, as in a deploy', async () => {
  const senders = [sender('both', upsertText), sender('both', cteText)];
  const ids = Array.from({ length: 400 }, (_, n) => `message ${n}`);
  // Each message is sent twice at almost the same time: by both statements, or by one of them.
  const wanted = ids.flatMap((id, n) => [
    { id, by: n % 2 },
    { id, by: n % 3 === 0 ? n % 2 : (n + 1) % 2 },
  ]);
  const answers = new Map<string, { seq: unknown; created: unknown; same: unknown }[]>();
  const client = async () => {
    for (let next = wanted.shift(); next !== undefined; next = wanted.shift()) {
      const answer = await senders[next.by]?.(next.id, 'a');
      if (answer !== undefined) answers.set(next.id, [...(answers.get(next.id) ?? []), answer]);
    }
  };
  await Promise.all(Array.from({ length: 32 }, client));

  const stored = await postgres.rows<{ id: string; seq: number }>(
    `select m.id, m.seq from messages m join conversations c on c.id = m.conversation_id
      where c.external_id = 'both' order by m.seq`,
  );
  expect(stored.map(({ seq }) => seq)).toEqual(ids.map((_, n) => n + 1));
  expect(stored.map(({ id }) => id).sort()).toEqual(ids.toSorted());
  for (const { id, seq } of stored) {
    const both = answers.get(id) ?? [];
    expect(both.map((each) => each.seq)).toEqual([seq, seq]);
    expect(both.map((each) => each.created).toSorted()).toEqual([false, true]);
    expect(both.map((each) => each.same)).toEqual([true, true]);
  }
});
