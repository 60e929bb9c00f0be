import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
});
afterAll(async () => {
  await postgres?.stop();
});

/**
 * The periods of every weekday. Two lie across the hours at which clocks change, one is in the
 * daytime, and one lasts past midnight.
 */
const PERIODS = [
  ['00:15', '02:15'],
  ['02:30', '04:00'],
  ['11:00', '15:00'],
  ['18:00', '00:10'],
] as const;
const WEEKLY = JSON.stringify(
  [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
    PERIODS.map(([opens, closes]) => ({ weekday, opens, closes })),
  ),
);

/** The periods of a date by the rules of docs/architecture.md, computed with Temporal. */
function expected(zone: string, date: Temporal.PlainDate): string[] {
  return PERIODS.flatMap(([opens, closes]) => {
    const at = (day: Temporal.PlainDate, time: string) =>
      day
        .toPlainDateTime(Temporal.PlainTime.from(time))
        .toZonedDateTime(zone, { disambiguation: 'later' });
    const since = at(date, opens);
    const until = at(closes <= opens ? date.add({ days: 1 }) : date, closes);
    const isOfDate = since.toPlainDate().equals(date);
    return isOfDate && since.epochMilliseconds < until.epochMilliseconds
      ? [`${date} ${since.epochMilliseconds / 1000} ${until.epochMilliseconds / 1000}`]
      : [];
  });
}

/** The days around each clock change of ten years; three days for a zone without clock changes. */
function daysOf(zone: string): Temporal.PlainDate[] {
  const days = new Map<string, Temporal.PlainDate>();
  let at: Temporal.ZonedDateTime | null =
    Temporal.Instant.from('2026-01-01T00:00:00Z').toZonedDateTimeISO(zone);
  while (at !== null && at.year < 2036) {
    for (const shift of [-1, 0, 1]) {
      const day = at.toPlainDate().add({ days: shift });
      days.set(day.toString(), day);
    }
    at = at.getTimeZoneTransition('next');
  }
  return [...days.values()];
}

/**
 * Whether PostgreSQL and Temporal have the same offsets for a zone in these days. They may use
 * different releases of the IANA database, whose rules for future years change.
 */
async function haveSameRules(zone: string, days: readonly Temporal.PlainDate[]): Promise<boolean> {
  const hours = days.flatMap((day) => {
    const midnight = day.toZonedDateTime('UTC').epochMilliseconds / 1000;
    return Array.from({ length: 72 }, (_, n) => midnight + (n - 24) * 3600);
  });
  const rows = await postgres.rows<{ at: string; offset: string }>(`
    select at::text, extract(epoch from (to_timestamp(at) at time zone '${zone}')
             - (to_timestamp(at) at time zone 'UTC'))::text as offset
      from unnest(array[${hours.join(', ')}]::bigint[]) at`);
  return rows.every(({ at, offset }) => {
    const instant = Temporal.Instant.fromEpochMilliseconds(Number(at) * 1000);
    return instant.toZonedDateTimeISO(zone).offsetNanoseconds / 1e9 === Number(offset);
  });
}

it('computes the same opening and closing instants as Temporal, around ten years of clock changes in every zone', async () => {
  const known = await postgres.rows<{ name: string }>('select name from pg_timezone_names');
  const shared = new Set(known.map(({ name }) => name));
  const zones = Intl.supportedValuesOf('timeZone').filter((zone) => shared.has(zone));
  expect(zones.length).toBeGreaterThan(400);
  const differing: string[] = [];
  const ofOtherRelease: string[] = [];
  let compared = 0;
  for (const zone of zones) {
    const days = daysOf(zone);
    const dates = days.map((day) => `'${day}'`).join(', ');
    const rows = await postgres.rows<{ line: string }>(`
      select to_char(p.local_date, 'YYYY-MM-DD') || ' ' || extract(epoch from p.opens_at)::bigint
             || ' ' || extract(epoch from p.closes_at)::bigint as line
        from unnest(array[${dates}]::date[]) d
        cross join venue_periods_v1('${zone}', '${WEEKLY}', '[]', d, d) p
       order by p.local_date, p.opens_at`);
    const actual = rows.map(({ line }) => line).sort();
    const wanted = days.flatMap((day) => expected(zone, day)).sort();
    compared += wanted.length;
    if (actual.join() === wanted.join()) continue;
    ((await haveSameRules(zone, days)) ? differing : ofOtherRelease).push(zone);
  }
  expect(differing).toEqual([]);
  expect(ofOtherRelease.length).toBeLessThan(10);
  expect(compared).toBeGreaterThan(20_000);
});
