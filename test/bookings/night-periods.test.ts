import { beforeAll, describe, expect, it } from 'vitest';
import { WEEKDAYS } from '../../src/venues/opening-hours.ts';
import { offerWaitlist } from '../../src/waitlist/offer-waitlist.ts';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { tomorrow } from '../support/bookings.ts';
import { venueIdOf } from '../support/open-venue.ts';
import { testDeps } from '../support/workspace.ts';

let call: BookingClient['call'];
let open: BookingClient['open'];
let book: BookingClient['book'];
beforeAll(async () => {
  ({ call, open, book } = await openBookingClient('nights'));
});

const DAY_MS = 24 * 60 * 60 * 1000;
const local = (at: string) => at.replace('.000Z', '+00:00');
const later = (at: string, days: number) => new Date(Date.parse(at) + days * DAY_MS).toISOString();
const dateOf = (at: string) => at.slice(0, 10);
const TOMORROW = dateOf(tomorrow(0));
const NEXT = dateOf(later(tomorrow(0), 1));
const every = (...periods: [string, string][]) =>
  WEEKDAYS.flatMap((weekday) => periods.map(([opens, closes]) => ({ weekday, opens, closes })));
const setHours = (id: string, weekly: object[], exceptions: object[] = []) =>
  call('PUT', `/v1/venues/${id}/hours`, { weekly, exceptions });
/** The status of each slot of a date, by its start. */
const slotsOf = async (id: string, date: string, party = 2): Promise<Record<string, string>> => {
  const path = `/v1/venues/${id}/availability?from=${date}&to=${date}&partySize=${party}`;
  const { days } = (await call('GET', path)).body;
  return Object.fromEntries(
    days[0].slots.map(({ start, status }: { start: string; status: string }) => [start, status]),
  );
};
const listOf = async (id: string, date: string, query = '') =>
  (await call('GET', `/v1/bookings?venueId=${id}&date=${date}${query}`)).body;
const startsOf = async (id: string, date: string): Promise<string[]> =>
  (await listOf(id, date)).data.map(({ start }: { start: string }) => start);
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) =>
  body.code ?? status;

describe('a stay continues into the adjoining period', () => {
  it('at midnight of a venue that never closes, in availability, bookings and alternatives', async () => {
    const venue = await open(1, { turnTimes: [{ maxParty: 4, minutes: 120 }] });
    const slots = await slotsOf(venue.id, TOMORROW);
    expect(Object.keys(slots)).toHaveLength(96);
    expect(slots[local(tomorrow(23))]).toBe('free');
    const booked = await book(venue.id, tomorrow(23));
    expect([booked.status, booked.body.end]).toEqual([201, local(later(tomorrow(1), 1))]);
    const taken = await book(venue.id, tomorrow(23, 15));
    expect(taken.body.alternatives).toContain(local(tomorrow(21)));
    expect(taken.body.alternatives).toContain(local(later(tomorrow(1), 1)));
    const moved = { start: tomorrow(23, 30) };
    expect(codeOf(await call('POST', `/v1/bookings/${booked.body.id}/reschedule`, moved))).toBe(
      200,
    );
  });

  it('at noon, through several periods, with the grid of the period in which it starts', async () => {
    const venue = await open(1, { slotInterval: 60, turnTimes: [{ maxParty: 4, minutes: 120 }] });
    await setHours(venue.id, every(['12:00', '13:30'], ['13:30', '15:00'], ['15:00', '15:30']));
    expect(Object.keys(await slotsOf(venue.id, TOMORROW))).toEqual(
      [tomorrow(12), tomorrow(13), tomorrow(13, 30)].map(local),
    );
    expect(codeOf(await book(venue.id, tomorrow(13, 30)))).toBe(201);
    expect(codeOf(await book(venue.id, tomorrow(14, 30)))).toBe('outside_hours');
    expect(codeOf(await book(venue.id, tomorrow(14)))).toBe('outside_hours');
  });

  it('between an exception and the weekly hours, both ways', async () => {
    const venue = await open(1, { turnTimes: [{ maxParty: 4, minutes: 180 }] });
    const exception = { date: NEXT, periods: [{ opens: '00:00', closes: '01:00' }] };
    await setHours(venue.id, every(['22:00', '00:00']), [exception]);
    const last = async (date: string, party = 2) =>
      Object.keys(await slotsOf(venue.id, date, party)).at(-1);
    expect(await last(TOMORROW)).toBe(local(tomorrow(22)));
    expect(await last(NEXT)).toBeUndefined();
    expect(codeOf(await book(venue.id, tomorrow(22)))).toBe(201);
    expect(codeOf(await book(venue.id, later(tomorrow(22), 1)))).toBe('outside_hours');

    // An exception without periods ends the stretch. Another party size is not in the cache.
    await setHours(venue.id, every(['00:00', '00:00']), [{ date: NEXT, periods: [] }]);
    expect(await last(TOMORROW, 3)).toBe(local(tomorrow(21)));
  });

  it('of a party that waits', async () => {
    const venue = await open(1, { turnTimes: [{ maxParty: 4, minutes: 120 }] });
    await call('POST', `/v1/venues/${venue.id}/waitlist`, {
      earliest: tomorrow(23),
      latest: tomorrow(23, 15),
      partySize: 2,
      customer: { id: 'waits' },
    });
    const deps = { ...testDeps(), log: { info() {}, warn() {}, error() {} } };
    await offerWaitlist(deps, venueIdOf(venue.id));
    const { data } = (await call('GET', `/v1/venues/${venue.id}/waitlist`)).body;
    expect([data[0].state, data[0].offer.start]).toEqual(['offered', local(tomorrow(23))]);
  });

  it('but lastSeating is counted from the closing time of each period', async () => {
    const venue = await open(1, { lastSeating: 60 });
    await setHours(venue.id, every(['12:00', '15:00'], ['15:00', '18:00']));
    const starts = Object.keys(await slotsOf(venue.id, TOMORROW)).map((at) => at.slice(11, 16));
    expect([starts.includes('14:00'), starts.includes('14:15')]).toEqual([true, false]);
    expect([starts.includes('15:00'), starts.at(-1)]).toEqual([true, '17:00']);
    expect(codeOf(await book(venue.id, tomorrow(14, 15)))).toBe('outside_hours');
    expect(codeOf(await book(venue.id, tomorrow(17)))).toBe(201);
  });

  it('and a start at the time when one period closes and another opens is listed once', async () => {
    const venue = await open(2, { lastSeating: 0 });
    const midnight = later(tomorrow(0), 1);
    expect(await slotsOf(venue.id, TOMORROW)).not.toHaveProperty(local(midnight));
    expect(await slotsOf(venue.id, NEXT)).toHaveProperty(local(midnight));
    await book(venue.id, midnight);
    expect(await startsOf(venue.id, TOMORROW)).toEqual([]);
    expect(await startsOf(venue.id, NEXT)).toEqual([local(midnight)]);
  });
});

describe('the bookings of a date', () => {
  const AFTER_MIDNIGHT = later(tomorrow(0, 30), 1);

  it('are those of the periods that open on it, as in availability', async () => {
    const venue = await open(3);
    await setHours(venue.id, every(['18:00', '02:00']));
    expect(await slotsOf(venue.id, TOMORROW)).toHaveProperty(local(AFTER_MIDNIGHT));
    expect(await slotsOf(venue.id, NEXT)).not.toHaveProperty(local(AFTER_MIDNIGHT));
    await book(venue.id, tomorrow(19));
    const night = await book(venue.id, AFTER_MIDNIGHT);
    await book(venue.id, later(tomorrow(18), 1));
    expect(await startsOf(venue.id, TOMORROW)).toEqual([
      local(tomorrow(19)),
      local(AFTER_MIDNIGHT),
    ]);
    expect(await startsOf(venue.id, NEXT)).toEqual([local(later(tomorrow(18), 1))]);

    // A move to another date moves it in the list, too.
    const move = (start: string) =>
      call('POST', `/v1/bookings/${night.body.id}/reschedule`, { start });
    expect(codeOf(await move(later(tomorrow(20), 1)))).toBe(200);
    expect(await startsOf(venue.id, TOMORROW)).toEqual([local(tomorrow(19))]);
    expect(await startsOf(venue.id, NEXT)).toHaveLength(2);
    expect(codeOf(await move(later(AFTER_MIDNIGHT, 1)))).toBe(200);
    expect((await startsOf(venue.id, NEXT)).at(-1)).toBe(local(later(AFTER_MIDNIGHT, 1)));
  });

  it('stay on one date when the hours or the time zone change', async () => {
    const venue = await open(3);
    await setHours(venue.id, every(['18:00', '02:00']));
    const ids = [
      (await book(venue.id, tomorrow(19))).body.id,
      (await book(venue.id, AFTER_MIDNIGHT)).body.id,
      (await book(venue.id, later(tomorrow(18), 1))).body.id,
    ];
    const nearby = [-2, -1, 0, 1, 2, 3].map((days) => dateOf(later(tomorrow(0), days)));
    const listed = async () => {
      const lists = await Promise.all(nearby.map((date) => listOf(venue.id, date)));
      return lists.flatMap(({ data }) => data.map(({ id }: { id: string }) => id));
    };
    expect(await listed()).toEqual(ids);
    for (const weekly of [[], every(['00:00', '03:00']), every(['12:00', '15:00'])]) {
      await setHours(venue.id, weekly);
      expect(await startsOf(venue.id, TOMORROW)).toHaveLength(2);
      expect(await listed()).toEqual(ids);
    }
    for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu']) {
      await call('PATCH', `/v1/venues/${venue.id}`, { timeZone });
      expect((await listed()).sort()).toEqual(ids.toSorted());
    }
  });

  it('are read in pages across midnight', async () => {
    const venue = await open(4);
    await setHours(venue.id, every(['18:00', '02:00']));
    const starts = [tomorrow(23), tomorrow(23), AFTER_MIDNIGHT, AFTER_MIDNIGHT];
    for (const start of starts) await book(venue.id, start);
    await book(venue.id, later(tomorrow(23), 1));
    const seen: string[] = [];
    let next: string | null = '';
    for (let page = 0; next !== null && page < 9; page += 1) {
      const body = await listOf(venue.id, TOMORROW, `&limit=1${next && `&after=${next}`}`);
      seen.push(...body.data.map(({ start }: { start: string }) => start));
      next = body.page.next;
    }
    expect(seen).toEqual(starts.map(local));
  });

  it('after midnight are alternatives to one another, although another evening is free', async () => {
    const venue = await open(1, { turnTimes: [{ maxParty: 4, minutes: 15 }] });
    await setHours(venue.id, every(['18:00', '06:00']));
    const wanted = later(tomorrow(5, 30), 1);
    await book(venue.id, wanted);
    const taken = await book(venue.id, wanted);
    expect(taken.body.alternatives).toEqual(
      [
        [4, 30],
        [4, 45],
        [5, 0],
        [5, 15],
        [5, 45],
      ].map(([hour = 0, minute = 0]) => local(later(tomorrow(hour, minute), 1))),
    );
  });
});
