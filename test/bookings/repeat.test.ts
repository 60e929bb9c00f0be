import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { occurrencesOf, repeatSchema } from '../../src/bookings/blocks/repeat.ts';

const NOW = Date.parse('2027-01-01T12:00:00Z');
const list = async (from: string, to: string, repeat: string | null, now = NOW) => {
  const found = await occurrencesOf({ from, to, repeat }, now);
  return found && { ...found, starts: found.occurrences.map((each) => each.from) };
};

describe('the rule of a block', () => {
  it.each([
    'FREQ=DAILY',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR;UNTIL=20271231',
    'FREQ=MONTHLY;BYDAY=-1SU;COUNT=10',
    'FREQ=MONTHLY;BYMONTHDAY=1,-1;UNTIL=20271231T235900',
    'FREQ=YEARLY',
  ])('may be %s', (rule) => {
    expect(repeatSchema.safeParse(rule).error).toBeUndefined();
  });

  it.each([
    ['', 'must consist of'],
    ['FREQ=HOURLY', 'must consist of'],
    ['RRULE:FREQ=DAILY', 'must consist of'],
    ['FREQ=DAILY;', 'must consist of'],
    ['INTERVAL=2', 'must have FREQ'],
    ['FREQ=DAILY;FREQ=DAILY', 'must name each part once'],
    ['FREQ=DAILY;INTERVAL=0', 'must consist of'],
    ['FREQ=DAILY;INTERVAL=100', 'must consist of'],
    ['FREQ=DAILY;COUNT=2;UNTIL=20270101', 'must not have both COUNT and UNTIL'],
    ['FREQ=DAILY;UNTIL=20270231', 'UNTIL must be a local date'],
    ['FREQ=DAILY;UNTIL=20270201T180000Z', 'must consist of'],
    ['FREQ=WEEKLY;BYDAY=1MO', 'BYDAY has numbers for FREQ=MONTHLY only'],
    ['FREQ=WEEKLY;BYMONTHDAY=1', 'BYMONTHDAY is for FREQ=MONTHLY'],
    ['FREQ=YEARLY;BYDAY=MO', 'BYDAY is for FREQ=WEEKLY and FREQ=MONTHLY'],
    ['FREQ=DAILY;BYDAY=MO', 'BYDAY is for FREQ=WEEKLY and FREQ=MONTHLY'],
    ['FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=1', 'must not have both BYDAY and BYMONTHDAY'],
    ['FREQ=DAILY;BYHOUR=3', 'must consist of'],
    ['FREQ=DAILY;__proto__=1', 'must consist of'],
  ])('may not be "%s"', (rule, message) => {
    const issues = repeatSchema.safeParse(rule).error?.issues.map((each) => each.message);
    expect(issues?.[0]).toContain(message);
  });
});

describe('the occurrences of a block', () => {
  it('are one without a rule', async () => {
    expect(await list('2027-01-05T18:00', '2027-01-05T23:30', null)).toMatchObject({
      occurrences: [{ from: '2027-01-05T18:00', to: '2027-01-05T23:30' }],
      isComplete: true,
    });
  });

  it('are those of the days of a week until a date, which is included', async () => {
    const rule = 'FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270119';
    expect(await list('2027-01-05T18:00', '2027-01-06T02:00', rule)).toMatchObject({
      isComplete: true,
      occurrences: [
        { from: '2027-01-05T18:00', to: '2027-01-06T02:00' },
        { from: '2027-01-07T18:00', to: '2027-01-08T02:00' },
        { from: '2027-01-12T18:00', to: '2027-01-13T02:00' },
        { from: '2027-01-14T18:00', to: '2027-01-15T02:00' },
        { from: '2027-01-19T18:00', to: '2027-01-20T02:00' },
      ],
    });
  });

  it('are the last Sundays and the last days of months', async () => {
    const sundays = await list(
      '2027-01-31T10:00',
      '2027-01-31T11:00',
      'FREQ=MONTHLY;BYDAY=-1SU;COUNT=3',
    );
    expect(sundays?.starts).toEqual(['2027-01-31T10:00', '2027-02-28T10:00', '2027-03-28T10:00']);
    const lastDays = await list(
      '2027-01-31T10:00',
      '2027-01-31T11:00',
      'FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3',
    );
    expect(lastDays?.starts).toEqual(['2027-01-31T10:00', '2027-02-28T10:00', '2027-03-31T10:00']);
  });

  it('leave out months that lack the day', async () => {
    const from = ['2027-01-31T10:00', '2027-01-31T11:00'] as const;
    const starts = ['2027-01-31T10:00', '2027-03-31T10:00', '2027-05-31T10:00'];
    for (const rule of ['FREQ=MONTHLY;COUNT=3', 'FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3']) {
      expect((await list(...from, rule))?.starts).toEqual(starts);
    }
    const rare = 'FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30';
    expect(await list('2027-02-01T10:00', '2027-02-01T11:00', rare)).toBeUndefined();
  });

  it('are one each year, but not on 29 February', async () => {
    const rule = 'FREQ=YEARLY;UNTIL=20290101';
    const found = await list('2027-02-28T10:00', '2027-02-28T11:00', rule);
    expect(found).toMatchObject({
      starts: ['2027-02-28T10:00', '2028-02-28T10:00'],
      isComplete: true,
    });
    expect(await list('2028-02-29T10:00', '2028-02-29T11:00', rule)).toBeUndefined();
  });

  it('begin with the start, or the rule does not fit', async () => {
    const rule = 'FREQ=WEEKLY;BYDAY=MO';
    expect(await list('2027-01-05T18:00', '2027-01-05T19:00', rule)).toBeUndefined();
    expect((await list('2027-01-04T18:00', '2027-01-04T19:00', rule))?.starts[1]).toBe(
      '2027-01-11T18:00',
    );
  });

  it('without an end are listed beyond the longest horizon, and those that are over are left out', async () => {
    const found = await list('2020-01-01T18:00', '2020-01-01T23:00', 'FREQ=DAILY');
    expect(found?.starts[0]).toBe('2026-12-30T18:00');
    expect(found?.isComplete).toBe(false);
    expect(found?.starts.length).toBeGreaterThan(760);
    expect(found?.starts.length).toBeLessThan(800);
    const end = Date.parse(found?.expandedTo ?? '');
    expect(end).toBeGreaterThan(NOW + 770 * 86_400_000);
    // Everything before that instant is listed, in whatever time zone.
    expect(Date.parse(`${found?.starts.at(-1)}Z`)).toBeGreaterThan(end + 86_400_000);
  });

  it('begin with the first one also when it is far ahead', async () => {
    const found = await list('2099-01-01T18:00', '2099-01-01T23:00', 'FREQ=DAILY');
    expect([found?.starts, found?.isComplete]).toEqual([['2099-01-01T18:00'], false]);
  });
});

// A plain model: it asks of each day whether the rule has it.
describe('random rules', () => {
  const DAY = 86_400_000;
  const CODES = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
  const FIRST = Date.parse('2026-12-01T00:00:00Z');
  const daysOfMonth = (date: Date) =>
    new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  const monthOf = (date: Date) => date.getUTCFullYear() * 12 + date.getUTCMonth();
  /** The number of a day's week; weeks begin on Monday. */
  const weekOf = (date: Date) => Math.floor((date.getTime() / DAY + 3) / 7);

  interface Rule {
    readonly frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
    readonly interval: number;
    readonly byDay: readonly string[];
    readonly byMonthDay: readonly number[];
    readonly end: { count?: number; until?: number };
  }

  function hasDay(rule: Rule, from: Date, date: Date): boolean {
    const { frequency, interval, byDay, byMonthDay } = rule;
    const code = CODES[date.getUTCDay()] ?? '';
    const day = date.getUTCDate();
    const fromEnd = daysOfMonth(date) - day;
    const isOfDay =
      byDay.length === 0 ||
      byDay.some((each) => {
        const nth = Number.parseInt(each, 10);
        if (!each.endsWith(code)) return false;
        if (Number.isNaN(nth)) return true;
        return nth > 0 ? Math.ceil(day / 7) === nth : Math.floor(fromEnd / 7) + 1 === -nth;
      });
    if (frequency === 'DAILY') {
      return ((date.getTime() - from.getTime()) / DAY) % interval === 0;
    }
    if (frequency === 'WEEKLY') {
      const isDay = byDay.length === 0 ? date.getUTCDay() === from.getUTCDay() : isOfDay;
      return (weekOf(date) - weekOf(from)) % interval === 0 && isDay;
    }
    if (frequency === 'MONTHLY') {
      const isDay =
        byMonthDay.length > 0
          ? byMonthDay.includes(day) || byMonthDay.includes(-fromEnd - 1)
          : byDay.length > 0
            ? isOfDay
            : day === from.getUTCDate();
      return (monthOf(date) - monthOf(from)) % interval === 0 && isDay;
    }
    return (
      (date.getUTCFullYear() - from.getUTCFullYear()) % interval === 0 &&
      date.getUTCMonth() === from.getUTCMonth() &&
      day === from.getUTCDate()
    );
  }

  const rules = fc.record({
    frequency: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
    interval: fc.integer({ min: 1, max: 4 }),
    days: fc.uniqueArray(fc.constantFrom(...CODES), { maxLength: 3 }),
    numbers: fc.array(fc.constantFrom('', '1', '2', '4', '5', '-1', '-2', '-5'), {
      minLength: 3,
      maxLength: 3,
    }),
    dates: fc.uniqueArray(fc.constantFrom(1, 2, 15, 28, 29, 30, 31, -1, -2, -31), { maxLength: 3 }),
    end: fc.oneof(
      fc.constant({}),
      fc.integer({ min: 1, max: 12 }).map((count) => ({ count })),
      fc.integer({ min: 1, max: 500 }).map((until) => ({ until })),
    ),
    from: fc.integer({ min: 0, max: 400 }),
  });

  it('have the days of a model', async () => {
    let matching = 0;
    await fc.assert(
      fc.asyncProperty(rules, async ({ frequency, interval, days, numbers, dates, end, from }) => {
        const start = new Date(FIRST + from * DAY);
        const byMonthDay = frequency === 'MONTHLY' && days.length === 0 ? dates : [];
        const byDay =
          frequency === 'YEARLY' || frequency === 'DAILY'
            ? []
            : days.map((day, at) => (frequency === 'MONTHLY' ? `${numbers[at]}${day}` : day));
        const rule = { frequency, interval, byDay, byMonthDay, end } as Rule;
        const until = rule.end.until && new Date(start.getTime() + rule.end.until * DAY);
        const text = [
          `FREQ=${frequency};INTERVAL=${interval}`,
          ...(byDay.length === 0 ? [] : [`BYDAY=${byDay}`]),
          ...(byMonthDay.length === 0 ? [] : [`BYMONTHDAY=${byMonthDay}`]),
          ...(rule.end.count === undefined ? [] : [`COUNT=${rule.end.count}`]),
          ...(until ? [`UNTIL=${until.toISOString().slice(0, 10).replaceAll('-', '')}`] : []),
        ].join(';');
        expect(repeatSchema.safeParse(text).error, text).toBeUndefined();
        const expected: string[] = [];
        for (let at = start.getTime(); at + 0.75 * DAY < NOW + 700 * DAY; at += DAY) {
          const date = new Date(at);
          if (expected.length === rule.end.count || (until && date > until)) break;
          if (hasDay(rule, start, date)) expected.push(`${date.toISOString().slice(0, 10)}T18:00`);
        }
        const day = start.toISOString().slice(0, 10);
        const found = await list(`${day}T18:00`, `${day}T19:00`, text, FIRST);
        if (expected[0] !== `${day}T18:00`) {
          expect(found, text).toBeUndefined();
          return;
        }
        matching += 1;
        const limit = new Date(NOW + 700 * DAY).toISOString();
        const starts = found?.starts.filter((each) => each < limit);
        expect(starts, `${text} from ${day}`).toEqual(expected);
      }),
      { numRuns: 400 },
    );
    expect(matching).toBeGreaterThan(30);
  });
});
