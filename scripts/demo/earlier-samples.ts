import { type OperationsSettings, targetOf } from '../../src/operations/settings.ts';
import { type Measured, type Sample, sampleOf } from '../../src/platform/latency/sample.ts';
import { createRandom } from '../simulate/random.ts';
import { DAY, HOUR } from './evening-time.ts';
import { PER_MINUTE } from './slow-hour.ts';

/** Service levels are counted over so many days. */
const DAYS = 28;
/** The share of slow requests, and of failed ones: about a third of what the service levels allow. */
const SLOW = 0.015;
const FAILED = 0.0003;
/** Where the clients are: most of them near the database. */
const PLACES = [
  { continent: 'EU', colo: 'CDG' },
  { continent: 'EU', colo: 'FRA' },
  { continent: 'NA', colo: 'EWR' },
];
const SHARES: readonly (readonly [Measured, share: number, ms: number])[] = [
  ['store_message', 0.6, 62],
  ['confirm_booking', 0.1, 68],
  ['search_availability', 0.2, 64],
  ['change_booking', 0.1, 68],
];

/** The requests of the weeks before the day that is simulated, one sample of each operation for an hour. */
export function earlierSamples(
  settings: OperationsSettings,
  { until, seed }: { readonly until: number; readonly seed: number },
): Sample[] {
  const random = createRandom(seed);
  const samples: Sample[] = [];
  const first = Math.floor((until - DAYS * DAY) / HOUR) * HOUR;
  for (let hour = first; hour + HOUR <= until; hour += HOUR) {
    for (const [measured, share, ms] of SHARES) {
      const requests = PER_MINUTE * 60 * share;
      const weight = Math.round(requests);
      const targetMs = targetOf(settings, measured);
      const add = (of: { weight: number; totalMs: number; status?: number }) => {
        const { totalMs, status = 201 } = of;
        const place = PLACES[Math.floor(random.next() * PLACES.length)];
        const inDatabaseMs = totalMs / 4;
        samples.push(
          sampleOf({
            ...{ measured, status, cf: place, weight: of.weight, targetMs, totalMs },
            ...{ at: hour + Math.floor(random.next() * HOUR), databaseMs: totalMs, inDatabaseMs },
          }),
        );
      };
      add({ weight, totalMs: random.logNormal(ms, 0.3) });
      const slow = targetMs === undefined ? 0 : random.poisson(requests * SLOW);
      if (slow > 0) add({ weight: slow, totalMs: (targetMs ?? 0) * (1.05 + random.next()) });
      const failed = random.poisson(requests * FAILED);
      if (failed > 0) add({ weight: failed, totalMs: 900, status: 503 });
    }
  }
  return samples;
}
