import { Temporal } from 'temporal-polyfill';
import { beforeAll, describe, expect, it } from 'vitest';
import { WEEKDAYS } from '../../src/venues/opening-hours.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { sql } from '../support/sql.ts';
import { type Call, client, makeKey } from '../support/workspace.ts';

let call: Call;
beforeAll(async () => {
  call = client(await makeKey('venues'));
});

describe('a venue', () => {
  it('is created with default settings, changed, listed and taken out of service', async () => {
    const made = await call('POST', '/v1/venues', {
      name: 'Chez Nous',
      timeZone: 'Asia/Kathmandu',
    });
    expect([made.status, made.body.slotInterval, made.body.holdSeconds]).toEqual([201, 15, 300]);
    const path = `/v1/venues/${made.body.id}`;
    const changed = await call('PATCH', path, {
      pacingCovers: 20,
      turnTimes: [{ maxParty: 9, minutes: 60 }],
    });
    expect(changed.body).toEqual({
      ...made.body,
      pacingCovers: 20,
      turnTimes: [{ maxParty: 9, minutes: 60 }],
      affectedBookings: { count: 0, data: [] },
    });
    expect((await call('PATCH', path, { pacingCovers: null })).body.pacingCovers).toBeNull();
    const hours = {
      weekly: [{ weekday: 'friday', opens: '18:00', closes: '02:00' }],
      exceptions: [{ date: '2026-12-25', periods: [] }],
    };
    expect((await call('PUT', `${path}/hours`, hours)).body.hours).toEqual(hours);
    expect((await call('GET', '/v1/venues')).body.data).toContainEqual(
      (await call('GET', path)).body,
    );
    expect((await call('DELETE', path)).status).toBe(200);
    expect((await call('GET', path)).body.code).toBe('venue_not_found');
    expect((await call('PATCH', path, { name: 'x' })).status).toBe(404);
    expect((await call('DELETE', path)).status).toBe(200);
  });

  it('is shown and changed with a name and a zone from before their rules existed', async () => {
    const { body } = await call('POST', '/v1/venues', { name: 'Old', timeZone: 'UTC' });
    const old = { name: 'Chez\r\nNous', timeZone: 'Mars/Olympus' };
    const uuid = body.id.slice(4);
    await sql`update venues set name = ${old.name}, time_zone = ${old.timeZone} where id = ${uuid}`;
    const path = `/v1/venues/${body.id}`;
    expect((await call('GET', path)).body).toMatchObject(old);
    expect((await call('PATCH', path, { leadTime: 5 })).body).toMatchObject({
      ...old,
      leadTime: 5,
    });
  });

  it('lists pages without gap or overlap', async () => {
    for (let n = 0; n < 3; n += 1) {
      await call('POST', '/v1/venues', { name: `page ${n}`, timeZone: 'UTC' });
    }
    const first = (await call('GET', '/v1/venues?limit=2')).body;
    const second = (await call('GET', `/v1/venues?limit=2&after=${first.page.next}`)).body;
    const names = [...first.data, ...second.data].map(({ name }: { name: string }) => name);
    expect(names.slice(0, 3)).toEqual(['page 2', 'page 1', 'page 0']);
  });

  it.each([
    ['an unknown zone', { timeZone: 'Mars/Olympus' }, 'body.timeZone'],
    ['an offset for a zone', { timeZone: '+02:00' }, 'body.timeZone'],
    ['no name', { name: '' }, 'body.name'],
    ['a name of two lines', { name: 'Chez\r\nBcc: x@example.com' }, 'body.name'],
    ['a name with a line separator', { name: 'Chez\u2028Nous' }, 'body.name'],
    ['a name with a control character', { name: 'Chez\u001bNous' }, 'body.name'],
    ['an unknown field', { stars: 3 }, 'body.stars'],
    [
      'turn times whose maxParty decreases',
      {
        turnTimes: [
          { maxParty: 4, minutes: 60 },
          { maxParty: 2, minutes: 60 },
        ],
      },
      'body.turnTimes',
    ],
  ])('refuses %s, naming the field', async (_, change, field) => {
    const refused = await call('POST', '/v1/venues', { name: 'x', timeZone: 'UTC', ...change });
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid_field']);
    expect(refused.body.errors[0].field).toBe(field);
  });

  it.each([
    [
      'overlap',
      [
        ['monday', '10:00', '14:00'],
        ['monday', '13:00', '15:00'],
      ],
      { field: 'body.weekly.1', message: 'overlaps the period at index 0' },
    ],
    [
      'overlap past midnight',
      [
        ['monday', '20:00', '03:00'],
        ['tuesday', '02:00', '05:00'],
      ],
      { field: 'body.weekly.1', message: 'overlaps the period at index 0' },
    ],
    [
      'overlap between the last and the first day of the week',
      [
        ['tuesday', '12:00', '15:00'],
        ['sunday', '20:00', '03:00'],
        ['monday', '02:00', '05:00'],
      ],
      { field: 'body.weekly.2', message: 'overlaps the period at index 1' },
    ],
  ])('refuses hours that %s, naming the periods', async (_, periods, error) => {
    const { id } = await makeVenue(asking(call), 0);
    const weekly = periods.map(([weekday, opens, closes]) => ({ weekday, opens, closes }));
    const refused = await call('PUT', `/v1/venues/${id}/hours`, { weekly });
    expect([refused.status, refused.body.errors]).toEqual([400, [error]]);
  });

  it('refuses overlapping hours of an exception, naming the periods', async () => {
    const { id } = await makeVenue(asking(call), 0);
    const periods = [
      { opens: '18:00', closes: '22:00' },
      { opens: '12:00', closes: '18:30' },
    ];
    const exceptions = [{ date: '2027-01-01', periods }];
    const refused = await call('PUT', `/v1/venues/${id}/hours`, { weekly: [], exceptions });
    expect([refused.status, refused.body.errors]).toEqual([
      400,
      [
        {
          field: 'body.exceptions.0.periods.0',
          message: 'overlaps the period at index 1',
        },
      ],
    ]);
  });
});

describe('resources', () => {
  it('are combined only within a venue, and a combination without one of its resources is not offered', async () => {
    const venue = await makeVenue(asking(call), 2);
    const other = await makeVenue(asking(call), 1);
    const path = `/v1/venues/${venue.id}`;
    const combine = (resourceIds: string[]) =>
      call('POST', `${path}/combinations`, { resourceIds, maxParty: 8 });
    const [first = '', second = ''] = venue.resources;
    expect((await combine([first, other.resources[0] ?? ''])).body.code).toBe('resource_not_found');
    expect((await combine([first, first])).body.code).toBe('invalid_field');
    const made = await combine([first, second]);
    expect(made.status).toBe(201);
    expect((await call('GET', `${path}/resources`)).body.combinations).toEqual([made.body]);
    const inverted = { name: 'T', minParty: 4, maxParty: 2 };
    const refused = await call('POST', `${path}/resources`, inverted);
    expect(refused.body.errors[0].field).toBe('body.maxParty');

    expect((await call('DELETE', `${path}/resources/${first}`)).status).toBe(200);
    const date = tomorrow(0).slice(0, 10);
    const search = await call('GET', `${path}/availability?from=${date}&to=${date}&partySize=8`);
    const statuses = search.body.days[0].slots.map(({ status }: { status: string }) => status);
    expect(new Set(statuses)).toEqual(new Set(['party_too_large']));
  });
});

describe('a resource', () => {
  it('is changed field by field, and refuses a minParty above maxParty', async () => {
    const { id, resources } = await makeVenue(asking(call), 1);
    const path = `/v1/venues/${id}/resources/${resources[0]}`;
    const changed = await call('PATCH', path, { name: 'Window', kind: 'room', minParty: 2 });
    expect(changed.body).toEqual({
      id: resources[0],
      name: 'Window',
      kind: 'room',
      minParty: 2,
      maxParty: 4,
      priority: 0,
      area: null,
      affectedBookings: { count: 0, data: [] },
    });
    const refused = await call('PATCH', path, { maxParty: 1 });
    expect([refused.status, refused.body.errors[0].field]).toEqual([400, 'body.maxParty']);
    const widened = await call('PATCH', path, { minParty: 5, maxParty: 9, priority: -1 });
    expect(widened.body).toMatchObject({ minParty: 5, maxParty: 9, priority: -1 });
    const { affectedBookings: _, ...shown } = widened.body;
    expect((await call('GET', `/v1/venues/${id}/resources`)).body.data).toEqual([shown]);
    const elsewhere = (await makeVenue(asking(call), 0)).id;
    const astray = `/v1/venues/${elsewhere}/resources/${resources[0]}`;
    expect((await call('PATCH', astray, { name: 'x' })).body.code).toBe('resource_not_found');
  });
});

describe('a resource’s name', () => {
  it('is one line', async () => {
    const venue = await makeVenue(asking(call), 1);
    const path = `/v1/venues/${venue.id}/resources`;
    for (const name of ['T\r\n2', 'T\t2', 'T\u20282']) {
      const added = await call('POST', path, { name, maxParty: 2 });
      const renamed = await call('PATCH', `${path}/${venue.resources[0]}`, { name });
      for (const { status, body } of [added, renamed]) {
        expect([status, body.errors]).toMatchObject([400, [{ field: 'body.name' }]]);
      }
    }
  });

  it('is unique among the live resources of a venue, also for racing requests', async () => {
    const { id } = await makeVenue(asking(call), 1);
    const path = `/v1/venues/${id}/resources`;
    const again = await call('POST', path, { name: 'T1', maxParty: 2 });
    expect([again.status, again.body.code]).toEqual([409, 'resource_name_taken']);
    const racing = await Promise.all(
      Array.from({ length: 5 }, () => call('POST', path, { name: 'T2', maxParty: 2 })),
    );
    expect(racing.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);

    const { body } = await call('GET', path);
    expect(body.data.map(({ name }: { name: string }) => name)).toEqual(['T1', 'T2']);
    const renamed = await call('PATCH', `${path}/${body.data[1].id}`, { name: 'T1' });
    expect([renamed.status, renamed.body.code]).toEqual([409, 'resource_name_taken']);
    expect((await call('DELETE', `${path}/${body.data[0].id}`)).status).toBe(200);
    expect((await call('PATCH', `${path}/${body.data[1].id}`, { name: 'T1' })).status).toBe(200);
  });
});

describe('closing time', () => {
  const lastOf = (slots: { start: string }[]) => slots.at(-1)?.start.slice(11, 16);
  const dinner = {
    weekly: WEEKDAYS.map((weekday) => ({ weekday, opens: '18:00', closes: '23:00' })),
  };

  it('is the time at which every party has left, unless lastSeating allows a later end', async () => {
    const { id } = await makeVenue(asking(call), 1, { turnTimes: [{ maxParty: 4, minutes: 120 }] });
    await call('PUT', `/v1/venues/${id}/hours`, dinner);
    const date = tomorrow(0).slice(0, 10);
    const slots = async (party: number) =>
      (
        await call(
          'GET',
          `/v1/venues/${id}/availability?from=${date}&to=${date}&partySize=${party}`,
        )
      ).body.days[0].slots;
    const book = (start: string) =>
      call('POST', '/v1/bookings', { venueId: id, start, partySize: 2, customer: { id: 'late' } });

    expect(lastOf(await slots(2))).toBe('21:00');
    expect((await book(tomorrow(21, 15))).body.code).toBe('outside_hours');

    const changed = await call('PATCH', `/v1/venues/${id}`, { lastSeating: 30 });
    expect([changed.status, changed.body.lastSeating]).toEqual([200, 30]);
    expect((await book(tomorrow(22, 45))).body.code).toBe('outside_hours');
    const booked = await book(tomorrow(22, 30));
    expect([booked.status, booked.body.end.slice(11, 16)]).toEqual([201, '00:30']);
    // Only the time that the party occupies after closing is taken.
    const after = await call('PATCH', `/v1/venues/${id}`, { lastSeating: null });
    expect(after.body.lastSeating).toBeNull();
    const statuses = new Map(
      (await slots(3)).map(({ start, status }: { start: string; status: string }) => [
        start.slice(11, 16),
        status,
      ]),
    );
    expect([statuses.get('20:30'), statuses.get('20:45')]).toEqual(['free', 'full']);
  });

  it('explains 00:00 in the error for 24:00', async () => {
    const { id } = await makeVenue(asking(call), 0);
    const weekly = [{ weekday: 'monday', opens: '18:00', closes: '24:00' }];
    const refused = await call('PUT', `/v1/venues/${id}/hours`, { weekly });
    expect(refused.body.errors).toEqual([
      { field: 'body.weekly.0.closes', message: expect.stringContaining('midnight is 00:00') },
    ]);
  });
});

describe('local time', () => {
  it('offers each hour that exists on the day of a clock change, with its offset', async () => {
    const { id } = await makeVenue(asking(call), 1, {
      timeZone: 'Europe/Paris',
      slotInterval: 60,
      horizonDays: 731,
      turnTimes: [{ maxParty: 4, minutes: 60 }],
    });
    await call('PUT', `/v1/venues/${id}/hours`, {
      weekly: [{ weekday: 'sunday', opens: '01:00', closes: '05:00' }],
    });
    const starts = async (date: string) => {
      const path = `/v1/venues/${id}/availability?from=${date}&to=${date}&partySize=2`;
      const { days } = (await call('GET', path)).body;
      return days[0].slots.map(({ start }: { start: string }) => start.slice(11));
    };
    // Clocks go from 2 to 3 on 28 March 2027, and from 3 to 2 on 31 October 2027.
    expect(await starts('2027-03-28')).toEqual([
      '01:00:00+01:00',
      '03:00:00+02:00',
      '04:00:00+02:00',
    ]);
    expect(await starts('2027-10-31')).toEqual([
      '01:00:00+02:00',
      '02:00:00+02:00',
      '02:00:00+01:00',
      '03:00:00+01:00',
      '04:00:00+01:00',
    ]);
  });

  /** The dates of the next nights in which the clocks of a zone go forward, and back. */
  const changesOf = (zone: string) => {
    const soon = Temporal.Now.zonedDateTimeISO(zone).add({ days: 2 });
    const first = soon.getTimeZoneTransition('next');
    const second = first?.getTimeZoneTransition('next');
    if (!first || !second) throw new Error(`the clocks of ${zone} change no more`);
    const isForward = first.offsetNanoseconds > second.offsetNanoseconds;
    const [forward, back] = isForward ? [first, second] : [second, first];
    return { forward: forward.toPlainDate().toString(), back: back.toPlainDate().toString() };
  };
  const ORDINARY = Temporal.Now.plainDateISO('UTC').add({ days: 4 }).toString();

  /**
   * One night for each case: clocks skip or repeat an hour, half an hour or midnight itself, or do
   * not change.
   */
  it.each([
    ['Europe/Paris', changesOf('Europe/Paris').forward],
    ['Europe/Paris', changesOf('Europe/Paris').back],
    ['America/New_York', changesOf('America/New_York').forward],
    ['America/New_York', changesOf('America/New_York').back],
    ['Australia/Lord_Howe', changesOf('Australia/Lord_Howe').forward],
    ['Australia/Lord_Howe', changesOf('Australia/Lord_Howe').back],
    ['America/Santiago', changesOf('America/Santiago').forward],
    ['Pacific/Chatham', changesOf('Pacific/Chatham').forward],
    ['Pacific/Chatham', changesOf('Pacific/Chatham').back],
    ['Asia/Kathmandu', ORDINARY],
    ['Pacific/Kiritimati', ORDINARY],
    ['Pacific/Pago_Pago', ORDINARY],
  ])('books every slot of %s in the night of %s, past midnight', async (zone, date) => {
    const { id } = await makeVenue(asking(call), 1, {
      timeZone: zone,
      slotInterval: 30,
      horizonDays: 731,
      turnTimes: [{ maxParty: 4, minutes: 30 }],
    });
    const eve = Temporal.PlainDate.from(date).subtract({ days: 1 });
    await call('PUT', `/v1/venues/${id}/hours`, {
      weekly: [],
      exceptions: [{ date: eve.toString(), periods: [{ opens: '22:00', closes: '05:00' }] }],
    });
    const at = (day: Temporal.PlainDate, time: string) =>
      day.toPlainDateTime(time).toZonedDateTime(zone, { disambiguation: 'later' });
    const wanted: string[] = [];
    const closes = at(eve.add({ days: 1 }), '05:00').epochMilliseconds;
    for (let each = at(eve, '22:00'); each.epochMilliseconds < closes; ) {
      wanted.push(each.toString({ timeZoneName: 'never', smallestUnit: 'second' }));
      each = each.add({ minutes: 30 });
    }
    const search = `/v1/venues/${id}/availability?from=${eve}&to=${date}&partySize=2`;
    const { days } = (await call('GET', search)).body;
    expect(days[0].slots.map(({ start }: { start: string }) => start)).toEqual(wanted);
    expect(days[1]).toEqual({ date, closed: true, reason: 'closed', slots: [] });
    for (const start of wanted) {
      const booked = await call('POST', '/v1/bookings', {
        venueId: id,
        start,
        partySize: 2,
        customer: { id: 'owl' },
      });
      expect([booked.status, booked.body.start]).toEqual([201, start]);
    }
    const own = (await call('GET', `/v1/bookings?customer=owl&limit=200`)).body.data.filter(
      ({ venueId }: { venueId: string }) => venueId === id,
    );
    expect(own.map(({ start }: { start: string }) => start).reverse()).toEqual(wanted);
    const taken = await call('POST', '/v1/bookings', {
      venueId: id,
      start: wanted[0],
      partySize: 2,
      customer: { id: 'owl' },
    });
    expect([taken.body.code, taken.body.alternatives]).toEqual(['full', []]);
  });
});
