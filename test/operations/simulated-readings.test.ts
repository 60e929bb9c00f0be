import { describe, expect, it } from 'vitest';
import { createAggregator } from '../../scripts/simulate/aggregator.ts';
import { ordinaryConditions } from '../../scripts/simulate/conditions.ts';
import { createRandom } from '../../scripts/simulate/random.ts';
import { samplesBetween } from '../../scripts/simulate/samples.ts';
import { hoursOfBaseline } from '../../src/operations/light/baseline.ts';
import { selectReadings } from '../../src/operations/light/light-store.ts';
import type { Readings } from '../../src/operations/light/readings.ts';
import type { Sample } from '../../src/platform/latency/sample.ts';
import { countTelemetry } from '../../src/platform/latency/sample-store.ts';
import { SETTINGS } from '../support/light-readings.ts';
import { sql } from '../support/sql.ts';
import { testDeps } from '../support/workspace.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WINDOW = SETTINGS.light.windowMinutes;

const { database } = testDeps();
/** An hour and a half that ended a while ago; samples of the future would be moved to now. */
const TO = Date.now() - 10 * MINUTE;
const FROM = TO - 1.5 * HOUR;
/** In the middle of it. */
const WORK = { from: FROM + 17.5 * MINUTE, to: FROM + 21 * MINUTE };

/** What the statement and the aggregator have in common, in one order. */
function comparable({ recent, counts, traffic }: Pick<Readings, 'recent' | 'counts' | 'traffic'>) {
  const histogram = (of: ReadonlyMap<number, number>) => [...of].sort(([a], [b]) => a - b);
  const text = (value: unknown) => JSON.stringify(value);
  return {
    recent: recent
      .map(({ total, inDatabase, wait, ...row }) => ({
        ...row,
        ...{ total: histogram(total), inDatabase: histogram(inDatabase), wait: histogram(wait) },
      }))
      .sort((a, b) => text([a.measured, a.region]).localeCompare(text([b.measured, b.region]))),
    counts: counts.map((each) => text(Object.entries(each).sort())).sort(),
    traffic: { ...traffic, hours: [...traffic.hours].sort((a, b) => a.at - b.at) },
  };
}

function samples(): Sample[] {
  const random = createRandom(7);
  const ordinary = ordinaryConditions(40, 'UTC', random);
  const conditionsAt = (at: number) => ({
    ...ordinary(at),
    // All outcomes occur often, and the clocks of isolates differ.
    ...{ failedShare: 0.05, networkMs: 300, skewsMs: [-90_000, 0, 45_000] },
  });
  const recent = [...samplesBetween(SETTINGS, conditionsAt, random, { from: FROM, to: TO })];
  const some = recent.slice(0, 40);
  const earlier = [0.3, 1, 2, 3.1, 7, 14, 21, 28, 29].flatMap((days) =>
    some.map((sample, n) => ({ ...sample, at: TO - days * DAY + n * 3 * MINUTE, weight: 1 + n })),
  );
  const unknown = some.map((sample) => ({ ...sample, inDatabase: null, wait: null, weight: 10 }));
  return [...recent, ...earlier, ...unknown];
}

describe.each([
  ['without maintenance', []],
  ['with maintenance', [WORK]],
])('the readings of the simulation %s', (_, maintenance) => {
  it('are those of the statement', async () => {
    await sql`truncate latency_of_regions, counted_samples, maintenance_windows`;
    for (const { from, to } of maintenance) {
      await sql`insert into maintenance_windows (id, starts_at, ends_at, reason)
        values (gen_random_uuid(), to_timestamp(${from / 1000}), to_timestamp(${to / 1000}), 'test')`;
    }
    const all = samples();
    const aggregator = createAggregator(maintenance);
    for (const sample of all) aggregator.add(sample, Date.now());
    for (let start = 0; start < all.length; start += 500) {
      await database.run(countTelemetry, {
        samples: all.slice(start, start + 500).map((sample) => ({
          ...{ id: crypto.randomUUID(), workspaceId: null, sample },
        })),
      });
    }
    // Also at a time in the middle, when later requests do not count, and at the start of a minute.
    for (const now of [TO, TO - 31 * MINUTE, Math.floor(TO / MINUTE) * MINUTE, WORK.to + 1000]) {
      const hours = hoursOfBaseline(now);
      const values = { now, windowMinutes: WINDOW, hours, before: now };
      const [row] = await database.run(selectReadings, values);
      if (row === undefined) throw new Error('the statement returned no row');
      const simulated = comparable(aggregator.read(now, WINDOW, hours));
      expect(comparable(row.readings)).toEqual(simulated);
      expect(simulated.recent.length).toBeGreaterThan(0);
      expect(simulated.traffic.hours.length).toBeGreaterThan(2);
    }
  });
});
