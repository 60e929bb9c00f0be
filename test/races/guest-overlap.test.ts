import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actOnBooking } from '../../src/bookings/act-on-booking.ts';
import { book } from '../../src/bookings/book.ts';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import { newMessageSchema } from '../../src/conversations/message.ts';
import { storeMessage } from '../../src/conversations/store-message.ts';
import { Problem } from '../../src/platform/problem.ts';
import { tomorrow } from '../support/bookings.ts';
import { openVenue, tablesOfFour } from '../support/open-venue.ts';
import { bookingIdOf } from '../support/shown-ids.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

let postgres: RealPostgres;
const venues: string[] = [];
beforeAll(async () => {
  postgres = await startRealPostgres();
  for (let n = 0; n < 3; n += 1) {
    const settings = { name: `V${n}`, timeZone: 'UTC', guestOverlap: 'refuse' };
    venues.push((await openVenue(postgres, postgres.caller, settings, tablesOfFour(60))).id);
  }
});
afterAll(async () => {
  await postgres?.stop();
});

const done = () => 'done';
const codeOf = (error: unknown): string => {
  if (error instanceof Problem) return error.code;
  throw error;
};
const bookAt = (venueId: string | undefined, guest: string, start: string, more: object = {}) =>
  book(
    postgres,
    postgres.caller,
    newBookingSchema.parse({ venueId, start, partySize: 2, customer: { id: guest }, ...more }),
  );
/** The live bookings of the guests whose id begins so that overlap another one of the same guest. */
const overlapping = (guests: string) =>
  postgres.rows(`
    select a.id from bookings a
      join bookings b on b.customer_id = a.customer_id and b.id <> a.id
      join customers g on g.id = a.customer_id and g.external_id like '${guests}%'
     where a.state in ('held', 'confirmed') and b.state in ('held', 'confirmed')
       and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)`);

describe('racing requests for one guest and one time', () => {
  it.each([1, 3])('make one booking, at %i venues', async (count) => {
    for (let round = 0; round < 10; round += 1) {
      const guest = `racer-${count}-${round}`;
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          bookAt(venues[n % count], guest, tomorrow(19), { hold: n % 2 === 0 }).then(done, codeOf),
        ),
      );
      expect(answers.filter((each) => each === 'done')).toHaveLength(1);
      const refused = answers.filter((each) => each === 'guest_overlap');
      expect(refused).toHaveLength(19);
    }
    expect(await overlapping(`racer-${count}-`)).toEqual([]);
  });

  it('make one booking when messages of two conversations name no guest', async () => {
    const say = (conversation: string, more: object) =>
      storeMessage(
        { ...postgres, now: Date.now, enqueueEmotion() {} },
        postgres.caller,
        conversation,
        newMessageSchema.parse({ role: 'assistant', text: 'booked', ...more }),
      );
    for (let round = 0; round < 10; round += 1) {
      const guest = `talker-${round}`;
      const conversations = Array.from({ length: 6 }, (_, n) => `${guest}-${n}`);
      for (const each of conversations) await say(each, { customer: { id: guest } });
      const answers = await Promise.all(
        conversations.map((each, n) => {
          const booking = { venueId: venues[n % 3], start: tomorrow(9), partySize: 2 };
          return say(each, { booking }).then(done, codeOf);
        }),
      );
      expect(answers.toSorted()).toEqual([
        'done',
        ...Array.from({ length: 5 }, () => 'guest_overlap'),
      ]);
    }
    expect(await overlapping('talker-')).toEqual([]);
  });

  it('move one booking when several are moved, and others are made, at different venues', async () => {
    for (let round = 0; round < 20; round += 1) {
      const guest = `mover-${round}`;
      const made = await Promise.all(
        [3, 6, 14].map((hour, n) => bookAt(venues[n], guest, tomorrow(hour))),
      );
      const answers = await Promise.all([
        ...made.map(({ id }) =>
          actOnBooking(postgres, postgres.caller, bookingIdOf(id), 'reschedule', {
            start: tomorrow(20),
          }).then(done, codeOf),
        ),
        ...venues.map((venue) => bookAt(venue, guest, tomorrow(20, 30)).then(done, codeOf)),
      ]);
      expect(answers.toSorted()).toEqual([
        'done',
        ...Array.from({ length: 5 }, () => 'guest_overlap'),
      ]);
    }
    expect(await overlapping('mover-')).toEqual([]);
    expect(postgres.log()).not.toMatch(/deadlock|panic|fatal/i);
  });
});
