import { z } from 'zod';
import { newId } from '../../src/platform/ids.ts';
import { enqueue, keyId, one, pool, serve, transaction, workspaceId } from '../peer.ts';
import { bookText, bookValues, followUpOf, venueUuid } from './book.ts';
import { type Booked, bookAfter, bookBefore } from './earlier.ts';
import { sqlCustomer, sqlEvent, sqlFree, sqlInsert, sqlKey, sqlPlace } from './sql.ts';

// A process with Fastify and pg that confirms the same booking in four other ways. /naive and /one
// send the same queue message as the Workers. /before and /after do the follow-ups themselves.

const bodySchema = z.object({
  venueId: z.string(),
  start: z.string(),
  partySize: z.number(),
  customer: z.object({ id: z.string() }),
});
type Body = z.infer<typeof bodySchema>;

async function oneStatement(body: Body): Promise<Booked> {
  const { text, values } = bookText.query(bookValues(keyId, workspaceId, body));
  const row = await one(pool, 'book', text, values);
  enqueue('follow-ups', followUpOf(row.result.body.id));
  return row.result.body;
}

/** Locks the venue, so that the table that it finds free is still free when it takes it. */
async function naive(body: Body): Promise<Booked> {
  const key = await one(pool, 'key', sqlKey, [keyId]);
  const venueId = venueUuid(body.venueId);
  const booked = await transaction(false, async (on) => {
    const guest = await one(on, 'customer', sqlCustomer, [key.workspace_id, body.customer.id]);
    const venue = await one(on, 'venue', 'select * from venues where id = $1 for no key update', [
      venueId,
    ]);
    const table = await one(on, 'free', sqlFree, [venue.id, body.partySize, body.start]);
    const id = newId();
    const { start, partySize } = body;
    await one(on, 'insert', sqlInsert, [
      ...[id, key.workspace_id, venue.id, guest.id],
      ...[start, partySize],
    ]);
    await one(on, 'place', sqlPlace, [id, table.id, venue.id, start]);
    await one(on, 'event', sqlEvent, [id, start, partySize, [table.id]]);
    return { id };
  });
  enqueue('follow-ups', followUpOf(booked.id));
  return booked;
}

const inWay = (book: (body: Body) => Promise<Booked>) => (body: unknown) =>
  book(bodySchema.parse(body));
await serve('/v1/bookings', {
  naive: inWay(naive),
  one: inWay(oneStatement),
  before: inWay(bookBefore),
  after: inWay(bookAfter),
});
