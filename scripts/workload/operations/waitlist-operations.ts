import type { Visitor } from '../visitor.ts';
import { drawStart } from './booking-operations.ts';

const MINUTE = 60_000;

/** A party that waits for a place within a few hours. */
export async function join(visitor: Visitor): Promise<void> {
  const { world } = visitor;
  const venue = visitor.one(world.venues);
  const earliest = drawStart(visitor, venue);
  if (Date.parse(earliest) < Date.now() + MINUTE) return;
  const body = {
    earliest,
    latest: new Date(Date.parse(earliest) + visitor.from(0, 180) * MINUTE).toISOString(),
    partySize: visitor.from(1, 6),
    customer: { id: visitor.guest() },
  };
  const path = `/v1/venues/${venue.id}/waitlist`;
  const reply = await visitor.ask({ operation: 'join', key: 'guest', method: 'POST', path, body });
  const { id } = reply.body;
  if (reply.status >= 300 || typeof id !== 'string') return;
  world.entries.push({ venue, id });
  if (world.entries.length > 30) await leave(visitor);
}

/** Accepts an offer, if there is one by now. */
export async function accept(visitor: Visitor): Promise<void> {
  const { entries } = visitor.world;
  if (entries.length === 0) return;
  const { venue, id } = visitor.one(entries);
  const path = `/v1/venues/${venue.id}/waitlist/${id}/accept`;
  await visitor.ask({ operation: 'accept', key: 'guest', method: 'POST', path, venue });
}

/** Takes the oldest party off the waitlist. */
export async function leave(visitor: Visitor): Promise<void> {
  const entry = visitor.world.entries.shift();
  if (entry === undefined) return;
  const path = `/v1/venues/${entry.venue.id}/waitlist/${entry.id}`;
  await visitor.ask({ operation: 'leave', key: 'guest', method: 'DELETE', path });
}
