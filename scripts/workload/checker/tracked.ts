import type { Venue } from '../furnish.ts';
import type { StoredEvent } from './records.ts';

/** The time that a booking occupies a resource. */
export interface Occupied {
  readonly from: number;
  readonly to: number;
  /** Another beginning that is right too: a party that is there may have had the resource before. */
  readonly orFrom: number;
}

/** What a booking occupied for a while. */
export interface Past {
  readonly since: number;
  readonly until: number;
  readonly start: number;
  readonly end: number;
  readonly occupied: ReadonlyMap<string, Occupied>;
}

/** A booking during the replay of the timeline, after its newest event so far. */
export interface Tracked {
  readonly id: string;
  readonly venue: Venue;
  /** The guest whom the request named; null for a party without a name. */
  readonly guest: string | null;
  /** Whether the waitlist made it. */
  readonly isOffer: boolean;
  events: StoredEvent[];
  state: string;
  start: number;
  end: number;
  partySize: number;
  resources: readonly string[];
  area: { readonly name: string; readonly required: boolean } | null;
  holdUntil: number | null;
  late: boolean;
  expectedAt: number | null;
  /** The date on which the period of its start opened. */
  date: string;
  /** Empty unless it holds its place. */
  occupied: ReadonlyMap<string, Occupied>;
  /** What it occupied before, and when. */
  past: Past[];
  /** Since when `occupied` is as it is. */
  since: number;
}

const QUARTER_HOUR = 15 * 60_000;

/** The live bookings by what the rules ask for. */
export class LiveBookings {
  readonly #byResource = new Map<string, Set<Tracked>>();
  readonly #byQuarter = new Map<string, Set<Tracked>>();
  readonly #byGuest = new Map<string, Set<Tracked>>();

  static #put(index: Map<string, Set<Tracked>>, key: string, booking: Tracked): void {
    const known = index.get(key);
    if (known === undefined) index.set(key, new Set([booking]));
    else known.add(booking);
  }

  #quarter = ({ venue, start }: Tracked) => `${venue.id}/${Math.floor(start / QUARTER_HOUR)}`;

  /** Removes a booking before it changes. */
  remove(booking: Tracked): void {
    for (const resource of booking.occupied.keys()) this.#byResource.get(resource)?.delete(booking);
    this.#byQuarter.get(this.#quarter(booking))?.delete(booking);
  }

  /** Adds a live booking after it has changed. */
  add(booking: Tracked): void {
    for (const resource of booking.occupied.keys()) {
      LiveBookings.#put(this.#byResource, resource, booking);
    }
    LiveBookings.#put(this.#byQuarter, this.#quarter(booking), booking);
  }

  /** Bookings of a guest of all states. */
  addOfGuest(root: string, booking: Tracked): void {
    LiveBookings.#put(this.#byGuest, root, booking);
  }

  merge(from: string, into: string): void {
    for (const booking of this.#byGuest.get(from) ?? []) this.addOfGuest(into, booking);
    this.#byGuest.delete(from);
  }

  onResource = (resource: string): Iterable<Tracked> => this.#byResource.get(resource) ?? [];
  inQuarterOf = (booking: Tracked): Iterable<Tracked> =>
    this.#byQuarter.get(this.#quarter(booking)) ?? [];
  ofGuest = (root: string): Iterable<Tracked> => this.#byGuest.get(root) ?? [];
}
