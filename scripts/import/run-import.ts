import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ImportedBooking,
  type ImportedGuest,
  type ImportResult,
  importBookings,
  importGuests,
  type TakenPlace,
} from '../../src/bookings/imports/store.ts';
import type { Database } from '../../src/platform/database.ts';
import { DatabaseUnavailable } from '../../src/platform/database-errors.ts';
import type { VenueId, WorkspaceId } from '../../src/platform/ids.ts';
import type { Refusal } from './refusals.ts';

/** Rows of one transaction. */
const PAGE = 500;
/** Bookings that get a place, of one transaction: other requests for the venue wait for it. */
const PLACED_PAGE = 50;

/** What an import stores, and where. */
export interface Import {
  readonly database: Database;
  readonly workspace: WorkspaceId;
  /** The name of the other system. */
  readonly source: string;
  /** Whether everything is undone again. */
  readonly isTrial: boolean;
  /** Takes how many rows of how many are done. */
  progress(kind: Refusal['file'], done: number, of: number): void;
}

/** How many rows had an outcome, and the rows that were not taken as they are. */
export interface Imported {
  readonly counts: Record<ImportResult['outcome'], number>;
  readonly refusals: readonly Refusal[];
}

/** Imports guests. Each page is a transaction of its own. */
export async function runGuests(to: Import, guests: readonly ImportedGuest[]): Promise<Imported> {
  const results: ImportResult[] = [];
  for (const page of pagesOf(guests, PAGE)) {
    const { database, workspace, source, isTrial } = to;
    const values = { workspace, source, isTrial, guests: page };
    const [row] = await again(() => database.run(importGuests, values));
    results.push(...(row?.results ?? []));
    to.progress('guests', results.length, guests.length);
  }
  return sum('guests', guests, results);
}

/**
 * Imports bookings of a venue. Those that get a place come first, in the order of their starts. Pages of a
 * trial are undone one by one, so that the venue is never locked for long. Each page of a trial therefore
 * takes the places again that earlier pages gave to stays which may not have ended by then.
 */
export async function runBookings(
  to: Import,
  venue: VenueId,
  bookings: readonly ImportedBooking[],
): Promise<Imported> {
  const placed = bookings
    .filter(({ state }) => state === 'confirmed')
    .sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
  const history = bookings.filter(({ state }) => state !== 'confirmed');
  const results: ImportResult[] = [];
  let before: TakenPlace[] = [];
  for (const page of [...pagesOf(placed, PLACED_PAGE), ...pagesOf(history, PAGE)]) {
    const { database, workspace, source, isTrial } = to;
    const from = Date.parse(page[0]?.start ?? '');
    before = before.filter(({ until }) => Date.parse(until) > from);
    const isPlaced = page[0]?.state === 'confirmed';
    const values = {
      ...{ workspace, venue, source, isTrial, bookings: page },
      before: isTrial && isPlaced ? before : [],
    };
    const [row] = await again(() => database.run(importBookings, values));
    for (const { start, until, resources, ...result } of row?.results ?? []) {
      results.push(result);
      if (start === undefined || until === undefined || resources === undefined) continue;
      before.push({ start, until, resources });
    }
    to.progress('bookings', results.length, bookings.length);
  }
  return sum('bookings', bookings, results);
}

function* pagesOf<Row>(rows: readonly Row[], size: number): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
}

const ATTEMPTS = 5;

/** Tries a page again when the database was busy. A page that was stored meanwhile is unchanged. */
async function again<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable) || attempt === ATTEMPTS) throw error;
      await sleep(500 * 2 ** attempt);
    }
  }
}

function sum(
  file: Refusal['file'],
  rows: readonly { readonly line: number; readonly id: string }[],
  results: readonly ImportResult[],
): Imported {
  const ids = new Map(rows.map(({ line, id }) => [line, id]));
  const counts = { created: 0, updated: 0, unchanged: 0, differs: 0, refused: 0 };
  const refusals: Refusal[] = [];
  for (const { line, outcome, field, reason } of results) {
    counts[outcome] += 1;
    if (outcome !== 'refused' && outcome !== 'differs') continue;
    refusals.push({
      ...{ file, line, id: ids.get(line), outcome, field: field ?? undefined },
      reason:
        outcome === 'differs' ? 'the row has changed since it was imported' : explain(reason ?? ''),
    });
  }
  return { counts, refusals };
}

const REASONS: Readonly<Record<string, string>> = {
  customer_erased: 'the guest was erased',
  guest_refused: 'the guest may not book',
  not_final: 'the stay has ended, so it must be finished, no_show or cancelled',
  not_begun: 'the stay has not begun, so it can be confirmed or cancelled only',
  slot_taken: 'the resources that the row names are taken',
  full: 'no place is free',
  invalid_field: 'PostgreSQL does not know this time zone',
};

/** A reason with its code. */
const explain = (code: string) => {
  const sentence = REASONS[code];
  return sentence === undefined ? code : `${code}: ${sentence}`;
};
