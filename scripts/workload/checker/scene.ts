import type { Venue } from '../furnish.ts';
import type { Finding } from '../log.ts';
import type { Ran } from '../workload.ts';
import { createGroups, type Groups } from './groups.ts';
import { type KnownBlock, knownBlocks } from './known-blocks.ts';
import type { Freed } from './places.ts';
import type { Records, StoredEvent } from './records.ts';
import { createRefusals, type Refusals } from './refusals.ts';
import { LiveBookings, type Tracked } from './tracked.ts';

/** A sweep closes the gap that a booking leaves in a block. It takes this long and its own duration. */
const SWEEP_GRACE_MS = 3_000;

/** What the replay knows at a moment: live bookings, blocks, guests, and what it has found. */
export class Scene {
  readonly findings: Finding[] = [];
  readonly blocks: readonly KnownBlock[];
  /** How many events broke which rule with an override on record. */
  readonly overrides = new Map<string, number>();
  readonly live = new LiveBookings();
  readonly refusals: Refusals;
  readonly ran: Ran;
  readonly records: Records;
  readonly #groups: Groups;
  readonly #current = new Map<string, KnownBlock[]>();
  readonly #freed = new Map<string, Freed[]>();
  readonly #grace: number;
  #nextBlock = 0;

  constructor(ran: Ran, records: Records) {
    this.ran = ran;
    this.records = records;
    const { successes, longestSweep } = ran.log;
    this.#grace = SWEEP_GRACE_MS + 2 * longestSweep;
    this.blocks = knownBlocks(ran.venues, successes);
    this.refusals = createRefusals(successes);
    this.#groups = createGroups(records.merges, successes, this.findings, (from, into) =>
      this.live.merge(from, into),
    );
  }

  /** Carries out all merges and blocks up to a time. */
  advance(at: number): void {
    this.#groups.advance(at);
    for (
      let block = this.blocks[this.#nextBlock];
      block !== undefined && block.made.sentAt - 10 <= at;
      block = this.blocks[this.#nextBlock]
    ) {
      this.#nextBlock += 1;
      const kept = this.blocksOf(block.venue).filter(
        ({ ended }) => ended === undefined || ended.receivedAt + this.#grace > at,
      );
      this.#current.set(block.venue.id, [...kept, block]);
    }
  }

  find(kind: string, event: StoredEvent, what: string): void {
    const { booking, version, event: name, actor } = event;
    const where = `${booking} version ${version}, ${name} by ${actor}`;
    this.findings.push({ kind, what: `${where}: ${what}` });
  }

  /** Remembers what a booking has left, for blocks that a sweep now closes. */
  leave(before: Tracked, booking: Tracked, at: number): void {
    const { since, start, end, occupied } = before;
    booking.past.push({ since, until: at, start, end, occupied });
    booking.since = at;
    const freed = this.freedIn(booking.venue).filter((each) => each.at > at - this.#grace);
    for (const [resource, { from, to }] of occupied) freed.push({ resource, from, to, at });
    this.#freed.set(booking.venue.id, freed);
  }

  /** The guest that an id names now. */
  rootOf = (guest: string): string => this.#groups.rootOf(guest);
  rootNow = ({ guest }: Tracked) => (guest === null ? undefined : this.rootOf(guest));
  /** The blocks that may be there, and those that have ended shortly before. */
  blocksOf = ({ id }: Venue): readonly KnownBlock[] => this.#current.get(id) ?? [];
  freedIn = ({ id }: Venue): readonly Freed[] => this.#freed.get(id) ?? [];
}
