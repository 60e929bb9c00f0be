import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createChance, pick } from '../support/chance.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

// Availability and bookings are compared with a model of this file: an array that says of each minute
// whether the venue is open. A stay is allowed when each of its minutes is open.

/** How many venues are compared. */
const VENUES = Number(process.env['STAY_VENUES'] ?? 150);
const SEED = process.env['STAY_SEED'] ?? 'stays';

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
  await postgres.rows(`insert into workspaces (id, name) values (gen_random_uuid(), 'stays')`);
});
afterAll(async () => {
  await postgres?.stop();
});

type Periods = readonly (readonly [opens: string, closes: string])[];

/** Hours of a date: chains, gaps, nights, whole days, and some that overlap the next date's. */
const PATTERNS: readonly [Periods, ...Periods[]] = [
  [['00:00', '00:00']],
  [['10:00', '10:00']],
  [
    ['12:00', '15:00'],
    ['15:00', '18:00'],
  ],
  [['18:00', '02:00']],
  [
    ['00:00', '06:00'],
    ['06:00', '06:30'],
    ['06:30', '23:45'],
  ],
  [
    ['00:15', '02:30'],
    ['02:30', '04:00'],
    ['22:00', '00:15'],
  ],
  [['23:30', '23:15']],
  [
    ['11:00', '14:40'],
    ['17:20', '00:00'],
  ],
  [],
];

/** A zone, and a date near which its clocks change, also at midnight or by half an hour. */
const NIGHTS: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['UTC', '2027-02-27'],
  ['Europe/Paris', '2027-03-27'],
  ['Europe/Paris', '2027-10-30'],
  ['America/New_York', '2027-11-06'],
  ['Australia/Lord_Howe', '2027-04-03'],
  ['Australia/Lord_Howe', '2027-10-02'],
  ['America/Santiago', '2027-04-03'],
  ['America/Santiago', '2027-09-04'],
  ['America/Havana', '2027-03-13'],
  ['America/Havana', '2027-11-06'],
  ['America/Nuuk', '2027-03-27'],
  ['America/Nuuk', '2027-10-30'],
  ['Pacific/Chatham', '2027-04-03'],
];

interface Venue {
  readonly zone: string;
  readonly weekly: readonly { weekday: number; opens: string; closes: string }[];
  readonly exceptions: readonly {
    date: string;
    periods: readonly { opens: string; closes: string }[];
  }[];
  readonly interval: number;
  readonly turn: number;
  readonly lastSeating: number | null;
  readonly from: Temporal.PlainDate;
}

const named = (periods: Periods) => periods.map(([opens, closes]) => ({ opens, closes }));

function venueOf(n: number): Venue {
  const chance = createChance(`${SEED}/${n}`);
  const [zone, night] = pick(chance('night'), NIGHTS);
  const date = Temporal.PlainDate.from(night);
  const usual = pick(chance('usual'), PATTERNS);
  const weekdays = [1, 2, 3, 4, 5, 6, 7].filter((day) => chance(`day ${day}`) < 0.85);
  return {
    zone,
    weekly: weekdays.flatMap((weekday) => named(usual).map((each) => ({ ...each, weekday }))),
    exceptions: [-2, -1, 0, 1, 2, 3]
      .filter((days) => chance(`exception ${days}`) < 0.4)
      .map((days) => ({
        date: date.add({ days }).toString(),
        periods: named(pick(chance(`pattern ${days}`), PATTERNS)),
      })),
    interval: pick(chance('interval'), [15, 20, 30, 45, 60, 240]),
    turn: pick(chance('turn'), [15, 45, 90, 120, 300, 720, 1440]),
    lastSeating: pick(chance('last'), [null, null, null, null, 0, 30, 90]),
    from: date,
  };
}

/** The periods that open on a date, in minutes since 1970. */
function periodsOf({ zone, weekly, exceptions }: Venue, date: Temporal.PlainDate) {
  const exception = exceptions.find((each) => each.date === date.toString());
  const periods = exception?.periods ?? weekly.filter(({ weekday }) => weekday === date.dayOfWeek);
  return periods.flatMap(({ opens, closes }) => {
    const at = (day: Temporal.PlainDate, time: string) =>
      day.toPlainDateTime(time).toZonedDateTime(zone, { disambiguation: 'later' });
    const since = at(date, opens);
    const until = at(closes <= opens ? date.add({ days: 1 }) : date, closes);
    const isOfDate = since.toPlainDate().equals(date);
    return isOfDate && since.epochMilliseconds < until.epochMilliseconds
      ? [{ since: since.epochMilliseconds / 60_000, until: until.epochMilliseconds / 60_000 }]
      : [];
  });
}

/** The date of each start that the venue allows, by its minute, for the dates from `first` on. */
function startsOf(venue: Venue, first: Temporal.PlainDate, days: number): Map<number, string> {
  const { interval, turn, lastSeating } = venue;
  const dates = Array.from({ length: days + 9 }, (_, n) => first.add({ days: n - 3 }));
  const base = (dates[0]?.toZonedDateTime('UTC').epochMilliseconds ?? 0) / 60_000 - 2880;
  const isOpen = new Uint8Array((dates.length + 5) * 1440);
  for (const date of dates) {
    for (const { since, until } of periodsOf(venue, date)) {
      isOpen.fill(1, since - base, until - base);
    }
  }
  /** How many minutes are open before each minute. */
  const opened = new Uint32Array(isOpen.length + 1);
  for (let at = 0; at < isOpen.length; at += 1) {
    opened[at + 1] = (opened[at] ?? 0) + (isOpen[at] ?? 0);
  }
  const isWholeStayOpen = (start: number) =>
    (opened[start + turn - base] ?? 0) - (opened[start - base] ?? 0) === turn;
  const starts = new Map<number, string>();
  // A later date replaces an earlier one.
  for (const date of dates.slice(0, days + 6)) {
    for (const { since, until } of periodsOf(venue, date)) {
      for (let start = since; start <= until; start += interval) {
        const isAllowed =
          lastSeating === null
            ? start < until && isWholeStayOpen(start)
            : start <= until - lastSeating;
        if (isAllowed) starts.set(start, date.toString());
      }
    }
  }
  return starts;
}

async function insert(venue: Venue): Promise<string> {
  const [row] = await postgres.rows<{ id: string }>(`
    insert into venues (id, workspace_id, name, time_zone, slot_interval, turn_times, buffer_before,
                        buffer_after, lead_time, horizon_days, hold_seconds, cancellation_cutoff,
                        last_seating, weekly_hours, exceptions, follow_ups)
    select gen_random_uuid(), id, 'v', '${venue.zone}', ${venue.interval},
           '[{"maxParty": 9, "minutes": ${venue.turn}}]', 0, 0, 0, 9999, 300, 0,
           ${venue.lastSeating}, '${JSON.stringify(venue.weekly)}',
           '${JSON.stringify(venue.exceptions)}', '{}'
      from workspaces where name = 'stays'
    returning id`);
  return row?.id ?? '';
}

/** The slots of a window of dates as `date minute`, as availability lists them. */
async function listed(id: string, from: Temporal.PlainDate, days: number): Promise<string[]> {
  const rows = await postgres.rows<{ slot: string }>(`
    select to_char(a.local_date, 'YYYY-MM-DD') || ' ' || (extract(epoch from a.starts_at) / 60)::int
             as slot
      from venues v
      cross join availability_v1(v, '${from}', '${from.add({ days: days - 1 })}', 2, null,
                                 '2026-01-01T00:00Z') a
     where v.id = '${id}'`);
  return rows.map(({ slot }) => slot).sort();
}

/** The date to which a booking at this minute would belong, or why it is refused. */
async function checked(id: string, minute: number, turn: number): Promise<string> {
  const start = `to_timestamp(${minute * 60})`;
  return postgres
    .rows<{ date: string }>(`
      select to_char((${start} at time zone v.time_zone)::date
                     - check_start_v1(v, ${start}, make_interval(mins => ${turn}),
                                      '2026-01-01T00:00Z'), 'YYYY-MM-DD') as date
        from venues v where id = '${id}'`)
    .then(
      ([row]) => row?.date ?? '',
      (error: Error) => error.message,
    );
}

it(`allows the same stays and dates as the model, at ${VENUES} venues around clock changes`, async () => {
  let slots = 0;
  let intoNext = 0;
  const differing: unknown[] = [];
  for (let n = 0; n < VENUES; n += 1) {
    const venue = venueOf(n);
    const id = await insert(venue);
    const windows = [
      [venue.from.subtract({ days: 1 }), 1],
      [venue.from, 1],
      [venue.from.add({ days: 1 }), 1],
      [venue.from.subtract({ days: 3 }), 7],
      ...(n % 10 === 0 ? [[venue.from.subtract({ days: 15 }), 31] as const] : []),
    ] as const;
    for (const [from, days] of windows) {
      const starts = startsOf(venue, from, days);
      const last = from.add({ days: days - 1 }).toString();
      const wanted = [...starts]
        .filter(([, date]) => date >= from.toString() && date <= last)
        .map(([minute, date]) => `${date} ${minute}`)
        .sort();
      slots += wanted.length;
      const found = await listed(id, from, days);
      if (found.join() !== wanted.join()) {
        const missing = wanted.filter((slot) => !found.includes(slot));
        const extra = found.filter((slot) => !wanted.includes(slot));
        differing.push({ n, venue, from: `${from}`, days, missing, extra });
      }
    }

    // Bookings: some slots, and starts that are nearly slots.
    const starts = startsOf(venue, venue.from.subtract({ days: 2 }), 5);
    const closings = [-1, 0, 1].flatMap((days) =>
      periodsOf(venue, venue.from.add({ days })).map(({ until }) => until),
    );
    intoNext += closings.filter(
      (until) =>
        venue.lastSeating === null &&
        starts.has(until - venue.interval) &&
        venue.turn > venue.interval,
    ).length;
    const every = [...starts.keys()];
    const chosen = every.filter((_, at) => at % Math.ceil(every.length / 8) === 0);
    const tried = new Set([
      ...chosen,
      ...chosen.map((minute) => minute + 5),
      ...closings.flatMap((until) => [until, until - venue.turn, until - venue.interval]),
    ]);
    for (const minute of tried) {
      const answer = await checked(id, minute, venue.turn);
      const wanted = starts.get(minute) ?? 'outside_hours';
      if (answer !== wanted) differing.push({ n, venue, minute, answer, wanted });
    }
  }
  expect(differing.slice(0, 3)).toEqual([]);
  expect(slots).toBeGreaterThan(VENUES * 50);
  expect(intoNext).toBeGreaterThan(VENUES / 10);
});
