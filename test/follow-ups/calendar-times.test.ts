import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { bookingCalendar, venueCalendar } from '../../src/follow-ups/channels/calendar.ts';
import { calendarBooking, onlyEvent, readCalendar } from '../support/calendar-files.ts';
import { readInstants } from '../support/one-rule-calendar.ts';

const HOUR_MS = 3_600_000;

describe('the times in a calendar file', () => {
  const at = (timeZone: string, start: string) =>
    calendarBooking({ timeZone, start, end: new Date(Date.parse(start) + HOUR_MS).toISOString() });

  it.each([
    ['Europe/Paris', '2027-01-15T19:00:00+01:00', '2027-01-15T19:00:00'],
    ['Europe/Paris', '2027-07-15T19:00:00+02:00', '2027-07-15T19:00:00'],
    ['Australia/Lord_Howe', '2027-01-15T19:00:00+11:00', '2027-01-15T19:00:00'],
    ['Australia/Lord_Howe', '2027-07-15T19:00:00+10:30', '2027-07-15T19:00:00'],
    ['Asia/Kathmandu', '2027-07-15T19:00:00+05:45', '2027-07-15T19:00:00'],
    ['Pacific/Chatham', '2027-01-15T19:00:00+13:45', '2027-01-15T19:00:00'],
    ['Pacific/Chatham', '2027-07-15T19:00:00+12:45', '2027-07-15T19:00:00'],
    // A night in which an hour is skipped: before and after it.
    ['Europe/Paris', '2027-03-28T01:30:00+01:00', '2027-03-28T01:30:00'],
    ['Europe/Paris', '2027-03-28T03:00:00+02:00', '2027-03-28T03:00:00'],
    ['Australia/Lord_Howe', '2027-10-03T02:30:00+11:00', '2027-10-03T02:30:00'],
    // A night in which an hour occurs twice: before the first and after the second.
    ['Europe/Paris', '2027-10-31T00:30:00+02:00', '2027-10-31T00:30:00'],
    ['Europe/Paris', '2027-10-31T03:00:00+01:00', '2027-10-31T03:00:00'],
  ])('are local times in %s, %s', (timeZone, start, local) => {
    const event = onlyEvent(bookingCalendar(at(timeZone, start), { method: 'PUBLISH' }).text);
    expect(event).toMatchObject({ start: Date.parse(start), zone: timeZone, local });
    expect(event.end - event.start).toBe(HOUR_MS);
  });

  it.each([
    ['Europe/Paris', '2027-10-31T02:30:00+02:00', '2027-10-31T00:30:00Z'],
    ['Europe/Paris', '2027-10-31T02:30:00+01:00', '2027-10-31T01:30:00Z'],
    ['Australia/Lord_Howe', '2027-04-04T01:45:00+11:00', '2027-04-03T14:45:00Z'],
    ['Australia/Lord_Howe', '2027-04-04T01:45:00+10:30', '2027-04-03T15:15:00Z'],
    // Only the end is a time that occurs twice.
    ['Europe/Paris', '2027-10-31T01:30:00+02:00', '2027-10-30T23:30:00Z'],
    ['UTC', '2027-10-31T02:30:00+00:00', '2027-10-31T02:30:00Z'],
  ])('are UTC where a local time occurs twice: in %s, %s', (timeZone, start, utc) => {
    const file = bookingCalendar(at(timeZone, start), { method: 'PUBLISH' }).text;
    expect(onlyEvent(file)).toMatchObject({ start: Date.parse(start), zone: 'UTC', local: utc });
    expect(readCalendar(file).zones).toEqual([]);
  });

  it.each([
    ['Europe/Paris', 'BYMONTH=10;BYDAY=-1SU +0200 +0100', 'BYMONTH=3;BYDAY=-1SU +0100 +0200'],
    ['America/New_York', 'BYMONTH=11;BYDAY=1SU -0400 -0500', 'BYMONTH=3;BYDAY=2SU -0500 -0400'],
    ['Europe/Dublin', 'BYMONTH=10;BYDAY=-1SU +0100 +0000', 'BYMONTH=3;BYDAY=-1SU +0000 +0100'],
    ['Australia/Sydney', 'BYMONTH=4;BYDAY=1SU +1100 +1000', 'BYMONTH=10;BYDAY=1SU +1000 +1100'],
    ['Australia/Lord_Howe', 'BYMONTH=4;BYDAY=1SU +1100 +1030', 'BYMONTH=10;BYDAY=1SU +1030 +1100'],
    ['Pacific/Auckland', 'BYMONTH=4;BYDAY=1SU +1300 +1200', 'BYMONTH=9;BYDAY=-1SU +1200 +1300'],
    ['Antarctica/Troll', 'BYMONTH=10;BYDAY=-1SU +0200 +0000', 'BYMONTH=3;BYDAY=-1SU +0000 +0200'],
    ['Asia/Tokyo', ' +0900 +0900', undefined],
  ])(
    'have one rule for standard and one for daylight time in %s',
    (timeZone, standard, daylight) => {
      const [from, until] = [Date.UTC(2027, 6, 1), Date.UTC(2029, 6, 1)];
      const bookings = [from, until].map((start) => at(timeZone, new Date(start).toISOString()));
      const { zones } = readCalendar(venueCalendar({ name: 'V', timeZone }, bookings).text);
      const written = zones.map((zone) =>
        ['standard', 'daylight'].map((name) =>
          zone.getAllSubcomponents(name).map((observance) => {
            const of = (property: string) => observance.getFirstPropertyValue(property)?.toString();
            const rule = of('rrule')?.replace('FREQ=YEARLY;', '') ?? '';
            return `${rule} ${of('tzoffsetfrom')?.replace(':', '')} ${of('tzoffsetto')?.replace(':', '')}`;
          }),
        ),
      );
      expect(written).toEqual([[[standard], daylight === undefined ? [] : [daylight]]]);
    },
  );

  it.each([
    // The month of Ramadan moves through the years.
    ['Africa/Casablanca', '2024-01-15', '2025-07-15'],
    // The day of the change is decided each year.
    ['Asia/Gaza', '2023-07-15', '2024-07-15'],
    // Clocks no longer changed after 2022.
    ['America/Mexico_City', '2022-07-15', '2023-07-15'],
    ['Asia/Tehran', '2022-07-15', '2023-07-15'],
  ])('are UTC where no yearly rule holds: in %s', (timeZone, ...days) => {
    const starts = days.map((day) => Date.parse(`${day}T12:00:00Z`));
    const bookings = starts.map((start) => at(timeZone, new Date(start).toISOString()));
    const { events, zones } = readCalendar(venueCalendar({ name: 'V', timeZone }, bookings).text);
    expect(events.map(({ start, zone }) => [start, zone])).toEqual(
      starts.map((start) => [start, 'UTC']),
    );
    expect(zones).toEqual([]);
    // A calendar must have a component (RFC 5545, 3.6).
    expect(readCalendar(venueCalendar({ name: 'V', timeZone }, []).text).zones.length).toBe(1);
  });

  it('are local in a year whose changes a rule describes, also in Morocco', () => {
    const timeZone = 'Africa/Casablanca';
    for (const start of ['2024-03-20T19:00:00Z', '2024-07-01T19:00:00Z']) {
      const file = bookingCalendar(at(timeZone, start), { method: 'PUBLISH' }).text;
      expect(onlyEvent(file)).toMatchObject({ start: Date.parse(start), zone: timeZone });
      expect(readInstants(file).map((event) => event.start)).toEqual([Date.parse(start)]);
    }
  });

  it('are read back exactly, in every zone and around each change of the next five years', () => {
    const now = Math.floor(Date.now() / 1000) * 1000;
    const until = now + 5 * 366 * 24 * HOUR_MS;
    const lengthMs = HOUR_MS / 4;
    const zones = [...Intl.supportedValuesOf('timeZone'), 'Etc/GMT+5', 'US/Eastern'];
    const inUtc = zones.filter((timeZone) => {
      const around = changesOf(timeZone, now, until).flatMap((change) =>
        [-60, -30, -1, 0, 29, 59, 60].map((minutes) => change + minutes * 60_000),
      );
      const starts = [...around, now, now + 1000 * HOUR_MS, until];
      const all = starts.map((start) => {
        const [from, to] = [new Date(start), new Date(start + lengthMs)];
        return calendarBooking({ timeZone, start: from.toISOString(), end: to.toISOString() });
      });
      const instants = starts.map((start) => ({ start, end: start + lengthMs }));
      const feed = venueCalendar({ name: 'V', timeZone }, all).text;
      const { events } = readCalendar(feed);
      expect(events.map(({ start, end }) => ({ start, end }))).toEqual(instants);
      expect(readInstants(feed)).toEqual(instants);
      // The file of one booking describes the zone for a shorter time.
      for (const [n, one] of all.slice(0, 14).entries()) {
        const file = bookingCalendar(one, { method: 'PUBLISH' }).text;
        const { start, end } = onlyEvent(file);
        expect([{ start, end }]).toEqual(instants.slice(n, n + 1));
        expect(readInstants(file)).toEqual(instants.slice(n, n + 1));
      }
      // A feed is in UTC as a whole, or only where a local time occurs twice.
      const isUtc = events.every(({ zone }) => zone === 'UTC');
      if (!isUtc) {
        expect(events.map(({ zone }) => zone)).toEqual(
          instants.map(({ start, end }) =>
            occursTwice(start, timeZone) || occursTwice(end, timeZone) ? 'UTC' : timeZone,
          ),
        );
      }
      return isUtc && timeZone !== 'UTC';
    });
    // Few zones have no yearly rule over five years, such as Morocco's.
    expect(inUtc.length).toBeLessThan(zones.length / 20);
  }, 120_000);
});

/** The changes of a zone's offset, found with Temporal. */
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

function occursTwice(instant: number, timeZone: string): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime();
  const as = (disambiguation: 'earlier' | 'later') =>
    local.toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds;
  return as('earlier') !== as('later');
}
