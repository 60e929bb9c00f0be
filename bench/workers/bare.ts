import type { Queue } from '@cloudflare/workers-types';
import { neon, neonConfig } from '@neondatabase/serverless';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/neon-http';
import { Hono } from 'hono';
import { upsertText } from '../upsert-text.ts';

// The floor for a Worker: Hono, drizzle and Neon's driver doing the same statement and sending the
// same queue message, with nothing checked, authenticated, timed or logged.

interface Bindings {
  DATABASE_URL: string;
  API_KEY_ID: string;
  WORKSPACE_ID: string;
  EMOTIONS: Queue;
}

interface Message {
  id: string;
  role: string;
  text: string;
  customer: { id: string };
}

neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`;

const app = new Hono<{ Bindings: Bindings }>();

app.post('/v1/conversations/:conversationId/messages', async (c) => {
  const message = await c.req.json<Message>();
  const db = drizzle(neon(c.env.DATABASE_URL));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(message.text));
  const statement = upsertText({
    callerKey: c.env.API_KEY_ID,
    callerWorkspace: c.env.WORKSPACE_ID,
    conversationId: crypto.randomUUID(),
    conversation: c.req.param('conversationId'),
    customer: message.customer.id,
    id: message.id,
    role: message.role,
    text: message.text,
    digest: [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
  });
  const { rows } = await db.execute<{ conversationId: string; seq: number }>(
    sql.join(statement.map((part) => ('raw' in part ? sql.raw(part.raw) : sql`${part.value}`))),
  );
  const row = rows[0];
  c.executionCtx.waitUntil(
    c.env.EMOTIONS.send({ conversationId: row?.conversationId, seq: row?.seq }),
  );
  return c.json(row, 201);
});

export default app;
