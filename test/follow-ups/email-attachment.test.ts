import { describe, expect, it } from 'vitest';
import { bookingCalendar } from '../../src/follow-ups/channels/calendar.ts';
import { createMailer } from '../../src/follow-ups/channels/email.ts';
import { calendarBooking, onlyEvent, readCalendar } from '../support/calendar-files.ts';

describe('the calendar file of an email', () => {
  it.each(['confirmed', 'cancelled'] as const)(
    'is sent as UTF-8 bytes under its own method, of a booking that is %s',
    async (state) => {
      const sent: unknown[] = [];
      const binding = {
        send: async (mail: unknown) => {
          sent.push(mail);
          return { messageId: '1' };
        },
      };
      const booking = calendarBooking({ state, venueName: 'Zum Bären 🐻' });
      await createMailer(binding, 'tables@example.com')?.send({
        to: 'maya@example.com',
        fromName: 'V',
        subject: 'S',
        text: 'T',
        html: 'H',
        calendar: bookingCalendar(booking, { method: 'REQUEST', guest: 'maya@example.com' }),
      });
      const method = state === 'cancelled' ? 'CANCEL' : 'REQUEST';
      const content = expect.any(Uint8Array);
      const type = `text/calendar; charset=utf-8; method=${method}`;
      expect(sent).toMatchObject([{ attachments: [{ filename: 'booking.ics', type, content }] }]);
      const [bytes] = (sent as { attachments: { content: Uint8Array }[] }[]).flatMap((mail) =>
        mail.attachments.map((attachment) => attachment.content),
      );
      const text = new TextDecoder().decode(bytes);
      expect([readCalendar(text).method, onlyEvent(text).location]).toEqual([
        method,
        'Zum Bären 🐻',
      ]);
    },
  );
});
