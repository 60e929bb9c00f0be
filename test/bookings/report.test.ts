import { Temporal } from 'temporal-polyfill';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report, ReportFigures, ReportSource } from '../../src/bookings/report.ts';
import { csvCell, reportCsv } from '../../src/bookings/report-csv.ts';
import { asking, tomorrow } from '../support/bookings.ts';
import { createChance } from '../support/chance.ts';
import { sql } from '../support/sql.ts';
import { type Call, client, makeKey } from '../support/workspace.ts';

const ZONE = 'Europe/Paris';
/** Clocks go back in the night to the 25th. */
const [FIRST, LAST] = ['2026-10-20', '2026-10-28'];
const PERIODS = [
  ['12:00', '15:00'],
  ['18:00', '02:00'],
] as const;
/** The areas of the three tables. */
const AREAS = ['terrace', 'bar', null] as const;
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** A booking as the test chooses it. Times are milliseconds since 1970. */
interface Chosen {
  readonly id: string;
  readonly date: string;
  /** The index of its period; null for a booking in none. */
  readonly period: number | null;
  readonly daysAfter: number;
  readonly start: number;
  readonly end: number;
  /** When it left, where that was recorded. */
  readonly left: number | null;
  readonly made: number;
  readonly party: number;
  readonly tables: readonly string[];
  readonly state: string;
  /** The state before, where it was cancelled. */
  readonly before: string;
  readonly late: boolean | null;
  readonly channel: string | null;
  readonly walkedIn: boolean;
}

const MINUTE = 60_000;
const at = (date: string, time: string) =>
  Temporal.PlainDate.from(date)
    .toPlainDateTime(Temporal.PlainTime.from(time))
    .toZonedDateTime(ZONE, { disambiguation: 'later' }).epochMilliseconds;
const after = (date: string, days: number) =>
  Temporal.PlainDate.from(date).add({ days }).toString();
const opensAt = (date: string, [opens]: readonly [string, string]) => at(date, opens);
const closesAt = (date: string, [opens, closes]: readonly [string, string]) =>
  at(closes <= opens ? after(date, 1) : date, closes);
const dateOf = (instant: number) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(ZONE).toPlainDate().toString();
const DATES = Array.from({ length: 9 }, (_, n) => after(FIRST, n));

function choose(tables: readonly string[], deleted: string): Chosen[] {
  const named = createChance('report');
  let drawn = 0;
  const chance = () => {
    drawn += 1;
    return named(String(drawn));
  };
  const one = <Item>(items: readonly Item[]): Item =>
    items[Math.floor(chance() * items.length)] as Item;
  return Array.from({ length: 400 }, () => {
    // Bookings of the dates around the range must not count, but their stays may.
    const date = after(FIRST, Math.floor(chance() * 13) - 2);
    const period = one([0, 1, 1, null]);
    const hours = period === null ? undefined : PERIODS[period];
    const opens = hours === undefined ? at(date, '16:00') : opensAt(date, hours);
    const length = hours === undefined ? 60 * MINUTE : closesAt(date, hours) - opens;
    const start = opens + Math.floor(chance() * (length / MINUTE / 15)) * 15 * MINUTE;
    const state = one(['confirmed', 'seated', 'finished', 'no_show', 'cancelled', 'expired']);
    const end = start + one([45, 90, 300]) * MINUTE;
    return {
      ...{ id: crypto.randomUUID(), date, period, start, state, end },
      left:
        state === 'finished'
          ? one([null, start - 20 * MINUTE, start + Math.floor(chance() * 2400) * 1000, end])
          : null,
      daysAfter: Temporal.PlainDate.from(date).until(dateOf(start)).days,
      made: start - Math.floor(chance() * 100_000) * 1000,
      party: 1 + Math.floor(chance() * 8),
      // The first table and the deleted one have the same area, which a deleted table is not in.
      tables: one([
        ...tables.map((table) => [table]),
        [...tables.slice(0, 2), deleted],
        tables.slice(1),
        [tables[0] ?? '', deleted],
        [deleted],
      ]),
      before: state === 'cancelled' && chance() < 0.4 ? 'held' : 'confirmed',
      late: state === 'cancelled' ? chance() < 0.5 : null,
      channel: one([null, null, 'web', 'sms', 'phone']),
      walkedIn: chance() < 0.2,
    };
  });
}

/** The figures of bookings, computed from the list alone. */
function figuresOf(
  own: readonly Chosen[],
  services: readonly (readonly [number, number])[],
  all: readonly Chosen[],
  tables: readonly string[],
): ReportFigures {
  const byName = AREAS.toSorted((a, b) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1));
  const areaOf = (table: string) => AREAS[tables.indexOf(table)] ?? null;
  const plain = plainFiguresOf(own, services, all, tables);
  const areas = byName.map((area) => {
    const inArea = own.filter((each) => {
      const of = new Set(each.tables.map(areaOf));
      return (of.size === 1 ? [...of][0] : null) === area;
    });
    const {
      averageLeadMinutes: _lead,
      openMinutes: _open,
      sources: _sources,
      ...figures
    } = plainFiguresOf(
      inArea,
      services,
      all,
      tables.filter((table) => areaOf(table) === area),
    );
    return { area, ...figures };
  });
  // Minutes are rounded for each service and area.
  const occupiedMinutes = areas.reduce((total, each) => total + each.occupiedMinutes, 0);
  const occupancy = occupancyOf(occupiedMinutes, plain.availableMinutes);
  return { ...plain, occupiedMinutes, occupancy, areas };
}

const occupancyOf = (occupied: number, available: number) =>
  available === 0 ? null : Math.round((occupied / available) * 1e4) / 1e4;

function plainFiguresOf(
  own: readonly Chosen[],
  services: readonly (readonly [number, number])[],
  all: readonly Chosen[],
  tables: readonly string[],
): Omit<ReportFigures, 'areas'> {
  const isParty = ({ state }: Chosen) => ['confirmed', 'seated', 'finished'].includes(state);
  const parties = own.filter(isParty);
  const cancelled = own.filter(({ state, before }) => state === 'cancelled' && before !== 'held');
  const lead = parties
    .filter(({ walkedIn }) => !walkedIn)
    .map(({ start, made }) => Math.floor((start - made) / MINUTE));
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  const openMinutes = sum(services.map(([opens, closes]) => (closes - opens) / MINUTE));
  const occupied = services.map(([opens, closes]) => {
    const stays = all.filter(isParty).map((party) => {
      const length = Math.min(party.left ?? party.end, closes) - Math.max(party.start, opens);
      return Math.max(0, length) * party.tables.filter((each) => tables.includes(each)).length;
    });
    return Math.round(sum(stays) / MINUTE);
  });
  const available = openMinutes * tables.length;
  return {
    parties: parties.length,
    covers: sum(parties.map(({ party }) => party)),
    noShows: own.filter(({ state }) => state === 'no_show').length,
    cancellations: cancelled.length,
    lateCancellations: cancelled.filter(({ late }) => late).length,
    averageLeadMinutes: lead.length === 0 ? null : Math.round(sum(lead) / lead.length),
    openMinutes,
    availableMinutes: available,
    occupiedMinutes: sum(occupied),
    occupancy: occupancyOf(sum(occupied), available),
    sources: [
      ...Map.groupBy(parties, ({ walkedIn, channel }) =>
        walkedIn ? 'walk_in/' : channel === null ? 'api/' : `conversation/${channel}`,
      ),
    ]
      .map(([name, of]) => {
        const [source, channel] = name.split('/') as [ReportSource['source'], string];
        return {
          ...{ source, channel: channel === '' ? null : channel },
          ...{ parties: of.length, covers: sum(of.map(({ party }) => party)) },
        };
      })
      .sort(
        (a, b) =>
          b.parties - a.parties ||
          (`${a.source}/${a.channel ?? ''}` < `${b.source}/${b.channel ?? ''}` ? -1 : 1),
      ),
  };
}

/** The figures that areas have and that can be added. */
const ADDED = [
  'parties',
  'covers',
  'noShows',
  'cancellations',
  'lateCancellations',
  'availableMinutes',
  'occupiedMinutes',
] as const;
const WORKSPACE = 'reports of venues';
let key: string;
let call: Call;
let venueId: string;
let tables: string[];
let chosen: Chosen[];
const uuid = (shown: string) => shown.slice(4);
const report = (query: string, by = call) => by('GET', `/v1/venues/${venueId}/report?${query}`);
const whole = `from=${FIRST}&to=${LAST}`;

beforeAll(async () => {
  key = await makeKey(WORKSPACE);
  call = client(key);
  const ask = asking(call);
  venueId = (await ask('POST', '/v1/venues', { name: 'Chez Nous', timeZone: ZONE })).id;
  await ask('PUT', `/v1/venues/${venueId}/hours`, {
    weekly: WEEKDAYS.flatMap((weekday) =>
      PERIODS.map(([opens, closes]) => ({ weekday, opens, closes })),
    ),
    exceptions: [{ date: '2026-10-22', periods: [] }],
  });
  const add = async (name: string, area: string | null) => {
    const table = { name, maxParty: 8, ...(area === null ? {} : { area }) };
    return uuid((await ask('POST', `/v1/venues/${venueId}/resources`, table)).id);
  };
  tables = [];
  for (const area of AREAS) tables.push(await add(`T${tables.length}`, area));
  const deleted = await add('gone', 'terrace');
  await call('DELETE', `/v1/venues/${venueId}/resources/res_${deleted.replaceAll('-', '')}`);
  for (const channel of ['web', 'sms', 'phone']) {
    await call('POST', `/v1/conversations/${channel}/messages`, {
      ...{ role: 'customer', text: 'hi', channel, customer: { id: 'maya' } },
    });
  }
  // Where the venue is closed, there is no period.
  chosen = choose(tables, deleted).map((each) =>
    each.date === '2026-10-22' ? { ...each, period: null } : each,
  );
  const iso = (instant: number) => new Date(instant).toISOString();
  const rows = chosen.map((each) => ({
    ...{ id: each.id, state: each.state, party: each.party, days: each.daysAfter },
    ...{ start: iso(each.start), end: iso(each.end), made: iso(each.made) },
    ...{ late: each.late, channel: each.channel, before: each.before, tables: each.tables },
    walkedIn: each.walkedIn,
    left: each.left === null ? null : iso(each.left),
  }));
  await sql`insert into bookings (id, workspace_id, venue_id, customer_id, conversation_id, state,
      starts_at, ends_at, days_after_opening, party_size, cancellation_cutoff, cancelled_late, version,
      created_at)
    select r.id, v.workspace_id, v.id, customer_id_v1(v.workspace_id, 'maya'), c.id, r.state, r.start,
           r."end", r.days, r.party, 0, r.late, 2, r.made
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, state text, start timestamptz,
             "end" timestamptz, made timestamptz, party int, days int, late boolean, channel text)
      join venues v on v.id = ${uuid(venueId)}::uuid
      left join conversations c on c.workspace_id = v.workspace_id and c.external_id = r.channel`;
  await sql`insert into booking_events (booking_id, version, event, state, starts_at, party_size,
      resource_ids, at)
    select r.id, n,
           case when n = 1 and r."walkedIn" then 'walk_in' when n = 2 and r."left" is not null then 'finish'
                else 'test' end,
           case n when 1 then r.before else b.state end, b.starts_at, 2,
           array(select jsonb_array_elements_text(r.tables)::uuid), coalesce(r."left", now())
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, before text, tables jsonb,
             "walkedIn" boolean, "left" timestamptz)
      join bookings b on b.id = r.id
      cross join generate_series(1, 2) n`;
});

const servicesOf = (date: string) =>
  date === '2026-10-22'
    ? []
    : PERIODS.map((period) => [opensAt(date, period), closesAt(date, period)] as const);

describe('the report of a venue', () => {
  it('has the figures of each date and service, computed from the bookings', async () => {
    const { status, body } = await report(whole);
    expect(status).toBe(200);
    const expected = DATES.map((date) => {
      const own = chosen.filter((each) => each.date === date);
      const services = servicesOf(date);
      const outside = own.filter(({ period, state, before }) => {
        const isSeen = state !== 'expired' && !(state === 'cancelled' && before === 'held');
        return period === null && isSeen;
      });
      return {
        date,
        ...figuresOf(own, services, chosen, tables),
        services: [
          ...services.map((service, n) => ({
            service: { opens: PERIODS[n]?.[0], closes: PERIODS[n]?.[1] },
            ...figuresOf(
              own.filter(({ period }) => period === n),
              [service],
              chosen,
              tables,
            ),
          })),
          ...(outside.length === 0
            ? []
            : [{ service: null, ...figuresOf(outside, [], chosen, tables) }]),
        ],
      };
    });
    expect(body.days).toEqual(expected);
    const inRange = chosen.filter(({ date }) => DATES.includes(date));
    expect(body).toMatchObject({ venueId, timeZone: ZONE, from: FIRST, to: LAST });
    expect(body.total).toEqual(figuresOf(inRange, DATES.flatMap(servicesOf), chosen, tables));
    // The night in which clocks go back is an hour longer.
    const night = body.days.find(({ date }: { date: string }) => date === '2026-10-24');
    expect(night.services[1].openMinutes).toBe(9 * 60);
    expect(body.total.lateCancellations).toBeGreaterThan(0);
  });

  it('has figures of the areas that add up', async () => {
    const { total, days } = (await report(whole)).body as Report;
    expect(total.areas.map(({ area }) => area)).toEqual(['bar', 'terrace', null]);
    for (const figures of [total, ...days, ...days.flatMap(({ services }) => services)]) {
      expect(figures.areas).toHaveLength(AREAS.length);
      for (const name of ADDED) {
        expect(figures.areas.reduce((sum, area) => sum + area[name], 0)).toBe(figures[name]);
      }
    }
    for (const area of total.areas) {
      expect(Math.min(area.parties, area.noShows, area.cancellations)).toBeGreaterThan(0);
    }
  });

  it('is the same for a part of the range, and after the erasure of the guest', async () => {
    const all = (await report(whole)).body;
    const one = (await report('from=2026-10-24&to=2026-10-24')).body;
    expect(one.days).toEqual([all.days[4]]);
    await call('DELETE', '/v1/customers/maya');
    const { days } = (await report(whole)).body;
    // An erasure cancels the bookings that are still confirmed.
    const missed = (each: { noShows: number }) => each.noShows;
    expect(days.map(missed)).toEqual(all.days.map(missed));
  });

  it('is CSV when that is asked for, with one line for each date and service', async () => {
    const json = (await report(whole)).body as Report;
    const csv = await report(whole, client(key, { Accept: 'text/csv' }));
    expect(csv.headers.get('Content-Type')).toContain('text/csv');
    expect(csv.headers.get('Vary')).toContain('Accept');
    expect(csv.headers.get('Content-Disposition')).toContain(`report-${FIRST}-${LAST}.csv`);
    expect(csv.body).toBe(reportCsv(json));
    const lines = String(csv.body).trimEnd().split('\r\n');
    const header = lines[0]?.split(',').map((cell) => cell.slice(1, -1)) ?? [];
    const column = (name: string) =>
      lines.slice(1).map((line) => Number(line.split(',')[header.indexOf(name)]));
    const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
    for (const name of [
      'parties',
      'covers',
      'noShows',
      'cancellations',
      'occupiedMinutes',
    ] as const) {
      expect(sum(column(name))).toBe(json.total[name]);
    }
    for (const { area, parties, covers } of json.total.areas) {
      const place = area ?? '(no area)';
      expect(sum(column(`parties in ${place}`))).toBe(parties);
      expect(sum(column(`covers in ${place}`))).toBe(covers);
    }
    const shown = json.days[0]?.services[0]?.areas.map(({ occupancy }) => occupancy);
    const places = ['bar', 'terrace', '(no area)'];
    expect(places.map((place) => column(`occupancy in ${place}`)[0])).toEqual(shown);
    expect(header.slice(-9)).toEqual(
      places.flatMap((place) =>
        ['parties', 'covers', 'occupancy'].map((name) => `${name} in ${place}`),
      ),
    );
    expect(lines).toHaveLength(1 + sum(json.days.map((day) => Math.max(1, day.services.length))));
    expect(new Set(lines.map((line) => line.split(',').length)).size).toBe(1);
  });

  it.each([
    ['from=2026-10-20&to=2026-10-19', 'query.to'],
    ['from=2026-01-01&to=2026-04-03', 'query.to'],
    ['from=2026-10-20', 'query.to'],
    ['from=2026-10-20T00:00:00Z&to=2026-10-20', 'query.from'],
  ])('refuses the range %s', async (query, field) => {
    const refused = await report(query);
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([400, field]);
    expect((await report('from=2026-01-01&to=2026-04-02')).status).toBe(200);
  });

  it('belongs to the workspace of the venue', async () => {
    const foreign = client(await makeKey('reports of others'));
    expect((await report(whole, foreign)).body.code).toBe('venue_not_found');
  });

  it('is of a closed venue without bookings, too', async () => {
    const { body } = await call('POST', '/v1/venues', { name: 'Empty', timeZone: ZONE });
    const date = tomorrow(0).slice(0, 10);
    const path = `/v1/venues/${body.id}/report?from=${date}&to=${date}`;
    const empty = { parties: 0, occupancy: null, averageLeadMinutes: null, sources: [], areas: [] };
    expect((await call('GET', path)).body).toMatchObject({
      total: empty,
      days: [{ ...empty, date, services: [] }],
    });
  });
});

describe('the areas of a report', () => {
  /** A venue with so many periods of each date, and a table for each of the areas. */
  async function open(periods: number, areas: readonly (string | null)[]) {
    const ask = asking(call);
    const { id } = await ask('POST', '/v1/venues', { name: 'Areas', timeZone: 'UTC' });
    const hour = (n: number) => `${String(n).padStart(2, '0')}:00`;
    const each = Array.from({ length: periods }, (_, n) => ({
      opens: hour(2 * n),
      closes: hour(2 * n + 1),
    }));
    const weekly = WEEKDAYS.flatMap((weekday) => each.map((period) => ({ weekday, ...period })));
    await ask('PUT', `/v1/venues/${id}/hours`, { weekly });
    await sql`insert into resources (id, workspace_id, venue_id, name, kind, min_party, max_party,
        priority, area)
      select gen_random_uuid(), v.workspace_id, v.id, 'T' || n, 'table', 1, 4, 0, a
        from venues v, jsonb_array_elements_text(${JSON.stringify(areas)}::jsonb)
               with ordinality as x (a, n)
       where v.id = ${uuid(id)}::uuid`;
    return (query: string, by = call) => by('GET', `/v1/venues/${id}/report?${query}`);
  }

  it('are none when no resource has an area', async () => {
    const show = await open(1, [null, null]);
    const { total, days } = (await show('from=2026-10-20&to=2026-10-20')).body as Report;
    expect([total.areas, days[0]?.areas, days[0]?.services[0]?.areas]).toEqual([[], [], []]);
    expect(total.availableMinutes).toBe(120);
  });

  it('are all there on a date without services and bookings', async () => {
    const show = await open(0, ['bar']);
    const { total, days } = (await show('from=2026-10-20&to=2026-10-20')).body as Report;
    const zeros = { parties: 0, availableMinutes: 0, occupiedMinutes: 0, occupancy: null };
    expect(total.areas).toMatchObject([
      { area: 'bar', ...zeros },
      { area: null, ...zeros },
    ]);
    expect(days[0]?.areas).toEqual(total.areas);
  });

  it('have all names in the CSV file as text', async () => {
    const show = await open(1, ['=1+1, "x"']);
    const query = 'from=2026-10-20&to=2026-10-20';
    const { body } = await show(query, client(key, { Accept: 'text/csv' }));
    const columns = ['parties', 'covers', 'occupancy'].map((name) => `"${name} in =1+1, ""x"""`);
    expect(String(body).split('\r\n')[0]).toContain(`${columns.join(',')},"parties in (no area)"`);
  });

  it('are refused where there are too many for so many services, and shown for fewer', async () => {
    const show = await open(
      10,
      Array.from({ length: 300 }, (_, n) => `area ${n}`),
    );
    const refused = await show('from=2026-01-01&to=2026-04-02');
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([400, 'query.to']);
    const { status, body } = await show('from=2026-01-01&to=2026-01-01');
    expect([status, body.total.areas.length]).toEqual([200, 301]);
  });
});

describe('a cell of a CSV file', () => {
  it.each([
    ['=1+1', `"'=1+1"`],
    ['+1', `"'+1"`],
    ['-1', `"'-1"`],
    ['@sum(a)', `"'@sum(a)"`],
    [' =1', `"' =1"`],
    ['\t=1', `"'\t=1"`],
    ['＝1', `"'＝1"`],
    ['a "b", c', '"a ""b"", c"'],
    ['Terrace', '"Terrace"'],
    [-1, '-1'],
    [null, ''],
  ])('writes %j as %s', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });
});
