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
    ['FREQ=YEARLY;BYDAY=MO', 'BYDAY is not for FREQ=YEARLY'],
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
