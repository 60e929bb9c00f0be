import { expect, it, vi } from 'vitest';
import { occurrencesOf } from '../../src/bookings/blocks/repeat.ts';

// The language of the page is read when the module is loaded.
vi.stubGlobal('document', { documentElement: { lang: 'en' } });
const { partsByDate, startDates } = await import('../../src/console/page/calendar/occurrences.ts');

it.each([
  ['2026-12-01T18:00', 'FREQ=DAILY;INTERVAL=3;COUNT=40'],
  ['2026-12-01T18:00', 'FREQ=DAILY;UNTIL=20270105T180000'],
  ['2026-12-01T18:00', 'FREQ=DAILY;UNTIL=20270105T175959'],
  ['2026-12-01T18:00', 'FREQ=DAILY;UNTIL=20270105'],
  ['2026-12-03T10:00', 'FREQ=WEEKLY;COUNT=5'],
  ['2026-12-03T10:00', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,MO,SU;COUNT=12'],
  ['2027-01-31T10:00', 'FREQ=MONTHLY;COUNT=9'],
  ['2027-01-29T10:00', 'FREQ=MONTHLY;INTERVAL=5'],
  ['2027-01-31T10:00', 'FREQ=MONTHLY;BYMONTHDAY=-1,15'],
  ['2027-01-03T10:00', 'FREQ=MONTHLY;BYDAY=1SU,-1FR;COUNT=20'],
  ['2027-01-05T10:00', 'FREQ=MONTHLY;INTERVAL=2;BYDAY=TU'],
  ['2026-12-24T00:00', 'FREQ=YEARLY'],
  ['2026-12-24T00:00', 'FREQ=YEARLY;INTERVAL=2;COUNT=2'],
])('what begins at %s with %s begins on the same days in the calendar', async (from, repeat) => {
  const thing = { from, to: from, repeat };
  const found = await occurrencesOf(thing, Date.parse(`${from}Z`));
  const expected = found?.occurrences.map((each) => each.from.slice(0, 10)) ?? [];
  expect(expected.length).toBeGreaterThan(0);
  // The list may end before all occurrences do.
  const last = found?.isComplete ? '2030-01-01' : (expected.at(-1) ?? '');
  expect(startDates(thing, last)).toEqual(expected);
});

it('a block that lasts for days has a part on each of them, and none on the day at whose start it ends', () => {
  const dates = ['2027-03-27', '2027-03-28', '2027-03-29', '2027-03-30'];
  const block = { from: '2027-03-27T18:00', to: '2027-03-29T11:30', repeat: null };
  const night = { from: '2027-03-26T22:00', to: '2027-03-27T00:00', repeat: 'FREQ=DAILY;COUNT=2' };
  const parts = [...partsByDate([block, night], dates).values()].map((each) =>
    each.map(({ from, to }) => `${from}–${to}`),
  );
  expect(parts).toEqual([['18:00–24:00', '22:00–24:00'], ['00:00–24:00'], ['00:00–11:30'], []]);
});
