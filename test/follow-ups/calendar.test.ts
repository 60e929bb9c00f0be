import { env } from 'cloudflare:workers';
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import {
  bookingCalendar,
  type CalendarBooking,
  venueCalendar,
} from '../../src/follow-ups/channels/calendar.ts';
import { newId } from '../../src/platform/ids.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { type Call, client, makeKey } from '../support/workspace.ts';

const HOUR_MS = 3_600_000;

// NAME is a text (RFC 7986, 5.1); the library knows the properties of RFC 5545.
ICAL.design.icalendar.property['name'] = { defaultType: 'text' };

function booking(changes: Partial<CalendarBooking> = {}): CalendarBooking {
  return {
    id: newId<'booking'>(),
    venueName: 'Chez Nous',
    timeZone: 'Europe/Paris',
    state: 'confirmed',
    start: '2027-07-01T19:00:00+02:00',
    end: '2027-07-01T20:30:00+02:00',
    partySize: 4,
    resources: [{ name: 'T1' }, { name: 'T2' }],
    version: 1,
    updatedAt: '2026-11-24T10:00:00.123Z',
    ...changes,
  };
}

/** A file as another library reads it, with the zones that the file itself tells. */
function read(ics: string) {
  const calendar = new ICAL.Component(ICAL.parse(ics));
  ICAL.TimezoneService.reset();
  const zones = calendar.getAllSubcomponents('vtimezone');
  for (const zone of zones) ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents('vevent').map((component) => {
    const timeOf = (name: string) => {
      const value = component.getFirstPropertyValue(name);
      if (!(value instanceof ICAL.Time)) throw new Error(`${name} is no time`);
      return value;
    };
    const text = (name: string) => component.getFirstPropertyValue(name)?.toString();
    return {
      uid: text('uid'),
      sequence: Number(text('sequence')),
      status: text('status'),
      summary: text('summary'),
      location: text('location'),
      start: timeOf('dtstart').toJSDate().getTime(),
      end: timeOf('dtend').toJSDate().getTime(),
      zone: timeOf('dtstart').zone?.tzid,
      local: timeOf('dtstart').toString(),
      stamp: timeOf('dtstamp').toString(),
      modified: timeOf('last-modified').toString(),
      attendees: component.getAllProperties('attendee').map((each) => each.getFirstValue()),
      organizer: component.getFirstProperty('organizer'),
    };
  });
  const named = (name: string) => calendar.getFirstPropertyValue(name)?.toString();
  return { calendar, events, zones, method: named('method'), name: named('name') };
}

function onlyEvent(ics: string) {
  const [event, more] = read(ics).events;
  if (event === undefined || more !== undefined) throw new Error('one event was expected');
  return event;
}

describe('a booking as a file', () => {
  it('keeps its UID as it changes, and its SEQUENCE rises', () => {
    const first = booking();
    const moved = {
      ...first,
      version: 2,
      start: '2027-07-02T19:00:00+02:00',
      end: '2027-07-02T21:00:00+02:00',
    };
    const files = [
      onlyEvent(bookingCalendar(first, { method: 'REQUEST' })),
      onlyEvent(bookingCalendar(moved, { method: 'REQUEST' })),
      onlyEvent(
        bookingCalendar({ ...moved, version: 3, state: 'cancelled' }, { method: 'CANCEL' }),
      ),
    ];
    expect(files.map(({ uid }) => uid)).toEqual(
      files.map(() => `bkg_${first.id.replaceAll('-', '')}@maitred`),
    );
    expect(files.map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
    expect(files[0]).toMatchObject({
      summary: 'Chez Nous, party of 4',
      location: 'Chez Nous',
      zone: 'Europe/Paris',
      stamp: '2026-11-24T10:00:00Z',
      modified: '2026-11-24T10:00:00Z',
    });
    expect(bookingCalendar(first, { method: 'PUBLISH' })).toBe(
      bookingCalendar(first, { method: 'PUBLISH' }),
    );
  });

  it.each([
    ['held', 'TENTATIVE', 'REQUEST'],
    ['confirmed', 'CONFIRMED', 'REQUEST'],
    ['seated', 'CONFIRMED', 'REQUEST'],
    ['finished', 'CONFIRMED', 'REQUEST'],
    ['cancelled', 'CANCELLED', 'CANCEL'],
    ['no_show', 'CANCELLED', 'CANCEL'],
    ['expired', 'CANCELLED', 'CANCEL'],
  ] as const)(
    'that is %s says %s, and is never requested when it is over',
    (state, status, method) => {
      const requested = bookingCalendar(booking({ state }), { method: 'REQUEST' });
      expect([onlyEvent(requested).status, read(requested).method]).toEqual([status, method]);
      const published = bookingCalendar(booking({ state }), { method: 'PUBLISH' });
      expect([onlyEvent(published).status, read(published).method]).toEqual([status, 'PUBLISH']);
      const cancelled = bookingCalendar(booking({ state }), { method: 'CANCEL' });
      expect([onlyEvent(cancelled).status, read(cancelled).method]).toEqual([
        'CANCELLED',
        'CANCEL',
      ]);
    },
  );

  it('names an organizer always, and a guest where it is asked to', () => {
    const published = onlyEvent(bookingCalendar(booking(), { method: 'PUBLISH' }));
    expect(published.organizer?.getFirstValue()).toBe('mailto:noreply@maitred.invalid');
    expect(published.attendees).toEqual([]);
    const invited = onlyEvent(
      bookingCalendar(booking({ venueName: 'Chez "Nous" \\ Fils\nParis' }), {
        method: 'REQUEST',
        organizer: 'tables@example.com',
        guest: 'maya@example.com',
      }),
    );
    expect(invited.organizer?.getFirstValue()).toBe('mailto:tables@example.com');
    expect(invited.organizer?.getParameter('cn')).toBe('Chez  Nous    Fils Paris');
    expect(invited.attendees).toEqual(['MAILTO:maya@example.com']);
  });

  it.each([
    'Chez Nous, Fils & Cie; depuis 1900',
    'Two\nlines\r\nand a third\\n',
    'Café 👨‍👩‍👧‍👦 '.repeat(9),
    'é'.repeat(64),
    'x\n y\nEND:VEVENT\nBEGIN:VEVENT',
    '居酒屋'.repeat(14),
    'a:b="c"^\'',
  ])('holds the name %j', (venueName) => {
    const one = bookingCalendar(booking({ venueName }), { method: 'PUBLISH' });
    const feed = venueCalendar({ name: venueName, timeZone: 'Europe/Paris' }, [booking()]);
    const expected = venueName.replaceAll('\r\n', '\n');
    expect(onlyEvent(one).location).toBe(expected);
    expect(onlyEvent(one).summary).toBe(`${expected}, party of 4`);
    expect([onlyEvent(feed).location, read(feed).name]).toEqual([expected, expected]);
    for (const text of [one, feed]) {
      expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      for (const line of text.split('\r\n')) {
        expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
      }
    }
  });

  it('leaves control characters out', () => {
    const file = bookingCalendar(booking({ venueName: 'a\u0007b\u000bc\u007fd' }), {
      method: 'PUBLISH',
    });
    expect(onlyEvent(file).location).toBe('a b c d');
  });
});

describe('the times of a booking', () => {
  const at = (timeZone: string, start: string) =>
    booking({ timeZone, start, end: new Date(Date.parse(start) + HOUR_MS).toISOString() });

  it.each([
    ['Europe/Paris', '2027-01-15T19:00:00+01:00', '2027-01-15T19:00:00'],
    ['Europe/Paris', '2027-07-15T19:00:00+02:00', '2027-07-15T19:00:00'],
    ['Australia/Lord_Howe', '2027-01-15T19:00:00+11:00', '2027-01-15T19:00:00'],
    ['Australia/Lord_Howe', '2027-07-15T19:00:00+10:30', '2027-07-15T19:00:00'],
    ['Asia/Kathmandu', '2027-07-15T19:00:00+05:45', '2027-07-15T19:00:00'],
    ['Pacific/Chatham', '2027-01-15T19:00:00+13:45', '2027-01-15T19:00:00'],
    ['Pacific/Chatham', '2027-07-15T19:00:00+12:45', '2027-07-15T19:00:00'],
    // Nights without an hour: on either side of it.
    ['Europe/Paris', '2027-03-28T01:30:00+01:00', '2027-03-28T01:30:00'],
    ['Europe/Paris', '2027-03-28T03:00:00+02:00', '2027-03-28T03:00:00'],
    ['Australia/Lord_Howe', '2027-10-03T02:30:00+11:00', '2027-10-03T02:30:00'],
    // Nights with an hour twice: on either side of both.
    ['Europe/Paris', '2027-10-31T00:30:00+02:00', '2027-10-31T00:30:00'],
    ['Europe/Paris', '2027-10-31T03:00:00+01:00', '2027-10-31T03:00:00'],
  ])('in %s, %s', (timeZone, start, local) => {
    const event = onlyEvent(bookingCalendar(at(timeZone, start), { method: 'PUBLISH' }));
    expect(event).toMatchObject({ start: Date.parse(start), zone: timeZone, local });
    expect(event.end - event.start).toBe(HOUR_MS);
  });

  it.each([
    ['Europe/Paris', '2027-10-31T02:30:00+02:00', '2027-10-31T00:30:00Z'],
    ['Europe/Paris', '2027-10-31T02:30:00+01:00', '2027-10-31T01:30:00Z'],
    ['Australia/Lord_Howe', '2027-04-04T01:45:00+11:00', '2027-04-03T14:45:00Z'],
    ['Australia/Lord_Howe', '2027-04-04T01:45:00+10:30', '2027-04-03T15:15:00Z'],
    // Only its end comes twice.
    ['Europe/Paris', '2027-10-31T01:30:00+02:00', '2027-10-30T23:30:00Z'],
    ['UTC', '2027-10-31T02:30:00+00:00', '2027-10-31T02:30:00Z'],
  ])('are UTC where a local time comes twice: in %s, %s', (timeZone, start, utc) => {
    const file = bookingCalendar(at(timeZone, start), { method: 'PUBLISH' });
    expect(onlyEvent(file)).toMatchObject({ start: Date.parse(start), zone: 'UTC', local: utc });
    expect(read(file).zones).toEqual([]);
  });

  it('are read back exactly, in every zone and around each change of the next five years', () => {
    const now = Math.floor(Date.now() / 1000) * 1000;
    const until = now + 5 * 366 * 24 * HOUR_MS;
    const lengthMs = HOUR_MS / 4;
    for (const timeZone of [...Intl.supportedValuesOf('timeZone'), 'Etc/GMT+5', 'US/Eastern']) {
      const around = changesOf(timeZone, now, until).flatMap((change) =>
        [-60, -30, -1, 0, 29, 59, 60].map((minutes) => change + minutes * 60_000),
      );
      const starts = [...around, now, now + 1000 * HOUR_MS, until];
      const all = starts.map((start) => {
        const [from, to] = [new Date(start), new Date(start + lengthMs)];
        return booking({ timeZone, start: from.toISOString(), end: to.toISOString() });
      });
      const expected = starts.map((start) => {
        // UTC only where it must be.
        const isUtc = comesTwice(start, timeZone) || comesTwice(start + lengthMs, timeZone);
        return [start, start + lengthMs, isUtc ? 'UTC' : timeZone];
      });
      const feed = read(venueCalendar({ name: 'V', timeZone }, all)).events;
      expect(feed.map(({ start, end, zone }) => [start, end, zone])).toEqual(expected);
      // A file of its own tells less of the zone.
      for (const [n, one] of all.slice(0, 7).entries()) {
        const { start, end, zone } = onlyEvent(bookingCalendar(one, { method: 'PUBLISH' }));
        expect([start, end, zone]).toEqual(expected[n]);
      }
    }
  }, 120_000);
});

/** The changes of a zone's offset, as another implementation finds them. */
function changesOf(timeZone: string, from: number, until: number): number[] {
  const changes: number[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds > until) return changes;
    changes.push(next.epochMilliseconds);
    at = next;
  }
}

function comesTwice(instant: number, timeZone: string): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime();
  const as = (disambiguation: 'earlier' | 'later') =>
    local.toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds;
  return as('earlier') !== as('later');
}

describe('the calendar routes', () => {
  let call: Call;
  let venueId: string;
  beforeAll(async () => {
    call = client(await makeKey('calendars'));
    const settings = { name: 'Chez Nous, Paris', timeZone: 'Europe/Paris' };
    venueId = (await makeVenue(asking(call), 3, settings)).id;
  });

  const book = async (hour: number, more: object = {}) => {
    const made = await call('POST', '/v1/bookings', {
      venueId,
      start: tomorrow(hour),
      partySize: 2,
      customer: { id: 'maya', name: 'Maya Secret', email: 'maya@example.com', phone: '+33123' },
      notes: 'allergic to nuts',
      ...more,
    });
    expect(made.status).toBe(201);
    return made.body;
  };
  const secretUrl = async (): Promise<string> => {
    const made = await call('POST', `/v1/venues/${venueId}/calendar`);
    expect(made.status).toBe(201);
    expect(made.body.url).toMatch(/^https:\/\/maitred\.example\/calendars\/[\w-]{43}\.ics$/);
    return new URL(made.body.url).pathname;
  };

  it('give a booking, through its life', async () => {
    const { id } = await book(9);
    const path = `/v1/bookings/${id}.ics`;
    const first = await call('GET', path);
    expect(first.status).toBe(200);
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': `attachment; filename="${id}.ics"`,
      'cache-control': 'private, no-cache',
    });
    expect(onlyEvent(first.body)).toMatchObject({
      uid: `${id}@maitred`,
      sequence: 0,
      status: 'CONFIRMED',
      start: Date.parse(tomorrow(9)),
      zone: 'Europe/Paris',
      summary: 'Chez Nous, Paris, party of 2',
    });
    const key = await makeKey('calendars');
    const tag = first.headers.get('ETag') ?? '';
    const known = await client(key, { 'If-None-Match': `"other", W/${tag}` })('GET', path);
    expect([known.status, known.body, known.headers.get('ETag')]).toEqual([304, undefined, tag]);

    await call('POST', `/v1/bookings/${id}/reschedule`, { start: tomorrow(10) });
    const moved = await client(key, { 'If-None-Match': tag })('GET', path);
    expect([moved.status, read(moved.body).method]).toEqual([200, 'PUBLISH']);
    expect(onlyEvent(moved.body)).toMatchObject({
      uid: `${id}@maitred`,
      sequence: 1,
      start: Date.parse(tomorrow(10)),
    });
    await call('POST', `/v1/bookings/${id}/cancel`, { reason: 'ill' });
    const over = await call('GET', path);
    expect(read(over.body).method).toBe('CANCEL');
    expect(onlyEvent(over.body)).toMatchObject({ sequence: 2, status: 'CANCELLED' });
    // The booking itself is where it was.
    expect((await call('GET', `/v1/bookings/${id}`)).body.id).toBe(id);
  });

  it('tell what is not there, or no more', async () => {
    for (const path of ['/v1/bookings/x.ics', `/v1/bookings/bkg_${'0'.repeat(32)}.ics`]) {
      const none = await call('GET', path);
      expect([none.status, none.body.code]).toEqual([404, 'booking_not_found']);
    }
    for (const method of ['POST', 'DELETE']) {
      const none = await call(method, `/v1/venues/ven_${'0'.repeat(32)}/calendar`);
      expect([none.status, none.body.code]).toEqual([404, 'venue_not_found']);
    }
    for (const file of ['x', 'x.ics', `${'A'.repeat(43)}.ics`]) {
      const none = await client()('GET', `/calendars/${file}`);
      expect([none.status, none.body.code]).toEqual([404, 'calendar_not_found']);
    }
    const { id } = await book(11, { customer: { id: 'gone' } });
    await call('DELETE', '/v1/customers/gone');
    const erased = await call('GET', `/v1/bookings/${id}.ics`);
    expect([erased.status, erased.body.code]).toEqual([410, 'customer_erased']);
    const feed = await client()('GET', await secretUrl());
    expect(feed.body).not.toContain(id);
  });

  it('give a venue’s bookings to whoever has the secret, and nothing of its guests', async () => {
    const path = await secretUrl();
    const [stays, held, cancelled] = [
      await book(14),
      await book(15, { hold: true }),
      await book(16),
    ];
    await call('POST', `/v1/bookings/${cancelled.id}/cancel`, { reason: 'Maya Secret is ill' });
    const feed = await client()('GET', path);
    expect(feed.status).toBe(200);
    expect(feed.headers.get('Content-Type')).toBe('text/calendar; charset=utf-8');
    expect(feed.headers.get('Cache-Control')).toContain('private');
    const { events, method, name, zones } = read(feed.body);
    expect([method, name, zones.length]).toEqual(['PUBLISH', 'Chez Nous, Paris', 1]);
    const shown = (id: string) => events.find(({ uid }) => uid === `${id}@maitred`);
    expect(shown(stays.id)).toMatchObject({
      status: 'CONFIRMED',
      summary: `Party of 2 · ${stays.resources[0].name}`,
      start: Date.parse(tomorrow(14)),
    });
    expect(shown(held.id)?.status).toBe('TENTATIVE');
    expect(shown(cancelled.id)).toMatchObject({ status: 'CANCELLED', sequence: 1 });
    expect(feed.body.replaceAll('\r\n ', '')).not.toMatch(/maya|\+33123|nuts|ill\b|ATTENDEE/i);

    const tag = feed.headers.get('ETag') ?? '';
    const again = client(undefined, { 'If-None-Match': tag });
    expect((await again('GET', path)).status).toBe(304);
    await book(17);
    expect((await again('GET', path)).status).toBe(200);
  });

  it('replace the secret, and end it', async () => {
    const old = await secretUrl();
    const path = await secretUrl();
    expect((await client()('GET', old)).body.code).toBe('calendar_not_found');
    expect((await client()('GET', path)).status).toBe(200);
    expect((await call('DELETE', `/v1/venues/${venueId}/calendar`)).status).toBe(204);
    expect((await client()('GET', path)).status).toBe(404);
    expect((await call('DELETE', `/v1/venues/${venueId}/calendar`)).status).toBe(204);
  });

  it('give an empty feed for a venue without bookings, also when it is out of service', async () => {
    const { id } = await makeVenue(asking(call), 1);
    const made = await call('POST', `/v1/venues/${id}/calendar`);
    const { pathname } = new URL(made.body.url);
    const { events, zones } = read((await client()('GET', pathname)).body);
    expect([events.length, zones.length]).toEqual([0, 1]);
    await call('DELETE', `/v1/venues/${id}`);
    expect((await client()('GET', pathname)).status).toBe(200);
    expect((await call('POST', `/v1/venues/${id}/calendar`)).status).toBe(404);
    expect((await call('DELETE', `/v1/venues/${id}/calendar`)).status).toBe(204);
    expect((await client()('GET', pathname)).status).toBe(404);
  });

  it('ask the database once for a feed, and count requests by address', async () => {
    const path = await secretUrl();
    const { host } = new URL(String(Reflect.get(env, 'DATABASE_URL')));
    const fetched = vi.spyOn(globalThis, 'fetch');
    await client()('GET', path);
    const asked = fetched.mock.calls.filter(([to]) => new URL(String(to)).host === host);
    fetched.mockRestore();
    expect(asked.length).toBe(1);
    const counted: unknown[] = [];
    const limit = async (request: unknown) => {
      counted.push(request);
      return { success: false };
    };
    const headers = { 'CF-Connecting-IP': '192.0.2.77' };
    const guesser = client(undefined, headers, { ...env, ADDRESS_RATE_LIMIT: { limit } });
    expect((await guesser('GET', path)).status).toBe(429);
    expect(counted).toEqual([{ key: '192.0.2.77' }]);
  });
});
