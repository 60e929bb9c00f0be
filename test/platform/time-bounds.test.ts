import { beforeAll, describe, expect, it } from 'vitest';
import { WEEKDAYS } from '../../src/venues/opening-hours.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { type Call, client, makeKey } from '../support/workspace.ts';

let call: Call;
let venueId: string;
let bookingId: string;
beforeAll(async () => {
  call = client(await makeKey('time-bounds'));
  // The westernmost zone, whose local dates are the furthest behind UTC.
  venueId = (await makeVenue(asking(call), 1, { timeZone: 'Etc/GMT+12' })).id;
  bookingId = (await call('POST', '/v1/bookings', booking({ start: tomorrow(19) }))).body.id;
});
const booking = (more: object) => ({
  venueId,
  partySize: 2,
  customer: { id: 'maya' },
  ...more,
});

type Place = [field: string, send: (time: string) => [method: string, path: string, body?: object]];

/** Every field of a request that is an instant. */
const INSTANTS: Place[] = [
  [
    'body.sentAt',
    (sentAt) => [
      'POST',
      '/v1/conversations/c/messages',
      { role: 'customer', text: 'hi', customer: { id: 'maya' }, sentAt },
    ],
  ],
  [
    'body.booking.start',
    (start) => [
      'POST',
      '/v1/conversations/c/messages',
      {
        role: 'customer',
        text: 'hi',
        customer: { id: 'maya' },
        booking: { venueId, partySize: 2, start },
      },
    ],
  ],
  ['body.start', (start) => ['POST', '/v1/bookings', booking({ start })]],
  ['body.start', (start) => ['POST', `/v1/bookings/${bookingId}/reschedule`, { start }]],
  [
    'body.latest',
    (latest) => [
      'POST',
      `/v1/venues/${venueId}/waitlist`,
      { partySize: 2, customer: { id: 'maya' }, earliest: tomorrow(1), latest },
    ],
  ],
  [
    'body.earliest',
    (earliest) => [
      'POST',
      `/v1/venues/${venueId}/waitlist`,
      { partySize: 2, customer: { id: 'maya' }, earliest, latest: '2199-12-31T23:59:59Z' },
    ],
  ],
  ['query.since', (since) => ['GET', `/v1/conversations?since=${encodeURIComponent(since)}`]],
  ...['emotions', 'outcomes'].flatMap((path): Place[] => [
    [
      'query.from',
      (from) => ['GET', `/v1/${path}?from=${encodeURIComponent(from)}&to=2199-12-31T23:59:59.999Z`],
    ],
    [
      'query.to',
      (to) => ['GET', `/v1/${path}?from=2000-01-01T00:00:00Z&to=${encodeURIComponent(to)}`],
    ],
  ]),
];

/** Every field of a request that is a date. */
const DATES: Place[] = [
  [
    'query.from',
    (from) => ['GET', `/v1/venues/${venueId}/availability?partySize=2&from=${from}&to=2199-12-31`],
  ],
  [
    'query.to',
    (to) => ['GET', `/v1/venues/${venueId}/availability?partySize=2&from=2000-01-01&to=${to}`],
  ],
  ['query.date', (date) => ['GET', `/v1/bookings?venueId=${venueId}&date=${date}`]],
  [
    'body.exceptions.0.date',
    (date) => [
      'PUT',
      `/v1/venues/${venueId}/hours`,
      {
        weekly: WEEKDAYS.map((weekday) => ({ weekday, opens: '00:00', closes: '00:00' })),
        exceptions: [{ date, periods: [] }],
      },
    ],
  ],
];

const TOO_FAR = [
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+23:59',
  '1999-12-31T23:59:59.999Z',
  '2000-01-01T00:00:00+00:01',
  '2199-12-31T23:59:59-00:01',
  '2200-01-01T00:00:00Z',
  '9999-12-31T23:59:59-12:00',
];

describe('a time outside the years 2000 to 2199 is refused', () => {
  it.each(INSTANTS)('as %s', async (field, send) => {
    for (const time of TOO_FAR) {
      const { status, body } = await call(...send(time));
      const fields = body.errors?.map((error: { field: string }) => error.field);
      expect([time, status, body.code, fields]).toEqual([time, 400, 'invalid_field', [field]]);
    }
  });

  it.each(DATES)('as a date in %s', async (field, send) => {
    for (const date of ['0000-01-01', '0001-12-31', '1999-12-31', '2200-01-01', '9999-12-31']) {
      const { status, body } = await call(...send(date));
      const fields = body.errors?.map((error: { field: string }) => error.field);
      expect([date, status, body.code, fields]).toEqual([date, 400, 'invalid_field', [field]]);
    }
  });
});

describe('a time at the bounds never makes the service fail', () => {
  it.each(INSTANTS)('as %s', async (_, send) => {
    for (const time of ['2000-01-01T00:00:00Z', '2199-12-31T23:59:59.999Z']) {
      expect((await call(...send(time))).status).toBeLessThan(500);
    }
  });

  it.each(DATES)('as a date in %s', async (_, send) => {
    for (const date of ['2000-01-01', '2199-12-31']) {
      expect((await call(...send(date))).status).toBeLessThan(500);
    }
  });

  it('and the first and last days can be searched and listed', async () => {
    for (const [from, to] of [
      ['2000-01-01', '2000-01-31'],
      ['2199-12-01', '2199-12-31'],
    ]) {
      const path = `/v1/venues/${venueId}/availability?partySize=2&from=${from}&to=${to}`;
      expect((await call('GET', path)).body.days).toHaveLength(31);
      const list = await call('GET', `/v1/bookings?venueId=${venueId}&date=${to}`);
      expect(list.body.data).toEqual([]);
    }
  });
});
