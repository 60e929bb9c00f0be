import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actOnBooking } from '../../src/bookings/act-on-booking.ts';
import { book } from '../../src/bookings/book.ts';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import { sweepBookings } from '../../src/bookings/sweep-bookings.ts';
import { readId } from '../../src/platform/ids.ts';
import { Problem } from '../../src/platform/problem.ts';
import { eraseCustomer } from '../../src/privacy/erase-customer.ts';
import { acceptOffer } from '../../src/waitlist/accept-offer.ts';
import { newEntrySchema } from '../../src/waitlist/entry.ts';
import { joinWaitlist } from '../../src/waitlist/join-waitlist.ts';
import { leaveWaitlist } from '../../src/waitlist/leave-waitlist.ts';
import { offerWaitlist } from '../../src/waitlist/offer-waitlist.ts';
import { sweepWaitlist } from '../../src/waitlist/sweep-waitlist.ts';
import { tomorrow } from '../support/bookings.ts';
import { openVenue as open, tablesOfFour, venueIdOf } from '../support/open-venue.ts';
import { bookingIdOf } from '../support/shown-ids.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

const CLIENTS = 16;
const ROUNDS = 40;
const TABLES = 10;
const PARTIES = 50;

let postgres: RealPostgres;
/** The length of the server's log when the races begin, so that the start is left out. */
let begun: number;
beforeAll(async () => {
  postgres = await startRealPostgres();
  begun = postgres.log().length;
});
afterAll(async () => {
  await postgres?.stop();
});

const deps = () => ({
  ...postgres,
  now: Date.now,
  log: { info() {}, warn() {}, error() {} },
  enqueueFollowUp: () => {},
});
/** The offers for which a planning job was sent to the queue. */
const planned: string[] = [];
const offering = () => ({
  ...deps(),
  enqueueFollowUp: (job: object) =>
    void planned.push('bookingId' in job ? String(job.bookingId) : ''),
});

const troubles = () =>
  postgres
    .log()
    .slice(begun)
    .split('\n')
    .filter((line) => /deadlock|panic|fatal/i.test(line));

/** The code of a problem. Any other error is thrown again, so that the test fails. */
const codeOf = (error: unknown): string => {
  if (error instanceof Problem) return error.code;
  throw error;
};

const bookFor = (venueId: string, guest: string, start: string) =>
  book(
    deps(),
    postgres.caller,
    newBookingSchema.parse({ venueId, start, partySize: 2, customer: { id: guest } }),
  ).then(({ id }) => id);

const joinAs = (venueId: string, guest: string, more: object = {}) =>
  joinWaitlist(
    deps(),
    postgres.caller,
    venueIdOf(venueId),
    newEntrySchema.parse({
      earliest: tomorrow(19),
      latest: tomorrow(19),
      partySize: 2,
      customer: { id: guest },
      ...more,
    }),
  ).then(({ entry }) => entry.id);

/** The UUID behind an entry's shown id. */
function entryIdOf(shown: string) {
  const id = readId('waitlistEntry', shown);
  if (id === undefined) throw new Error(`${shown} is no entry's id`);
  return id;
}

/** A venue whose tables are all booked at 19:00 and 20:30, and the parties that wait for them. */
async function fullVenue(name: string, settings: object) {
  const { caller } = postgres;
  const { id } = await open(
    postgres,
    caller,
    { name, timeZone: 'UTC', turnTimes: [{ maxParty: 4, minutes: 90 }], ...settings },
    tablesOfFour(TABLES),
    { opens: '19:00', closes: '22:00' },
  );
  const bookings: string[] = [];
  for (let n = 0; n < TABLES; n += 1) {
    for (const start of [tomorrow(19), tomorrow(20, 30)]) {
      bookings.push(await bookFor(id, `${name}-first-${n}`, start));
    }
  }
  const entries: string[] = [];
  for (let n = 0; n < PARTIES; n += 1) {
    const latest = n % 2 === 0 ? tomorrow(19) : tomorrow(20, 30);
    entries.push(
      await joinAs(id, `${name}-waits-${n}`, { latest, partySize: n === 0 ? 9 : 1 + (n % 4) }),
    );
  }
  return { id, bookings, entries };
}

describe.each([false, true])(
  '50 parties wait for 10 tables with waitlistFirst %s',
  (waitlistFirst) => {
    it('each gets at most one offer, no place has two, and the oldest entries come first', async () => {
      const { caller } = postgres;
      const name = waitlistFirst ? 'fair' : 'quick';
      const venue = await fullVenue(name, { waitlistFirst });
      // Some offers expire during the race. The API does not accept such a short time.
      await postgres.rows('update venues set offer_seconds = 1');
      const random = (below: number) => Math.floor(Math.random() * below);
      const refused = new Map<string, number>();
      let walkIns = 0;
      let accepted = 0;
      const anyOf = (list: readonly string[]) => list[random(list.length)] ?? '';
      const walkIn = async (guest: string) => {
        const start = random(2) === 0 ? tomorrow(19) : tomorrow(20, 30);
        const id = await bookFor(venue.id, `${name}-walk-in-${guest}`, start);
        walkIns += 1;
        venue.bookings.push(id);
      };
      const cancel = async () => {
        const [id] = venue.bookings.splice(random(venue.bookings.length), 1);
        if (id !== undefined) await actOnBooking(deps(), caller, bookingIdOf(id), 'cancel');
      };
      const take = async () => {
        await acceptOffer(deps(), caller, venueIdOf(venue.id), entryIdOf(anyOf(venue.entries)));
        accepted += 1;
      };
      const go = async () => {
        const id = entryIdOf(anyOf(venue.entries));
        if (random(5) === 0) await leaveWaitlist(deps(), caller, venueIdOf(venue.id), id);
      };
      const sweep = async () => {
        await sweepBookings(deps());
        expect(await sweepWaitlist(offering())).toMatchObject({ failed: 0 });
      };
      const offer = () => offerWaitlist(offering(), venueIdOf(venue.id));
      const ACTS = [cancel, cancel, walkIn, walkIn, walkIn, take, take, go, sweep, offer];
      const client = async (n: number) => {
        for (let round = 0; round < ROUNDS; round += 1) {
          try {
            await ACTS[random(ACTS.length)]?.(`${n}-${round}`);
          } catch (error) {
            const code = codeOf(error);
            refused.set(code, (refused.get(code) ?? 0) + 1);
          }
        }
      };
      await Promise.all(Array.from({ length: CLIENTS }, (_, n) => client(n)));

      const reasons = ['full', 'slot_taken', 'waitlist_state', 'hold_expired'];
      expect([...refused.keys()].filter((code) => !reasons.includes(code))).toEqual([]);
      expect(accepted).toBeGreaterThan(0);
      if (!waitlistFirst) expect(walkIns).toBeGreaterThan(0);

      // The checks below read the tables with SQL of this test.
      const here = `venue_id = '${venueIdOf(venue.id)}'`;
      const waits = `${name}-waits-%`;
      const offersOfOne = await postgres.rows(`
      select g.external_id, count(*) from bookings b join customers g on g.id = b.customer_id
       where b.${here} and g.external_id like '${waits}' group by 1 having count(*) > 1`);
      expect(offersOfOne).toEqual([]);
      const strays = await postgres.rows(`
      select b.id from bookings b join customers g on g.id = b.customer_id
       where b.${here} and g.external_id like '${waits}'
         and not exists (select from waitlist_entries e
                          where e.booking_id = b.id and e.customer_id = b.customer_id
                            and b.starts_at between e.earliest and e.latest
                            and b.party_size = e.party_size)`);
      expect(strays).toEqual([]);
      const unplanned = await postgres.rows<{ id: string }>(`
      select booking_id as id from waitlist_entries where ${here} and booking_id is not null`);
      expect(unplanned.length).toBeGreaterThan(0);
      expect(unplanned.filter(({ id }) => !planned.includes(id))).toEqual([]);
      expect(new Set(planned).size).toBe(planned.length);

      // An offer and a booking never had the same table at the same time.
      const overlaps = await postgres.rows(`
      with life as (
        select b.id, b.starts_at, b.ends_at, e.resource_ids, e.at as since,
               coalesce((select min(x.at) from booking_events x
                          where x.booking_id = b.id
                            and x.state not in ('held', 'confirmed', 'seated')),
                        case when b.state = 'held' then b.hold_expires_at end,
                        'infinity') as until
          from bookings b join booking_events e on e.booking_id = b.id and e.version = 1
         where b.${here}
      ),
      taken as (select id, unnest(resource_ids) as resource, starts_at, ends_at, since, until
                  from life)
      select a.id as one, b.id as other from taken a join taken b
        on a.resource = b.resource and a.id < b.id
       and a.starts_at < b.ends_at and b.starts_at < a.ends_at
       and a.since < b.until and b.since < a.until`);
      expect(overlaps).toEqual([]);
      const unlike = await postgres.rows(`
      select b.id from bookings b join allocations a on a.booking_id = b.id
       where b.${here} and (a.lapses_at is distinct from b.hold_expires_at
          or b.state not in ('held', 'confirmed', 'seated'))`);
      expect(unlike).toEqual([]);

      if (waitlistFirst) {
        // All turn times are equal, so a waiting party that fits the table could have had the place
        // that a walk-in got.
        const jumped = await postgres.rows(`
        select e.id, b.id
          from waitlist_entries e
          join bookings b on b.venue_id = e.venue_id
           and b.starts_at between e.earliest and e.latest and b.created_at > e.created_at
          join customers g on g.id = b.customer_id
          join booking_events v on v.booking_id = b.id and v.version = 1
         where e.${here} and g.external_id like '${name}-walk-in-%'
           and e.booking_id is null and (e.left_at is null or e.left_at > b.created_at)
           and (select sum(max_party) from resources r where r.id = any (v.resource_ids))
               >= e.party_size`);
        expect(jumped).toEqual([]);
      }

      // The places that are free at the end go to the parties that still wait. An offer of the race
      // could expire between this sweep and the check below, so the race's offers expire first.
      await postgres.rows('update venues set offer_seconds = 900');
      await postgres.rows('select pg_sleep(1.1)');
      await sweepWaitlist(offering());
      const behind = await postgres.rows(`
      with free as (
        select r.id, r.max_party, s.starts_at
          from resources r, (select distinct starts_at from bookings where ${here}) s
         where r.${here} and not exists (
           select from bookings b
             join booking_events v on v.booking_id = b.id and v.version = b.version
            where r.id = any (v.resource_ids) and b.starts_at < s.starts_at + interval '90 minutes'
              and s.starts_at < b.ends_at
              and (b.state in ('confirmed', 'seated')
                   or b.state = 'held' and b.hold_expires_at > now()))
      )
      select e.id, f.starts_at from waitlist_entries e join free f
        on f.starts_at between e.earliest and e.latest and e.party_size <= f.max_party
       where e.${here} and e.booking_id is null and e.left_at is null`);
      expect(behind).toEqual([]);
      expect(troubles()).toEqual([]);
    });
  },
);

describe('an erasure', () => {
  it('leaves no offer or note behind in any order of the race', async () => {
    const { caller } = postgres;
    const venue = await fullVenue('erased', {});
    const guests = Array.from({ length: PARTIES }, (_, n) => `erased-waits-${n}`);
    await Promise.all([
      ...guests.map((guest) => eraseCustomer(deps(), caller, guest)),
      ...venue.bookings.map((id) => actOnBooking(deps(), caller, bookingIdOf(id), 'cancel')),
      ...guests.map(() => offerWaitlist(deps(), venueIdOf(venue.id))),
      ...guests.map((guest) => joinAs(venue.id, guest).catch(codeOf)),
    ]);
    await sweepWaitlist(deps());
    const left = await postgres.rows(`
      select b.id from bookings b join customers g on g.id = b.customer_id
       where g.erased_at is not null
         and (b.state in ('held', 'confirmed') or b.erased_at is null or b.notes is not null)`);
    expect(left).toEqual([]);
    const waiting = await postgres.rows(`
      select e.id from waitlist_entries e join customers g on g.id = e.customer_id
       where g.erased_at is not null and (e.left_at is null or e.notes is not null)`);
    expect(waiting).toEqual([]);
    expect(troubles()).toEqual([]);
  });
});
