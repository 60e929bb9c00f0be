import type { Bench } from '../bench.ts';
import { measureOpenLoop } from '../open-loop.ts';
import { printCell } from '../report.ts';
import type { VariantName } from '../variants.ts';
import { measureAvailability } from './availability.ts';
import { measureDueJobs } from './due-jobs.ts';
import { bookingPairings } from './gates.ts';
import type { BookingResults } from './results.ts';
import { seedBookings } from './seed.ts';
import { bookings, hotVenue } from './workload.ts';

export type BookingPart =
  | 'bookings'
  | 'bookingTurns'
  | 'bookingOpenLoop'
  | 'bookingContention'
  | 'availability'
  | 'dueJobs';

/** Measures these parts of bookings and availability, and replaces them in the results. */
export async function measureBookings(
  bench: Bench,
  parts: ReadonlySet<string>,
  variants: readonly VariantName[],
  results: BookingResults,
): Promise<void> {
  const template = 'booked';
  const wanted = (part: BookingPart) => parts.has(part);
  await bench.makeTemplate(template, seedBookings);
  if (wanted('bookings')) {
    results.cells = [];
    // There is no booking in one statement without the function that makes it.
    for (const variant of variants.filter((each) => each !== 'cte')) {
      await bench.measureVariant(variant, template, bookings, (cell) => results.cells.push(cell));
    }
  }
  if (wanted('bookingTurns')) {
    results.pairs = [];
    for (const pairing of Object.values(bookingPairings)) {
      results.pairs.push(await bench.measurePair(template, bookings, pairing));
    }
  }
  if (wanted('bookingOpenLoop')) {
    results.openLoop = await measureOpenLoop(bench, template, bookings);
  }
  if (wanted('bookingContention')) {
    results.hot = [];
    for (const variant of ['maitred', 'naive'] as const) {
      await bench.onStage(variant, template, hotVenue, async (stage) => {
        const cell = await bench.measure(variant, stage, hotVenue, { delayMs: 0, clients: 64 });
        results.hot.push(cell);
        printCell(cell, 'one hot venue, ');
      });
    }
  }
  if (wanted('availability')) results.availability = await measureAvailability(bench, template);
  if (wanted('dueJobs')) results.dueJobs = await measureDueJobs(bench, template);
}
