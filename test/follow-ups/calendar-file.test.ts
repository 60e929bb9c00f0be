import { describe, expect, it } from 'vitest';
import { bookingCalendar, venueCalendar } from '../../src/follow-ups/channels/calendar.ts';
import { calendarBooking, onlyEvent, readCalendar } from '../support/calendar-files.ts';

describe('the calendar file of a booking', () => {
  it('keeps its UID when the booking changes, and its SEQUENCE rises', () => {
    const first = calendarBooking();
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
    'of state %s has the status %s, and no REQUEST when it no longer takes place',
    (state, status, method) => {
      const requested = bookingCalendar(calendarBooking({ state }), { method: 'REQUEST' });
      expect([onlyEvent(requested).status, readCalendar(requested).method]).toEqual([
        status,
        method,
      ]);
      const published = bookingCalendar(calendarBooking({ state }), { method: 'PUBLISH' });
      expect([onlyEvent(published).status, readCalendar(published).method]).toEqual([
        status,
        'PUBLISH',
      ]);
      const cancelled = bookingCalendar(calendarBooking({ state }), { method: 'CANCEL' });
      expect([onlyEvent(cancelled).status, readCalendar(cancelled).method]).toEqual([
        'CANCELLED',
        'CANCEL',
      ]);
    },
  );

  it('always names an organizer, and the guest in an invitation', () => {
    const published = onlyEvent(bookingCalendar(calendarBooking(), { method: 'PUBLISH' }));
    expect(published.organizer?.getFirstValue()).toBe('mailto:noreply@maitred.invalid');
    expect(published.attendees).toEqual([]);
    const invited = onlyEvent(
      bookingCalendar(calendarBooking({ venueName: 'Chez "Nous" \\ Fils\nParis' }), {
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
  ])('contains the name %j', (venueName) => {
    const one = bookingCalendar(calendarBooking({ venueName }), { method: 'PUBLISH' });
    const feed = venueCalendar({ name: venueName, timeZone: 'Europe/Paris' }, [calendarBooking()]);
    const expected = venueName.replaceAll('\r\n', '\n');
    expect(onlyEvent(one).location).toBe(expected);
    expect(onlyEvent(one).summary).toBe(`${expected}, party of 4`);
    expect([onlyEvent(feed).location, readCalendar(feed).name]).toEqual([expected, expected]);
    for (const text of [one, feed]) {
      expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      for (const line of text.split('\r\n')) {
        expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
      }
    }
  });

  it('replaces control characters', () => {
    const file = bookingCalendar(calendarBooking({ venueName: 'a\u0007b\u000bc\u007fd' }), {
      method: 'PUBLISH',
    });
    expect(onlyEvent(file).location).toBe('a b c d');
  });
});
