import { type OperationsSettings, targetOf } from '../../src/operations/settings.ts';
import { type Measured, type Sample, sampleOf } from '../../src/platform/latency/sample.ts';
import type { Conditions, ConditionsAt } from './conditions.ts';
import { MESSAGES_SHARE } from './faults.ts';
import type { Random } from './random.ts';

/** Conditions hold for so long. */
const SLICE_MS = 5_000;

/** How often a request takes long for no reason, and for how long at most. */
const OUTLIERS = 0.001;
const LONGEST_OUTLIER_MS = 3_000;
const SHARE_OF_REFUSED = 0.02;

/** What clients ask for, how often, and how much longer than a message it takes. */
const OPERATIONS: readonly (readonly [Measured, share: number, factor: number])[] = [
  ['store_message', MESSAGES_SHARE, 1],
  ['confirm_booking', 0.1, 1.5],
  ['search_availability', 0.2, 1.2],
  ['change_booking', 0.1, 1.5],
];
const CANARY: readonly (readonly [Measured, factor: number])[] = [
  ['canary_message', 1],
  ['canary_booking', 1.5],
];
/** Where the Cron runs. */
const CANARY_REGION = 'EU-FRA';

/** Makes the samples of the requests that end from one instant to before another one. */
export function* samplesBetween(
  settings: OperationsSettings,
  conditionsAt: ConditionsAt,
  random: Random,
  { from, to }: { readonly from: number; readonly to: number },
): Generator<Sample> {
  // Traffic is more uneven than independent requests are.
  const unevenness = random.logNormal(1, 0.1);
  for (let start = from; start < to; start += SLICE_MS) {
    const length = Math.min(SLICE_MS, to - start);
    const conditions = conditionsAt(start);
    for (const [measured, share, factor] of OPERATIONS) {
      const mean = (conditions.perMinute * unevenness * share * length) / 60_000;
      for (let left = random.poisson(mean); left > 0; left -= 1) {
        const at = start + Math.floor(random.next() * length);
        yield sample(conditions, measured, factor, at, regionOf(conditions));
      }
    }
  }
  const last = conditionsAt(to - 1);
  if (!last.cronRuns) return;
  for (const [measured, factor] of CANARY) {
    yield sample(last, measured, factor, to - 1, CANARY_REGION);
  }

  function regionOf({ regions }: Conditions): string {
    let left = random.next();
    for (const [region, share] of Object.entries(regions)) {
      left -= share;
      if (left < 0) return region;
    }
    return 'unknown';
  }

  function sample(
    { databaseMs, networkMs, slowRegion, failedShare, skewsMs }: Conditions,
    measured: Measured,
    factor: number,
    at: number,
    region: string,
  ): Sample {
    const outlier = random.next() < OUTLIERS ? random.next() * LONGEST_OUTLIER_MS : 0;
    const inDatabaseMs = random.logNormal(databaseMs * factor, 0.4);
    const far = slowRegion?.region === region ? slowRegion.ms : 0;
    const waitMs = random.logNormal(networkMs, 0.4) + far + outlier;
    const fate = random.next();
    const refused = measured.startsWith('canary_') ? 0 : SHARE_OF_REFUSED;
    const status = fate < failedShare ? 503 : fate < failedShare + refused ? 409 : 201;
    const [continent = '', colo = ''] = region.split('-');
    return sampleOf({
      ...{ measured, status, cf: { continent, colo }, weight: 1 },
      at: at + (skewsMs[Math.floor(random.next() * skewsMs.length)] ?? 0),
      targetMs: targetOf(settings, measured),
      totalMs: inDatabaseMs + waitMs + 2,
      databaseMs: inDatabaseMs + waitMs,
      inDatabaseMs,
    });
  }
}
