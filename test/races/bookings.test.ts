import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actOnBooking } from '../../src/bookings/act-on-booking.ts';
import { book } from '../../src/bookings/book.ts';
import { type ActDetails, newBookingSchema } from '../../src/bookings/booking.ts';
import type { BookingAct } from '../../src/bookings/lifecycle.ts';
import { sweepBookings } from '../../src/bookings/sweep-bookings.ts';
import { undoAct } from '../../src/bookings/undo-act.ts';
import { Problem } from '../../src/platform/problem.ts';
import { addCombination } from '../../src/venues/add-combination.ts';
import { newCombinationSchema } from '../../src/venues/resource.ts';
import { tomorrow } from '../support/bookings.ts';
import { openVenue as open, tablesOfFour, venueIdOf } from '../support/open-venue.ts';
import { bookingIdOf } from '../support/shown-ids.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

/** The number of random operations. The long run has 300,000. */
const OPERATIONS = Number(process.env['BOOKING_OPERATIONS'] ?? 20_000);

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
});
afterAll(async () => {
  await postgres?.stop();
});

const openVenue = (settings: object, tables: readonly object[]) =>
  open(postgres, postgres.caller, { name: 'race', timeZone: 'UTC', ...settings }, tables);

const request = (venueId: string, start: string, more: object = {}) =>
  newBookingSchema.parse({ venueId, start, partySize: 2, customer: { id: 'guest' }, ...more });

const bookAs = (wanted: ReturnType<typeof request>) => book(postgres, postgres.caller, wanted);

const act = (shownId: string, name: BookingAct, details?: ActDetails) =>
  actOnBooking(postgres, postgres.caller, bookingIdOf(shownId), name, details);

const undo = (shownId: string) => undoAct(postgres, postgres.caller, bookingIdOf(shownId));

/** The code of a problem. Any other error fails the test. */
const codeOf = (error: unknown): string => {
  if (error instanceof Problem) return error.code;
  throw error;
};

const quiet = { info() {}, warn() {}, error() {} };

describe('200 clients for one slot', () => {
  it('gives 20 tables to exactly 20 clients, and the others the nearest free times', async () => {
    const { id } = await openVenue({}, tablesOfFour(20));
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, at) =>
        bookAs(request(id, tomorrow(19), { customer: { id: `guest-${at}` } })).then(
          () => 'booked',
          (error: unknown) => {
            if (error instanceof Problem) {
              expect(error.options.more?.['alternatives']).toHaveLength(5);
            }
            return codeOf(error);
          },
        ),
      ),
    );
    expect(Map.groupBy(answers, (each) => each).get('booked')).toHaveLength(20);
    expect(answers.filter((each) => each === 'full')).toHaveLength(180);
  });

  it('respects a pacing of 15 parties a quarter hour when more tables are free', async () => {
    const { id } = await openVenue({ pacingParties: 15 }, tablesOfFour(40));
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        bookAs(request(id, tomorrow(20), { customer: { id: `paced-${at}` } })).then(
          () => 'booked',
          codeOf,
        ),
      ),
    );
    expect(answers.filter((each) => each === 'booked')).toHaveLength(15);
    expect(answers.filter((each) => each === 'full')).toHaveLength(85);
  });

  it('gives the place of an expired hold to the next request, and refuses to confirm the hold', async () => {
    const { id } = await openVenue({}, tablesOfFour(1));
    await postgres.rows(`update venues set hold_seconds = 0`);
    const held = await bookAs(request(id, tomorrow(12), { hold: true }));
    const late = await act(held.id, 'confirm').catch(codeOf);
    expect(late).toBe('hold_expired');
    const next = await bookAs(request(id, tomorrow(12)));
    expect(next.state).toBe('confirmed');
  });
});

describe(`${OPERATIONS} random operations by 32 clients`, () => {
  it('leave no overlap, no exceeded pacing, no lost or doubled booking and no deadlock', {
    timeout: 60_000 + OPERATIONS * 20,
  }, async () => {
    const venues = await Promise.all(
      [0, 1].map(async (at) => {
        const sizes = [2, 2, 4, 4, 6, 8];
        const tables = sizes.map((maxParty) => ({ maxParty }));
        const settings = {
          bufferAfter: 15 * at,
          pacingParties: at === 0 ? null : 3,
          pacingCovers: at === 0 ? 12 : null,
          turnTimes: [
            { maxParty: 2, minutes: 45 },
            { maxParty: 12, minutes: 90 },
          ],
        };
        const venue = await openVenue(settings, tables);
        for (const members of [
          [0, 1],
          [2, 3],
          [1, 2, 3],
          [4, 5],
        ]) {
          const combination = newCombinationSchema.parse({
            resourceIds: members.map((member) => venue.resources[member]),
            maxParty: members.reduce((sum, member) => sum + (sizes[member] ?? 0), 0),
          });
          await addCombination(postgres, postgres.caller, venueIdOf(venue.id), combination);
        }
        return venue;
      }),
    );
    // Holds expire during the run.
    await postgres.rows('update venues set hold_seconds = 1');

    const answered = new Map<string, number>();
    const refused = new Map<string, number>();
    const random = (below: number) => Math.floor(Math.random() * below);
    const start = () => tomorrow(10 + random(8), 15 * random(4));
    let done = 0;
    const client = async (n: number) => {
      const mine: string[] = [];
      while (done < OPERATIONS) {
        done += 1;
        const venue = venues[random(2)]?.id ?? '';
        const id = mine[random(mine.length)];
        const keep = ({ id: kept, version }: { id: string; version: number }) => {
          answered.set(kept, Math.max(version, answered.get(kept) ?? 0));
          if (version === 1) mine.push(kept);
        };
        const partySize = 1 + random(10);
        const dice = random(11);
        const work =
          dice < 4 || id === undefined
            ? bookAs(
                request(venue, start(), {
                  partySize,
                  hold: dice % 2 === 0,
                  customer: { id: `client-${n}` },
                }),
              ).then(keep)
            : dice < 5
              ? act(id, 'confirm').then(keep)
              : dice < 8
                ? act(id, 'cancel').then(keep)
                : dice < 9
                  ? act(id, 'reschedule', { start: start() }).then(keep)
                  : dice < 10
                    ? act(id, 'change', { partySize }).then(keep)
                    : undo(id).then(keep);
        await work.catch((error: unknown) => {
          const code = codeOf(error);
          refused.set(code, (refused.get(code) ?? 0) + 1);
        });
        if (mine.length > 40) mine.shift();
      }
    };
    const sweeper = async () => {
      while (done < OPERATIONS) {
        await sweepBookings({ ...postgres, now: Date.now, log: quiet });
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    await Promise.all([sweeper(), ...Array.from({ length: 32 }, (_, n) => client(n))]);

    // Every refusal has a code that this workload can cause.
    const reasons = [
      ...['full', 'slot_taken', 'party_too_large', 'booking_state', 'hold_expired'],
      'nothing_to_undo',
    ];
    expect([...refused.keys()].filter((code) => !reasons.includes(code))).toEqual([]);
    expect(answered.size).toBeGreaterThan(OPERATIONS / 100);

    // The checks below call none of the functions under test. Overlaps and pacing are computed from
    // bookings and their events, not from allocations.
    await postgres.rows(`
      create view living as
      select b.*, e.resource_ids, v.pacing_parties, v.pacing_covers,
             b.starts_at - v.buffer_before * interval '1 minute' as since,
             b.ends_at + v.buffer_after * interval '1 minute' as until
        from bookings b
        join venues v on v.id = b.venue_id
        join booking_events e on e.booking_id = b.id and e.version = b.version
       where b.state in ('confirmed', 'seated') or b.state = 'held' and b.hold_expires_at > now()`);
    const overlaps = await postgres.rows(`
      with taken as (select id, unnest(resource_ids) as resource, since, until from living)
      select a.id, b.id from taken a join taken b
        on a.resource = b.resource and a.id < b.id and a.since < b.until and b.since < a.until`);
    expect(overlaps).toEqual([]);
    const overPaced = await postgres.rows(`
      select venue_id, floor(extract(epoch from starts_at) / 900), count(*), sum(party_size)
        from living group by 1, 2
      having count(*) > min(pacing_parties) or sum(party_size) > min(pacing_covers)`);
    expect(overPaced).toEqual([]);
    const wronglyAllocated = await postgres.rows(`
      select l.* from living l
       where (select coalesce(array_agg(resource_id order by resource_id), '{}')
                from allocations a where a.booking_id = l.id
                 and lower(a.span) = l.since and upper(a.span) = l.until)
          is distinct from (select array_agg(x order by x) from unnest(l.resource_ids) x)`);
    expect(wronglyAllocated).toEqual([]);
    const tooLarge = await postgres.rows(`
      select l.* from living l
       where (select sum(max_party) from resources r where r.id = any (l.resource_ids)) < l.party_size`);
    expect(tooLarge).toEqual([]);
    const keptAllocations = await postgres.rows(`
      select booking_id from allocations a join bookings b on b.id = a.booking_id
       where b.state not in ('held', 'confirmed', 'seated')`);
    expect(keptAllocations).toEqual([]);
    const stored = await postgres.rows<{ id: string; version: number; events: number }>(`
      select 'bkg_' || replace(b.id::text, '-', '') as id, b.version,
             (select count(*)::int from booking_events e
               where e.booking_id = b.id and e.version between 1 and b.version) as events
        from bookings b join customers c on c.id = b.customer_id
       where c.external_id like 'client-%'`);
    expect(new Set(stored.map(({ id }) => id))).toEqual(new Set(answered.keys()));
    // A version that no client has seen can only be that of an expired hold, which expires once.
    const unexplained = stored.filter(
      ({ id, version, events }) =>
        events !== version || ![0, 1].includes(version - (answered.get(id) ?? 0)),
    );
    expect(unexplained).toEqual([]);
    expect(postgres.log()).not.toMatch(/deadlock|panic|fatal/i);
  });
});
