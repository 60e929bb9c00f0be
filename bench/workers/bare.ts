import type { Queue } from '@cloudflare/workers-types';
import { neon, neonConfig } from '@neondatabase/serverless';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/neon-http';
import { Hono } from 'hono';
import { bookText, bookValues, followUpOf, type WantedBooking } from '../bookings/book.ts';
import { upsertText, upsertValues } from '../messages/upsert.ts';
import type { Part } from '../statement-text.ts';

// The lower bound for a Worker: Hono, drizzle and Neon's driver run the same statements and send
// the same queue messages, without validation, authentication, timing or logging.

interface Bindings {
  DATABASE_URL: string;
  API_KEY_ID: string;
  WORKSPACE_ID: string;
  EMOTIONS: Queue;
  FOLLOW_UPS: Queue;
}

interface Message {
  id: string;
  role: string;
  text: string;
  customer: { id: string };
}

neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`;

/** Runs a statement and returns its row. */
async function run<Row extends Record<string, unknown>>(
  env: Bindings,
  statement: Part[],
): Promise<Row | undefined> {
  const db = drizzle(neon(env.DATABASE_URL));
  const { rows } = await db.execute<Row>(
    sql.join(statement.map((part) => ('raw' in part ? sql.raw(part.raw) : sql`${part.value}`))),
  );
  return rows[0];
}

const app = new Hono<{ Bindings: Bindings }>();

app.post('/v1/conversations/:conversationId/messages', async (c) => {
  const message = await c.req.json<Message>();
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(message.text));
  const values = upsertValues({
    callerKey: c.env.API_KEY_ID,
    callerWorkspace: c.env.WORKSPACE_ID,
    conversationId: crypto.randomUUID(),
    conversation: c.req.param('conversationId'),
    guest: JSON.stringify(message.customer),
    id: message.id,
    role: message.role,
    text: message.text,
    digest: [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
  });
  const row = await run<{ conversationId: string; seq: number }>(c.env, upsertText.parts(values));
  c.executionCtx.waitUntil(
    c.env.EMOTIONS.send({ conversationId: row?.conversationId, seq: row?.seq }),
  );
  return c.json(row, 201);
});

app.post('/v1/bookings', async (c) => {
  const wanted = await c.req.json<WantedBooking>();
  const values = bookValues(c.env.API_KEY_ID, c.env.WORKSPACE_ID, wanted);
  const row = await run<{ result: { body: { id: string } } }>(c.env, bookText.parts(values));
  if (row === undefined) return c.body(null, 500);
  const booking = row.result.body;
  c.executionCtx.waitUntil(c.env.FOLLOW_UPS.send(followUpOf(booking.id)));
  return c.json(booking, 201);
});

export default app;
