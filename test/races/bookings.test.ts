import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import { act, book } from '../../src/bookings/bookings.ts';
import { sweepBookings } from '../../src/bookings/sweep.ts';
import { Problem } from '../../src/platform/problem.ts';
import { addCombination } from '../../src/venues/add-combination.ts';
import { newCombinationSchema } from '../../src/venues/resource.ts';
import { openVenue as open, venueIdOf } from '../support/open-venue.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

/** How many operations the random workload does; 300,000 is the long form. */
const OPERATIONS = Number(process.env['BOOKING_OPERATIONS'] ?? 20_000);

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
});
afterAll(async () => {
  await postgres?.stop();
});

const DAY_MS = 24 * 60 * 60 * 1000;
/** Tomorrow at that hour, UTC. */
const tomorrow = (hour: number, minutes = 0) =>
  new Date(
    Math.floor(Date.now() / DAY_MS + 1) * DAY_MS + (hour * 60 + minutes) * 60_000,
  ).toISOString();

const openVenue = (settings: object, tables: readonly object[]) =>
  open(postgres, postgres.caller, { name: 'race', timeZone: 'UTC', ...settings }, tables);

const request = (venueId: string, start: string, more: object = {}) =>
  newBookingSchema.parse({ venueId, start, partySize: 2, customer: { id: 'guest' }, ...more });

/** The code of what was refused; anything that is no problem fails the test as it is. */
const codeOf = (error: unknown): string => {
  if (error instanceof Problem) return error.code;
  throw error;
};

const quiet = { info() {}, warn() {}, error() {} };

describe('200 clients for one slot', () => {
  it('gives 20 tables to exactly 20, and each loser the nearest alternatives', async () => {
    const { id } = await openVenue(
      {},
      Array.from({ length: 20 }, () => ({ maxParty: 4 })),
    );
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, at) =>
        book(
          postgres,
          postgres.caller,
          request(id, tomorrow(19), { customer: { id: `guest-${at}` } }),
          undefined,
        ).then(
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
    expect(answers.filter((each) => each === 'slot_taken')).toHaveLength(180);
  });

  it('holds the pacing: 15 parties a quarter hour, though there are tables', async () => {
    const tables = Array.from({ length: 40 }, () => ({ maxParty: 4 }));
    const { id } = await openVenue({ pacingParties: 15 }, tables);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        book(
          postgres,
          postgres.caller,
          request(id, tomorrow(20), { customer: { id: `paced-${at}` } }),
          undefined,
        ).then(() => 'booked', codeOf),
      ),
    );
    expect(answers.filter((each) => each === 'booked')).toHaveLength(15);
    expect(answers.filter((each) => each === 'slot_taken')).toHaveLength(85);
  });

  it('books once for 100 that race with one idempotency key', async () => {
    const { id } = await openVenue(
      {},
      Array.from({ length: 5 }, () => ({ maxParty: 4 })),
    );
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        book(postgres, postgres.caller, request(id, tomorrow(18)), 'one-key'),
      ),
    );
    expect(new Set(answers.map(({ booking }) => booking.id)).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    const other = request(id, tomorrow(18), { partySize: 3 });
    const reused = await book(postgres, postgres.caller, other, 'one-key').catch(codeOf);
    expect(reused).toBe('idempotency_key_reused');
  });

  it('confirms a hold or lets it lapse, never both', async () => {
    const { id } = await openVenue({}, [{ maxParty: 4 }]);
    await postgres.rows(`update venues set hold_seconds = 0`);
    const held = await book(
      postgres,
      postgres.caller,
      request(id, tomorrow(12), { hold: true }),
      undefined,
    );
    const late = await act(postgres, postgres.caller, held.booking.id, 'confirm').catch(codeOf);
    expect(late).toBe('hold_expired');
    const next = await book(postgres, postgres.caller, request(id, tomorrow(12)), undefined);
    expect(next.booking.state).toBe('confirmed');
  });
});

describe(`${OPERATIONS} random operations by 32 clients`, () => {
  it('leaves no overlap, no pacing broken, nothing lost or doubled, no deadlock', {
    timeout: 60_000 + OPERATIONS * 20,
  }, async () => {
    const { caller } = postgres;
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
          await addCombination(postgres, caller, venueIdOf(venue.id), combination);
        }
        return venue;
      }),
    );
    // Holds lapse while the others work.
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
        const dice = random(10);
        const work =
          dice < 4 || id === undefined
            ? book(
                postgres,
                caller,
                request(venue, start(), {
                  partySize,
                  hold: dice % 2 === 0,
                  customer: { id: `client-${n}` },
                }),
                undefined,
              ).then(({ booking }) => keep(booking))
            : dice < 5
              ? act(postgres, caller, id, 'confirm').then(keep)
              : dice < 8
                ? act(postgres, caller, id, 'cancel').then(keep)
                : dice < 9
                  ? act(postgres, caller, id, 'reschedule', { start: start() }).then(keep)
                  : act(postgres, caller, id, 'change', { partySize }).then(keep);
        await work.catch((error: unknown) => {
          const code = codeOf(error);
          refused.set(code, (refused.get(code) ?? 0) + 1);
        });
        if (mine.length > 40) mine.shift();
      }
    };
    const sweeper = async () => {
      while (done < OPERATIONS) {
        await sweepBookings({ ...postgres, log: quiet });
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    await Promise.all([sweeper(), ...Array.from({ length: 32 }, (_, n) => client(n))]);

    // What was refused was refused for a reason that this workload has.
    const reasons = ['slot_taken', 'booking_state', 'hold_expired'];
    expect([...refused.keys()].filter((code) => !reasons.includes(code))).toEqual([]);
    expect(answered.size).toBeGreaterThan(OPERATIONS / 100);

    // Everything below is the checker's own: what bookings say, and nothing that holds them apart.
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
    const withoutPlace = await postgres.rows(`
      select l.* from living l
       where (select coalesce(array_agg(resource_id order by resource_id), '{}')
                from allocations a where a.booking_id = l.id
                 and lower(a.span) = l.since and upper(a.span) = l.until)
          is distinct from (select array_agg(x order by x) from unnest(l.resource_ids) x)`);
    expect(withoutPlace).toEqual([]);
    const tooMany = await postgres.rows(`
      select l.* from living l
       where (select sum(max_party) from resources r where r.id = any (l.resource_ids)) < l.party_size`);
    expect(tooMany).toEqual([]);
    const placeOfNone = await postgres.rows(`
      select booking_id from allocations a join bookings b on b.id = a.booking_id
       where b.state not in ('held', 'confirmed', 'seated')`);
    expect(placeOfNone).toEqual([]);
    const stored = await postgres.rows<{ id: string; version: number; events: number }>(`
      select 'bkg_' || replace(b.id::text, '-', '') as id, b.version,
             (select count(*)::int from booking_events e
               where e.booking_id = b.id and e.version between 1 and b.version) as events
        from bookings b join customers c on c.id = b.customer_id
       where c.external_id like 'client-%'`);
    expect(new Set(stored.map(({ id }) => id))).toEqual(new Set(answered.keys()));
    // Nobody but time changes a booking unasked, and time does it once.
    const astray = stored.filter(
      ({ id, version, events }) =>
        events !== version || ![0, 1].includes(version - (answered.get(id) ?? 0)),
    );
    expect(astray).toEqual([]);
    expect(postgres.log()).not.toMatch(/deadlock|panic|fatal/i);
  });
});
