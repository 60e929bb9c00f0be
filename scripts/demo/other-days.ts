import { HOUR, MINUTE } from './evening-time.ts';
import { GUESTS, REGULARS } from './guests.ts';
import { isClosed } from './venue.ts';
import type { Demo, Fate, Visit } from './visits.ts';

/** How many days before and after today have bookings. */
export const DAYS_AROUND = 14;

/**
 * Makes the bookings of the two weeks before and after this evening, and a series of evenings.
 * @returns the bookings, from which conversations may take some
 */
export function drawOtherDays(demo: Demo): readonly Visit[] {
  const { time, chance } = demo;
  const visits: Visit[] = [];
  for (let day = -DAYS_AROUND; day <= DAYS_AROUND; day += 1) {
    if (day === 0 || isClosed(day)) continue;
    const isPast = day < 0;
    const guests = chance.shuffle(isPast ? REGULARS : GUESTS.slice(0, 52));
    const parties = isPast ? chance.between(4, 7) : chance.between(3, 5);
    for (const guest of guests.slice(0, parties)) {
      const start = time.on(day, '18:15') + chance.between(0, 10) * 15 * MINUTE;
      // Bookings are made in the daytime of a day before, at the latest today.
      const madeOn = Math.min(day - chance.between(1, 5), -chance.between(0, 4));
      const madeAt = Math.min(
        time.on(madeOn, '10:00') + chance.between(0, 460) * MINUTE,
        time.now - HOUR,
      );
      const size = chance.of([2, 2, 2, 3, 4, 4, 5, 6]);
      visits.push({
        guest,
        start,
        madeAt,
        size,
        fate: isPast ? drawFate(demo) : { ends: 'waits' },
      });
    }
  }
  return visits;
}

const REASONS = ['Ill.', 'Works late.', 'Another date suits better.'];

function drawFate({ chance }: Demo): Fate {
  const drawn = chance.next();
  const after = chance.between(-5, 12);
  if (drawn < 0.82) return { ends: 'comes', after, stays: chance.between(60, 85) };
  if (drawn < 0.9) return { ends: 'stays away' };
  return { ends: 'cancels', before: chance.between(60, 700), reason: chance.of(REASONS) };
}

/** Large parties of the coming days that wait for an answer, and a book club that comes each week. */
export function addRequestsAndSeries({ agenda, assistant, staff, venue, time }: Demo): void {
  const [host, guest] = GUESTS.slice(-2);
  if (host === undefined || guest === undefined) throw new Error('too few guests');
  agenda.add(time.on(-3, '15:00'), () =>
    staff.createSeries({
      body: {
        ...{ venueId: venue.id, start: `${time.date(1)}T20:15`, repeat: 'FREQ=WEEKLY;COUNT=6' },
        ...{ partySize: 4, customer: host, notes: 'The book club.', missing: 'report' },
        actor: 'Maria',
      },
    }),
  );
  agenda.add(time.now - 3 * HOUR, () =>
    assistant.createBooking({
      body: {
        ...{ venueId: venue.id, start: new Date(time.on(4, '19:00')).toISOString(), partySize: 8 },
        ...{ customer: guest, notes: 'Four of us do not eat meat.' },
      },
    }),
  );
}
