import type { Queue } from '@cloudflare/workers-types';
import { neonConfig } from '@neondatabase/serverless';
import { Hono } from 'hono';
import { bookText, bookValues, followUpOf, type WantedBooking } from '../bookings/book.ts';
import { type MessageBody, upsertValues } from '../messages/upsert.ts';
import type { StatementText, TextValues } from '../statement-text.ts';

// The common part of the Workers that Maitred is compared with: Hono and Neon's driver run a statement
// and send the same queue message, without validation, authentication, timing or logging.

interface Bindings {
  DATABASE_URL: string;
  API_KEY_ID: string;
  WORKSPACE_ID: string;
  EMOTIONS: Queue;
  FOLLOW_UPS: Queue;
}

type Row = Record<string, unknown>;

/** How a Worker differs from the others. */
interface BareOptions {
  /** The statement that stores a message. */
  readonly message: StatementText;
  /** Runs a statement and returns its row. */
  run(url: string, statement: StatementText, values: TextValues): Promise<Row | undefined>;
}

neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`;

/** A Worker that stores messages and confirms bookings. */
export function bareApp({ message, run }: BareOptions): Hono<{ Bindings: Bindings }> {
  const app = new Hono<{ Bindings: Bindings }>();

  app.post('/v1/conversations/:conversationId/messages', async (c) => {
    const body = await c.req.json<MessageBody>();
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body.text));
    const values = upsertValues({
      callerKey: c.env.API_KEY_ID,
      callerWorkspace: c.env.WORKSPACE_ID,
      conversationId: crypto.randomUUID(),
      conversation: c.req.param('conversationId'),
      guest: JSON.stringify(body.customer),
      id: body.id,
      role: body.role,
      text: body.text,
      digest: [...new Uint8Array(digest)]
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join(''),
    });
    const row = await run(c.env.DATABASE_URL, message, values);
    c.executionCtx.waitUntil(
      c.env.EMOTIONS.send({ conversationId: row?.['conversationId'], seq: row?.['seq'] }),
    );
    return c.json(row, 201);
  });

  app.post('/v1/bookings', async (c) => {
    const wanted = await c.req.json<WantedBooking>();
    const values = bookValues(c.env.API_KEY_ID, c.env.WORKSPACE_ID, wanted);
    const row = await run(c.env.DATABASE_URL, bookText, values);
    const booking = (row?.['result'] as { body: { id: string } } | undefined)?.body;
    if (booking === undefined) return c.body(null, 500);
    c.executionCtx.waitUntil(c.env.FOLLOW_UPS.send(followUpOf(booking.id)));
    return c.json(booking, 201);
  });

  return app;
}
