import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { bookingCalendar, venueCalendar } from '../../src/follow-ups/channels/calendar.ts';
import { calendarBooking, onlyEvent, readCalendar } from '../support/calendar-files.ts';

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
    const event = onlyEvent(bookingCalendar(at(timeZone, start), { method: 'PUBLISH' }));
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
    const file = bookingCalendar(at(timeZone, start), { method: 'PUBLISH' });
    expect(onlyEvent(file)).toMatchObject({ start: Date.parse(start), zone: 'UTC', local: utc });
    expect(readCalendar(file).zones).toEqual([]);
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
        return calendarBooking({ timeZone, start: from.toISOString(), end: to.toISOString() });
      });
      const expected = starts.map((start) => {
        // UTC only if a local time occurs twice.
        const isUtc = occursTwice(start, timeZone) || occursTwice(start + lengthMs, timeZone);
        return [start, start + lengthMs, isUtc ? 'UTC' : timeZone];
      });
      const feed = readCalendar(venueCalendar({ name: 'V', timeZone }, all)).events;
      expect(feed.map(({ start, end, zone }) => [start, end, zone])).toEqual(expected);
      // The file of one booking defines the zone for a shorter time.
      for (const [n, one] of all.slice(0, 7).entries()) {
        const { start, end, zone } = onlyEvent(bookingCalendar(one, { method: 'PUBLISH' }));
        expect([start, end, zone]).toEqual(expected[n]);
      }
    }
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
