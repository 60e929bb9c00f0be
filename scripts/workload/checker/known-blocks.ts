import type { Venue } from '../furnish.ts';
import type { Success } from '../log.ts';
import { addDays, instantOf } from '../zones.ts';

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A block as its client knows it. Its own times lie between those of the request and of the answer. */
export interface KnownBlock {
  readonly id: string;
  readonly venue: Venue;
  readonly isWhole: boolean;
  /** The resources for which it is; empty for the whole venue. */
  readonly resources: readonly string[];
  readonly spans: readonly Span[];
  readonly made: Success;
  /** The request that ended it. */
  readonly ended: Success | undefined;
}

/** The clocks of this machine and of the answer may differ by a rounding. */
const ROUNDING_MS = 2;

/** Whether a block was surely there at a time. */
export const isThere = ({ made, ended }: KnownBlock, at: number): boolean =>
  at >= made.receivedAt + ROUNDING_MS && (ended === undefined || at < ended.sentAt - ROUNDING_MS);

/** Whether a block may have been there at a time. */
export const mayBeThere = ({ made, ended }: KnownBlock, at: number): boolean =>
  at >= made.sentAt - ROUNDING_MS && (ended === undefined || at <= ended.receivedAt + ROUNDING_MS);

/** All blocks that clients have made, in the order of their requests. */
export function knownBlocks(venues: readonly Venue[], successes: readonly Success[]): KnownBlock[] {
  const ends = new Map(
    successes
      .filter(({ operation }) => operation === 'unblock')
      .map((success) => [success.path.split('/').at(-1), success]),
  );
  return successes
    .filter(({ operation }) => operation === 'block')
    .flatMap((made) => {
      const venue = venues.find(({ id }) => id === made.path.split('/')[3]);
      if (venue === undefined || made.id === undefined) return [];
      const { from, to, repeat, area, resourceIds, all } = made.request;
      const chosen = new Set(Array.isArray(resourceIds) ? resourceIds.map(String) : []);
      const resources = venue.resources.filter(
        (id, at) => chosen.has(id) || (area !== undefined && venue.plan.tables[at]?.area === area),
      );
      return {
        ...{ id: made.id, venue, isWhole: all === true, resources, made, ended: ends.get(made.id) },
        spans: spansOf(String(from), String(to), repeat, venue.plan.timeZone),
      };
    })
    .sort((a, b) => a.made.sentAt - b.made.sentAt);
}

/** The occurrences of a block. The workload makes daily ones only. */
function spansOf(from: string, to: string, repeat: unknown, timeZone: string): Span[] {
  const count =
    repeat === undefined ? 1 : Number(/^FREQ=DAILY;COUNT=(\d+)$/.exec(String(repeat))?.[1]);
  const later = (local: string, days: number) =>
    `${addDays(local.slice(0, 10), days)}${local.slice(10)}`;
  return Array.from({ length: count }, (_, days) => ({
    from: instantOf(later(from, days), timeZone),
    to: instantOf(later(to, days), timeZone),
  }));
}
