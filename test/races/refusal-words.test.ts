import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { actOnBooking } from '../../src/bookings/act-on-booking.ts';
import { book } from '../../src/bookings/book.ts';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import { showAvailability } from '../../src/bookings/show-availability.ts';
import { Problem } from '../../src/platform/problem.ts';
import { addCombination } from '../../src/venues/add-combination.ts';
import { deleteResource } from '../../src/venues/delete-resource.ts';
import { hoursSchema, WEEKDAYS } from '../../src/venues/opening-hours.ts';
import { newCombinationSchema } from '../../src/venues/resource.ts';
import { setHours } from '../../src/venues/set-hours.ts';
import { openVenue, venueIdOf } from '../support/open-venue.ts';
import { bookingIdOf, resourceIdOf } from '../support/shown-ids.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

// Availability and bookings are held together at random venues: what availability calls free can be
// booked, and what it calls by another word is refused with that word.

const VENUES = Number(process.env['WORDS_VENUES'] ?? 40);
const SEED = process.env['WORDS_SEED'];
const MINUTE = 60_000;

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
});
afterAll(async () => {
  await postgres?.stop();
});

const PERIODS = [
  [],
  [['18:00', '02:00']],
  [['00:00', '00:00']],
  [
    ['12:00', '14:00'],
    ['14:00', '16:10'],
    ['18:00', '23:00'],
  ],
  [['11:00', '11:50']],
] as const;

const seatingArbitrary = fc
  .record({ min: fc.integer({ min: 1, max: 5 }), more: fc.integer({ min: 0, max: 3 }) })
  .map(({ min, more }) => ({ minParty: min, maxParty: min + more }));

const venueArbitrary = fc.record({
  timeZone: fc.constantFrom('UTC', 'Europe/Paris', 'America/Havana', 'Pacific/Chatham'),
  slotInterval: fc.constantFrom(15, 20, 60),
  turn: fc.constantFrom(45, 90, 150),
  leadTime: fc.constantFrom(0, 90, 36 * 60),
  horizonDays: fc.integer({ min: 1, max: 3 }),
  lastSeating: fc.constantFrom(null, null, 0, 60, 300),
  pacingParties: fc.constantFrom(null, null, 0, 1),
  pacingCovers: fc.constantFrom(null, null, 3, 6),
  bufferBefore: fc.constantFrom(0, 10),
  bufferAfter: fc.constantFrom(0, 15),
  hours: fc.array(fc.constantFrom(...PERIODS), { minLength: 7, maxLength: 7 }),
  tables: fc.array(seatingArbitrary, { maxLength: 4 }),
  combination: fc.option(seatingArbitrary),
  deletesTable: fc.boolean(),
  bookings: fc.array(fc.record({ party: fc.integer({ min: 1, max: 6 }), at: fc.nat(1000) }), {
    maxLength: 8,
  }),
  draws: fc.array(fc.nat(10_000), { minLength: 40, maxLength: 40 }),
});
type Drawn = typeof venueArbitrary extends fc.Arbitrary<infer T> ? T : never;

/** A venue that has slots and dates of every word, so that no word depends on the random venues. */
const EVERY_WORD: Drawn = {
  ...{
    timeZone: 'UTC',
    slotInterval: 60,
    turn: 90,
    leadTime: 0,
    horizonDays: 3,
    lastSeating: null,
  },
  ...{ pacingParties: null, pacingCovers: null, bufferBefore: 0, bufferAfter: 0 },
  // It is closed on one day of the week, and on another one for too short a time open.
  hours: [PERIODS[0], PERIODS[4], PERIODS[2], PERIODS[2], PERIODS[2], PERIODS[2], PERIODS[2]],
  ...{ tables: [{ minParty: 5, maxParty: 8 }], combination: null, deletesTable: false },
  bookings: [{ party: 5, at: 10 }],
  draws: Array.from({ length: 40 }, (_, n) => 7 * n),
};

async function makeVenue(drawn: Drawn) {
  const { turn, hours, tables, combination, deletesTable, bookings: _, draws: __, ...more } = drawn;
  const settings = { name: 'words', turnTimes: [{ maxParty: 4, minutes: turn }], ...more };
  const { id, resources } = await openVenue(postgres, postgres.caller, settings, tables);
  const venue = venueIdOf(id);
  const weekly = hours.flatMap((periods, day) =>
    periods.map(([opens, closes]) => ({ weekday: WEEKDAYS[day], opens, closes })),
  );
  // A night may overlap the next day, which is refused. The venue is then open on each evening.
  const evenings = WEEKDAYS.map((weekday) => ({ weekday, opens: '18:00', closes: '01:00' }));
  const wantedHours = hoursSchema.safeParse({ weekly });
  const hoursOfVenue = wantedHours.data ?? hoursSchema.parse({ weekly: evenings });
  await setHours(postgres, postgres.caller, venue, hoursOfVenue);
  if (combination !== null && resources.length > 1) {
    const resourceIds = resources.slice(0, 2);
    const wanted = newCombinationSchema.parse({ ...combination, resourceIds });
    await addCombination(postgres, postgres.caller, venue, wanted);
  }
  const [last] = resources.slice(-1);
  if (deletesTable && last !== undefined) {
    await deleteResource(postgres, postgres.caller, venue, resourceIdOf(last));
  }
  return { id, venue };
}

const today = (timeZone: string) => Temporal.Now.plainDateISO(timeZone);

/** What comes of a request: `free` for a success. */
const wordOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'free',
    (error: unknown) => {
      if (error instanceof Problem) return error.code;
      throw error;
    },
  );

it(`booking and availability use the same words at ${VENUES} venues`, async () => {
  const seen = new Map<string, number>();
  const count = (word: string) => seen.set(word, (seen.get(word) ?? 0) + 1);
  const check = async (drawn: Drawn) => {
    const { id, venue } = await makeVenue(drawn);
    const { timeZone, leadTime, slotInterval } = drawn;
    const [from, to] = [today(timeZone).subtract({ days: 1 }), today(timeZone).add({ days: 5 })];
    const search = async (partySize: number, bookingId?: string) =>
      (
        await showAvailability(postgres, postgres.caller, venue, {
          ...{ from: from.toString(), to: to.toString(), partySize },
          bookingId: bookingId === undefined ? undefined : bookingIdOf(bookingId),
        })
      ).days;
    const request = (start: string, partySize: number) =>
      newBookingSchema.parse({ venueId: id, start, partySize, customer: { id: 'g' }, hold: true });
    const bookAt = (start: string, partySize: number) =>
      book(postgres, postgres.caller, request(start, partySize));
    /** A slot whose word may change while the test runs is left out. */
    const isSteady = ({ start }: { start: string }) =>
      Math.abs(Date.parse(start) - Date.now() - leadTime * MINUTE) > 5 * MINUTE;

    for (const { party, at } of drawn.bookings) {
      const free = (await search(party)).flatMap(({ slots }) =>
        slots.filter(({ status }) => status === 'free'),
      );
      const slot = free[at % free.length];
      if (slot !== undefined) await wordOf(bookAt(slot.start, party));
    }

    let draws = 0;
    const draw = (below: number) => (drawn.draws[draws++ % drawn.draws.length] ?? 0) % below;
    for (let party = 1; party <= 9; party += 2) {
      const days = await search(party);
      const slots = days.flatMap((day) => day.slots).filter(isSteady);
      const byStatus = Map.groupBy(slots, ({ status }) => status);
      for (const [status, some] of byStatus) {
        for (let n = 0; n < 2; n += 1) {
          const { start } = some[draw(some.length)] ?? { start: '' };
          const made = bookAt(start, party);
          const word = await wordOf(made);
          expect([party, start, word]).toEqual([party, start, status]);
          count(`slot ${word}`);
          if (word === 'free') {
            await actOnBooking(postgres, postgres.caller, bookingIdOf((await made).id), 'cancel');
          }
        }
      }
      // Between two slots of one period, whose next slot is one interval later.
      const between = slots.find(({ start }, at) => {
        const next = slots[at + 1]?.start ?? start;
        const isNext = Date.parse(next) - Date.parse(start) === slotInterval * MINUTE;
        // With a last seating, a period may end between the two.
        return isNext && drawn.lastSeating === null;
      });
      if (between !== undefined) {
        const start = new Date(Date.parse(between.start) + MINUTE).toISOString();
        expect([start, await wordOf(bookAt(start, party))]).toEqual([start, 'not_a_slot']);
        count('not_a_slot');
      }
      // No period lasts until noon of the next date.
      for (const { date, reason } of days) {
        if (reason === null) continue;
        const noon = Temporal.PlainDate.from(date).toZonedDateTime({
          timeZone,
          plainTime: '12:00',
        });
        const word = await wordOf(bookAt(noon.toInstant().toString(), party));
        expect([date, word]).toEqual([date, reason]);
        count(`date ${word}`);
      }
    }
    // A booking that is moved has the words of a search with its id.
    const made = (await search(2)).flatMap(({ slots }) =>
      slots.filter(({ status }) => status === 'free'),
    )[0];
    if (made === undefined) return;
    const moved = await bookAt(made.start, 2);
    const slots = (await search(2, moved.id)).flatMap((day) => day.slots).filter(isSteady);
    for (let n = 0; n < 6 && slots.length > 0; n += 1) {
      const { start, status } = slots[draw(slots.length)] ?? made;
      const act = actOnBooking(postgres, postgres.caller, bookingIdOf(moved.id), 'reschedule', {
        start: new Date(start).toISOString(),
      });
      const word = await wordOf(act);
      expect([start, word]).toEqual([start, status]);
      count(`move ${word}`);
      if (word === 'free') return;
    }
  };
  await fc.assert(fc.asyncProperty(venueArbitrary, check), {
    numRuns: VENUES,
    endOnFailure: true,
    examples: [[EVERY_WORD]],
    ...(SEED === undefined ? {} : { seed: Number(SEED) }),
  });
  for (const word of ['free', 'full', 'too_late', 'beyond_horizon', 'party_too_large']) {
    expect(seen.get(`slot ${word}`) ?? 0, word).toBeGreaterThan(0);
  }
  for (const word of ['slot party_too_small', 'date closed', 'date outside_hours', 'not_a_slot']) {
    expect(seen.get(word) ?? 0, word).toBeGreaterThan(0);
  }
});
