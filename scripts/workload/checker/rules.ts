import { addDays, localDate } from '../zones.ts';
import { openingOf } from './hours.ts';
import type { KnownBlock } from './known-blocks.ts';
import { isThere, mayBeThere } from './known-blocks.ts';
import { isLive } from './life-cycle.ts';
import type { StoredEvent } from './records.ts';
import type { LiveBookings, Past, Tracked } from './tracked.ts';

/** What the checker knows about a rule: surely broken, surely kept, or neither. */
export interface Verdict {
  readonly surely: boolean;
  readonly possibly: boolean;
}
export const plainly = (broken: boolean): Verdict => ({ surely: broken, possibly: broken });

const MINUTE = 60_000;
/**
 * How long before an event its rules may have been asked. The clock is read again when the event is
 * stored, and what happens at another venue in between is not excluded by the venue's lock.
 */
export const DOUBT_MS = 5_000;

/** Whether a booking holds its place at a time: a hold only until it expires. */
export const isLiveAt = ({ state, holdUntil }: Tracked, at: number): boolean =>
  isLive(state) && (holdUntil === null || holdUntil > at);

/** The rules about a start: opening hours, grid of slots, lead time and horizon. */
export function judgeStart(
  booking: Tracked,
  { at, event }: StoredEvent,
  blocks: readonly KnownBlock[],
): Record<'hours' | 'slot' | 'lead_time' | 'horizon', Verdict> {
  const { venue, start, end } = booking;
  const { leadTime, horizonDays, timeZone } = venue.plan;
  const opening = openingOf(venue, start, end);
  const closing = blocks.filter(
    ({ isWhole, spans }) => isWhole && spans.some(({ from, to }) => from < end && to > start),
  );
  const isClosed = closing.some((block) => isThere(block, at));
  const mayBeClosed = closing.some((block) => mayBeThere(block, at));
  const isWalkIn = event === 'walk_in';
  const isOffGrid = opening.isOpen && !opening.isSlot && !isWalkIn;
  const isBeyond = (now: number) =>
    !isWalkIn && opening.date > addDays(localDate(now, timeZone), horizonDays);
  return {
    hours: { surely: !opening.isOpen || isClosed, possibly: !opening.isOpen || mayBeClosed },
    slot: { surely: isOffGrid && !mayBeClosed, possibly: isOffGrid && !isClosed },
    lead_time: {
      surely: !isWalkIn && start < at - DOUBT_MS + leadTime * MINUTE,
      possibly: !isWalkIn && start < at + leadTime * MINUTE,
    },
    horizon: { surely: isBeyond(at), possibly: isBeyond(at - DOUBT_MS) },
  };
}

/**
 * The pacing: how many parties and covers may start in the quarter hour.
 * @param before the size that the booking had at the same start; undefined: it had another start
 */
export function judgePacing(
  booking: Tracked,
  at: number,
  before: number | undefined,
  live: LiveBookings,
): Verdict {
  const { pacingParties, pacingCovers } = booking.venue.plan;
  if (before !== undefined && booking.partySize <= before) return plainly(false);
  const isBroken = (asOf: number) => {
    let parties = 0;
    let covers = booking.partySize;
    for (const other of live.inQuarterOf(booking)) {
      if (other === booking || !isLiveAt(other, asOf)) continue;
      parties += 1;
      covers += other.partySize;
    }
    return (
      (before === undefined && pacingParties !== null && parties >= pacingParties) ||
      (pacingCovers !== null && covers > pacingCovers)
    );
  };
  return { surely: isBroken(at), possibly: isBroken(at - DOUBT_MS) };
}

/** Whether another booking of the guest lies at the same time, where the venue refuses that. */
export function judgeOverlap(
  booking: Tracked,
  at: number,
  root: string | undefined,
  live: LiveBookings,
): Verdict {
  if (root === undefined || booking.venue.plan.guestOverlap === 'allow') return plainly(false);
  const verdict = { surely: false, possibly: false };
  for (const other of live.ofGuest(root)) {
    if (other === booking) continue;
    const meets = ({ start, end }: Past | Tracked) => start < booking.end && end > booking.start;
    // The venue's lock does not hold back an offer or the end of a booking at another venue.
    const isOrdered = !other.isOffer || other.venue === booking.venue;
    if (meets(other) && isLiveAt(other, at) && isOrdered) verdict.surely = true;
    if (meets(other) && isLiveAt(other, at - DOUBT_MS)) verdict.possibly = true;
    if (other.past.some((past) => past.until > at - DOUBT_MS && meets(past))) {
      verdict.possibly = true;
    }
  }
  verdict.possibly ||= verdict.surely;
  return verdict;
}
