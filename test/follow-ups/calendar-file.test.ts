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
      onlyEvent(bookingCalendar(first, { method: 'REQUEST' }).text),
      onlyEvent(bookingCalendar(moved, { method: 'REQUEST' }).text),
      onlyEvent(
        bookingCalendar({ ...moved, version: 3, state: 'cancelled' }, { method: 'CANCEL' }).text,
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
    expect(bookingCalendar(first, { method: 'PUBLISH' })).toEqual(
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
      for (const [wanted, expected] of [
        ['REQUEST', [status, method]],
        ['PUBLISH', [status, 'PUBLISH']],
        ['CANCEL', ['CANCELLED', 'CANCEL']],
      ] as const) {
        const file = bookingCalendar(calendarBooking({ state }), { method: wanted });
        expect([onlyEvent(file.text).status, readCalendar(file.text).method]).toEqual(expected);
        // The media type of the file names its method.
        expect(file.method).toBe(expected[1]);
      }
    },
  );

  it('always names an organizer, and the guest in an invitation', () => {
    const published = onlyEvent(bookingCalendar(calendarBooking(), { method: 'PUBLISH' }).text);
    expect(published.organizer?.getFirstValue()).toBe('mailto:noreply@maitred.invalid');
    expect(published.attendees).toEqual([]);
    const invited = onlyEvent(
      bookingCalendar(calendarBooking(), {
        method: 'REQUEST',
        organizer: 'tables@example.com',
        guest: 'maya+tables@example.com',
      }).text,
    );
    expect(invited.organizer?.getFirstValue()).toBe('mailto:tables@example.com');
    expect(invited.attendees).toEqual(['mailto:maya+tables@example.com']);
  });

  it.each([
    ["o'hara.!$*~-_+@example.com", "mailto:o'hara.!$*~-_+@example.com"],
    [
      'a&b=c/d?e%f#g{h}|^`@example.com',
      'mailto:a%26b%3Dc%2Fd%3Fe%25f%23g%7Bh%7D%7C%5E%60@example.com',
    ],
    ['jörg@bücher.example', 'mailto:j%C3%B6rg@xn--bcher-kva.example'],
    [
      'a;x="y":z,\r\nATTENDEE:b@example.com',
      'mailto:a%3Bx%3D%22y%22%3Az%2C%0D%0AATTENDEE%3Ab@example.com',
    ],
  ])('writes the address %s as a URI (RFC 6068)', (guest, uri) => {
    const invitation = { method: 'REQUEST', guest, organizer: guest } as const;
    const event = onlyEvent(bookingCalendar(calendarBooking(), invitation).text);
    expect([event.attendees, event.organizer?.getFirstValue()]).toEqual([[uri], uri]);
  });

  it.each([
    'Chez Nous, Fils & Cie; depuis 1900',
    'Two\nlines\r\nand a third\\n',
    'Café 👨‍👩‍👧‍👦 '.repeat(9),
    'é'.repeat(64),
    'x\n y\nEND:VEVENT\nBEGIN:VEVENT',
    '居酒屋'.repeat(14),
    'a:b="c"^\'',
    'Fork ^ Knife ^n ^^',
    'A \\ backslash, and a last one \\',
  ])('contains the name %j', (venueName) => {
    const one = bookingCalendar(calendarBooking({ venueName }), { method: 'PUBLISH' }).text;
    const venue = { name: venueName, timeZone: 'Europe/Paris' };
    const feed = venueCalendar(venue, [calendarBooking()]).text;
    const expected = venueName.replaceAll('\r\n', '\n');
    expect(onlyEvent(one).location).toBe(expected);
    expect(onlyEvent(one).summary).toBe(`${expected}, party of 4`);
    expect([onlyEvent(feed).location, readCalendar(feed).name]).toEqual([expected, expected]);
    for (const { organizer } of [onlyEvent(one), onlyEvent(feed)]) {
      // RFC 6868. The library reads a backslash with an n in a parameter as a line break.
      const common = String(organizer?.getParameter('cn'));
      expect(common).toBe(expected.trim().replaceAll('\\n', '\n'));
      expect(organizer?.getFirstValue()).toBe('mailto:noreply@maitred.invalid');
    }
    for (const text of [one, feed]) {
      expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      for (const line of text.split('\r\n')) {
        expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
      }
    }
  });

  it.each([
    '12 rue des Lilas, escalier 2; porte B\n75020 Paris',
    'x\nEND:VEVENT\r\nBEGIN:VEVENT\nORGANIZER:mailto:x@example.com',
    'a \\n b\\',
    '居酒屋'.repeat(40),
  ])('contains the address %j', (venueAddress) => {
    const booking = calendarBooking({ venueAddress });
    const one = bookingCalendar(booking, { method: 'PUBLISH', organizer: 'a@b.example' }).text;
    const venue = { name: 'Chez Nous', timeZone: 'Europe/Paris', address: venueAddress };
    for (const file of [one, venueCalendar(venue, [booking], 'a@b.example').text]) {
      const { location, organizer } = onlyEvent(file);
      expect(location).toBe(`Chez Nous\n${venueAddress.replaceAll('\r\n', '\n')}`);
      expect(organizer?.getFirstValue()).toBe('mailto:a@b.example');
      for (const line of file.split('\r\n')) {
        expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
      }
    }
  });

  it('replaces control characters, and other line breaks', () => {
    const venueName = 'a\u0007b\u000bc\u007fd\u0085e\u2028f\u2029g\rh';
    const file = bookingCalendar(calendarBooking({ venueName }), { method: 'PUBLISH' }).text;
    expect(onlyEvent(file).location).toBe('a b c d e\nf\ng\nh');
    expect(onlyEvent(file).organizer?.getParameter('cn')).toBe('a b c d e\nf\ng\nh');
    expect(file).not.toMatch(/[\u0085\u2028\u2029]/);
  });

  it('omits a blank name', () => {
    const file = bookingCalendar(calendarBooking({ venueName: '' }), { method: 'PUBLISH' }).text;
    expect(onlyEvent(file).organizer?.getParameter('cn')).toBe(undefined);
  });
});
