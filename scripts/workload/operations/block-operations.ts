import type { Venue } from '../furnish.ts';
import type { Visitor } from '../visitor.ts';
import { localMinute } from '../zones.ts';
import { drawResources } from './booking-operations.ts';

const MINUTE = 60_000;

/** Blocks tables, an area or the whole venue, once or on several days, around bookings or not. */
export async function block(visitor: Visitor): Promise<void> {
  const { world } = visitor;
  const venue = visitor.one(world.venues);
  const begins = Date.now() + visitor.from(-15, 3 * 1440) * MINUTE;
  const minutes = visitor.happens(0.9) ? visitor.from(20, 240) : visitor.from(1440, 4 * 1440);
  const body = {
    ...drawPlaces(visitor, venue),
    from: localMinute(begins, venue.plan.timeZone),
    to: localMinute(begins + minutes * MINUTE, venue.plan.timeZone),
    ...(minutes < 1440 && visitor.happens(0.3)
      ? { repeat: `FREQ=DAILY;COUNT=${visitor.from(2, 4)}` }
      : {}),
    ...(visitor.happens(0.6) ? { keepBookings: true } : {}),
  };
  const path = `/v1/venues/${venue.id}/blocks`;
  const reply = await visitor.ask({ operation: 'block', key: 'staff', method: 'POST', path, body });
  const { id } = reply.body;
  if (reply.status < 300 && typeof id === 'string') world.blocks.push({ venue, id });
  // Blocks that stay would soon leave no place.
  if (world.blocks.length > 10) await unblock(visitor);
}

function drawPlaces(visitor: Visitor, venue: Venue) {
  if (visitor.happens(0.3)) return { all: true };
  return visitor.happens(0.3)
    ? { area: visitor.one(['terrace', 'bar']) }
    : { resourceIds: drawResources(visitor, venue) };
}

/** Ends one of the blocks, mostly the oldest. */
export async function unblock(visitor: Visitor): Promise<void> {
  const { blocks } = visitor.world;
  const ended = visitor.happens(0.7) ? blocks.shift() : blocks.pop();
  if (ended === undefined) return;
  const path = `/v1/venues/${ended.venue.id}/blocks/${ended.id}`;
  await visitor.ask({ operation: 'unblock', key: 'staff', method: 'DELETE', path });
}
