import type { Finding } from '../log.ts';
import type { KnownBlock, Span } from './known-blocks.ts';
import { isLive } from './life-cycle.ts';
import type { Replay } from './replay.ts';
import type { Past, Tracked } from './tracked.ts';

/** The API names so many bookings. */
const NAMED = 100;

/**
 * Checks what the clients that made blocks were told: without `keepBookings` no booking lies in a block
 * when it is made, and with it all of them are named.
 */
export function checkBlocks({ scene, bookings }: Replay): Finding[] {
  const ofVenue = Map.groupBy(bookings.values(), ({ venue }) => venue.id);
  return scene.blocks.flatMap((block) => {
    const { id, venue, made } = block;
    const inIt = (ofVenue.get(venue.id) ?? []).filter((booking) => surelyLies(booking, block));
    const kept = new Set(made.kept?.ids);
    const isCut = (made.kept?.count ?? 0) > NAMED;
    const missing = inIt.filter((booking) => !kept.has(booking.id));
    if (missing.length === 0 || (isCut && made.request['keepBookings'] === true)) return [];
    const names = missing.map((booking) => booking.id).join(', ');
    return [{ kind: 'block', what: `${id} was made over ${names} without a word` }];
  });
}

/** Whether a booking lay in a block during all of the request that made the block. */
function surelyLies(booking: Tracked, { made, spans, isWhole, resources }: KnownBlock): boolean {
  const { since, start, end, occupied, state, holdUntil, past } = booking;
  const now: Past = { since, until: Number.POSITIVE_INFINITY, start, end, occupied };
  const during = [...past, ...(isLive(state) ? [now] : [])].find(
    (each) => each.since < made.sentAt && each.until > made.receivedAt,
  );
  if (during === undefined || during.occupied.size === 0) return false;
  const was = booking.events.findLast(({ at }) => at < made.sentAt)?.state ?? '';
  const wasHeld = ['held', 'requested'].includes(was);
  // Whether a hold or a request had expired by then is not known here, unless it is open now.
  if (wasHeld && (during !== now || (holdUntil ?? 0) < made.receivedAt)) return false;
  const meets = ({ from, to }: Span) =>
    spans.some((span) => Math.max(span.from, from, made.receivedAt) < Math.min(span.to, to));
  if (isWhole) return meets({ from: during.start, to: during.end });
  return [...during.occupied].some(([id, place]) => resources.includes(id) && meets(place));
}
