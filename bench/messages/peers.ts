import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { z } from 'zod';
import { enqueue, keyId, one, pool, serve, transaction, workspaceId } from '../peer.ts';
import { upsertText, upsertValues } from './upsert.ts';

// A process with Fastify and pg that stores the same message in four other ways. /naive uses one
// statement for each step, and /one uses the upsert of the application. Both send the same queue
// message as the Worker. /before and /after run the statements of the earlier Python service in the
// same tables (SQLAlchemy: a ping at each checkout, a transaction, look-ups before each write).
// /before computes the statistics in the request, /after in the background on the same pool.

const bodySchema = z.object({
  id: z.string(),
  role: z.string(),
  text: z.string(),
  customer: z.object({ id: z.string() }),
});
type Message = z.infer<typeof bodySchema> & { conversation: string; digest: string };
interface Stored {
  conversationId: string;
  seq: number;
}

const sqlKey = 'select workspace_id from api_keys where id = $1 and revoked_at is null';
const sqlCustomer = 'select id from customers where id = customer_id_v1($1, $2)';
const sqlNewCustomer = `insert into customers (id, workspace_id, external_id)
  values (customer_id_v1($1, $2), $1, $2) on conflict (id) do update set last_seen_at = now()`;
const sqlConversation = `select id, last_seq from conversations
  where workspace_id = $1 and external_id = $2 for no key update`;
const sqlRaise = `update conversations set last_seq = last_seq + 1, last_message_at = now()
  where id = $1 returning last_seq`;
const sqlDuplicate = 'select seq from messages where conversation_id = $1 and id = $2';
const sqlInsert = `insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at,
    digest, emotion_state) values ($1, $2, $3, $4, $5, $6, now(), decode($7, 'hex'), 'pending')`;

async function naive(message: Message): Promise<Stored> {
  const key = await one(pool, 'key', sqlKey, [keyId]);
  const stored = await transaction(false, async (on) => {
    await on.query({
      name: 'guest',
      text: sqlNewCustomer,
      values: [key.workspace_id, message.customer.id],
    });
    const found = await one(on, 'conversation', sqlConversation, [
      key.workspace_id,
      message.conversation,
    ]);
    await one(on, 'duplicate', sqlDuplicate, [found.id, message.id]);
    const raised = await one(on, 'raise', sqlRaise, [found.id]);
    await on.query({
      name: 'insert',
      text: sqlInsert,
      values: rowOf(message, found.id, raised.last_seq),
    });
    return { conversationId: String(found.id), seq: Number(raised.last_seq) };
  });
  enqueue('emotions', stored);
  return stored;
}

async function oneStatement(message: Message): Promise<Stored> {
  const { text, values } = upsertOf(message);
  const row = await one(pool, 'upsert', text, values);
  const stored = { conversationId: String(row.conversationId), seq: Number(row.seq) };
  enqueue('emotions', stored);
  return stored;
}

async function before(message: Message): Promise<Stored> {
  return transaction(true, async (on) => {
    await one(on, 'key', sqlKey, [keyId]);
    await one(on, 'customer', sqlCustomer, [workspaceId, message.customer.id]);
    await on.query({
      name: 'guest',
      text: sqlNewCustomer,
      values: [workspaceId, message.customer.id],
    });
    const found = await one(on, 'conversation', sqlConversation, [
      workspaceId,
      message.conversation,
    ]);
    await one(on, 'duplicate', sqlDuplicate, [found.id, message.id]);
    const raised = await one(on, 'raise', sqlRaise, [found.id]);
    await on.query({
      name: 'insert',
      text: sqlInsert,
      values: rowOf(message, found.id, raised.last_seq),
    });
    await one(on, 'refresh', 'select * from messages where conversation_id = $1 and seq = $2', [
      found.id,
      raised.last_seq,
    ]);
    await statistics(on, found.id);
    return { conversationId: String(found.id), seq: Number(raised.last_seq) };
  });
}

async function after(message: Message): Promise<Stored> {
  const stored = await transaction(true, async (on) => {
    await one(on, 'key', sqlKey, [keyId]);
    const { text, values } = upsertOf(message);
    const row = await one(on, 'upsert', text, values);
    return { conversationId: String(row.conversationId), seq: Number(row.seq) };
  });
  transaction(true, (on) => statistics(on, stored.conversationId)).catch(() => {});
  return stored;
}

/** Reads and then writes the conversation's statistics and its mood. */
async function statistics(on: pg.PoolClient, conversationId: string): Promise<void> {
  const values = [conversationId];
  await one(
    on,
    'read emotions',
    'select * from conversation_emotions where conversation_id = $1',
    values,
  );
  await one(
    on,
    'write emotions',
    `insert into conversation_emotions as s values ($1, 'customer', 'neutral', 'earlier', 1, 0, 0)
      on conflict (conversation_id, role, label, model_version) do update set messages = s.messages + 1`,
    values,
  );
  await one(on, 'read mood', 'select * from conversation_moods where conversation_id = $1', values);
  await one(
    on,
    'write mood',
    'update conversation_moods set folded_at = now() where conversation_id = $1',
    values,
  );
}

function rowOf(message: Message, conversationId: string, seq: number) {
  return [workspaceId, conversationId, seq, message.id, message.role, message.text, message.digest];
}

function upsertOf(message: Message) {
  const values = upsertValues({
    callerKey: keyId,
    callerWorkspace: workspaceId,
    conversationId: randomUUID(),
    conversation: message.conversation,
    guest: JSON.stringify(message.customer),
    id: message.id,
    role: message.role,
    text: message.text,
    digest: message.digest,
  });
  return upsertText.query(values);
}

const inWay =
  (store: (message: Message) => Promise<Stored>) => (body: unknown, params: { id: string }) => {
    const parsed = bodySchema.parse(body);
    const digest = createHash('sha256').update(parsed.text).digest('hex');
    return store({ ...parsed, conversation: params.id, digest });
  };
await serve('/v1/conversations/:id/messages', {
  naive: inWay(naive),
  one: inWay(oneStatement),
  before: inWay(before),
  after: inWay(after),
});
