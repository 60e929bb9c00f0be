import { type OperationsSettings, targetOf } from '../../src/operations/settings.ts';
import { type Sample, sampleOf } from '../../src/platform/latency/sample.ts';
import { ordinaryConditions } from '../simulate/conditions.ts';
import { createRandom } from '../simulate/random.ts';
import { samplesBetween } from '../simulate/samples.ts';
import type { Run } from '../simulate/simulate.ts';
import { HOUR, MINUTE } from './evening-time.ts';

/** The requests of all clients a minute. */
export const PER_MINUTE = 20;
/** Away from the slow hour one sample stands for so many requests. */
const WEIGHT = 10;
/** How long ago the slow hour began, and how much before and after it is measured closely. */
const AGO = 9 * HOUR;
const MARGIN = 20 * MINUTE;
/** How long before now the run begins. */
const RUN = 12 * HOUR;

/**
 * How slow the database is, from a minute of the hour on: the durations as shares of their targets. The
 * P95 of the first range makes the light yellow, that of the second orange, and that of the third red.
 */
const PHASES = [
  { from: 0, least: 0.8, most: 0.93, failed: 0 },
  { from: 12, least: 0.85, most: 0.965, failed: 0 },
  { from: 24, least: 0.9, most: 1.6, failed: 0.01 },
  { from: 46, least: 0.7, most: 0.92, failed: 0 },
] as const;
/** What the way to the database and back takes of a slow request, in milliseconds. */
const WAY_MS = 55;

export interface SlowHour {
  readonly run: Run;
  /** The samples that the run has made until now. */
  readonly samples: readonly Sample[];
}

/** Half a day of requests, as the simulation of the traffic light makes them, with an hour of a slow database. */
export function slowHour(
  settings: OperationsSettings,
  { now, timeZone, seed }: { now: number; timeZone: string; seed: number },
): SlowHour {
  const samples: Sample[] = [];
  const random = createRandom(seed);
  const to = Math.floor(now / MINUTE) * MINUTE;
  const begins = to - AGO;
  const ordinary = ordinaryConditions(PER_MINUTE, timeZone, random);
  const conditionsAt = (at: number) => ({ ...ordinary(at), perMinute: PER_MINUTE, failedShare: 0 });
  const run: Run = {
    ...{ settings, from: to - RUN, to, conditionsAt },
    *samplesBetween(range) {
      const isClose = range.from >= begins - MARGIN && range.to <= begins + HOUR + MARGIN;
      const drawn = samplesBetween(settings, isClose ? conditionsAt : sparse, random, range);
      for (const sample of drawn) {
        // A single slow sample that stands for several would look like a fault.
        if (!isClose && sample.isSlow) continue;
        const isCanary = sample.measured.startsWith('canary_');
        const made = isClose || isCanary ? slowed(sample) : { ...sample, weight: WEIGHT };
        samples.push(made);
        yield made;
      }
    },
  };
  return { run, samples };

  /** A sample as it is in the slow hour; the same one at another time. */
  function slowed(sample: Sample): Sample {
    const minute = (sample.at - begins) / MINUTE;
    const phase = minute < 60 ? PHASES.findLast(({ from }) => from <= minute) : undefined;
    if (phase === undefined) return sample;
    const { least, most, failed } = phase;
    const { measured, at, weight } = sample;
    const targetMs = targetOf(settings, measured);
    const totalMs = (targetMs ?? 500) * (least + (most - least) * random.next());
    const [continent, colo] = sample.region.split('-');
    const isFailed = !measured.startsWith('canary_') && random.next() < failed;
    return sampleOf({
      ...{ measured, at, weight, targetMs, totalMs, status: isFailed ? 503 : 201 },
      ...{ cf: { continent, colo }, databaseMs: totalMs, inDatabaseMs: totalMs - WAY_MS },
    });
  }

  function sparse(at: number) {
    return { ...conditionsAt(at), perMinute: PER_MINUTE / WEIGHT };
  }
}
