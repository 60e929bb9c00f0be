import { afterAll, beforeAll, expect, it } from 'vitest';
import { actOnBooking } from '../../src/bookings/act-on-booking.ts';
import { newBlockSchema } from '../../src/bookings/blocks/block.ts';
import { createBlock } from '../../src/bookings/blocks/create-block.ts';
import { deleteBlock } from '../../src/bookings/blocks/delete-block.ts';
import { sweepBlocks } from '../../src/bookings/blocks/sweep-blocks.ts';
import { book } from '../../src/bookings/book.ts';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import { sweepBookings } from '../../src/bookings/sweep-bookings.ts';
import { undoAct } from '../../src/bookings/undo-act.ts';
import { readId } from '../../src/platform/ids.ts';
import { Problem } from '../../src/platform/problem.ts';
import { tomorrow } from '../support/bookings.ts';
import { openVenue, tablesOfFour, venueIdOf } from '../support/open-venue.ts';
import { bookingIdOf } from '../support/shown-ids.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

const OPERATIONS = Number(process.env['BLOCK_OPERATIONS'] ?? 4000);

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
});
afterAll(async () => {
  await postgres?.stop();
});

const quiet = { info() {}, warn() {}, error() {} };
const deps = () => ({ ...postgres, now: Date.now, log: quiet });
const codeOf = (error: unknown): string => {
  if (error instanceof Problem) return error.code;
  throw error;
};
const local = (hour: number, minutes = 0) => tomorrow(hour, minutes).slice(0, 16);
const venue = (tables: number, settings: object = {}) =>
  openVenue(
    postgres,
    postgres.caller,
    { name: 'blocks', timeZone: 'UTC', ...settings },
    tablesOfFour(tables),
  );
const block = (venueId: string, more: object) =>
  createBlock(deps(), postgres.caller, venueIdOf(venueId), newBlockSchema.parse(more));
const bookAt = (venueId: string, start: string, more: object = {}) =>
  book(
    postgres,
    postgres.caller,
    newBookingSchema.parse({ venueId, start, partySize: 2, customer: { id: 'guest' }, ...more }),
  );

/** Computed from bookings and the spans of blocks, not from allocations alone. */
const violations = (venueId: string) =>
  postgres.rows(`
    with taken as (
      select b.id, r as resource, b.starts_at, b.ends_at
        from bookings b
        join booking_events e on e.booking_id = b.id and e.version = b.version
        cross join unnest(e.resource_ids) r
       where b.venue_id = '${venueIdOf(venueId)}'
         and (b.state in ('confirmed', 'seated') or b.state = 'held' and b.hold_expires_at > now())
    ),
    blocked as (
      select block_id as id, resource_id as resource, lower(span) as starts_at,
             upper(span) as ends_at
        from allocations where block_id is not null and venue_id = '${venueIdOf(venueId)}'
    ),
    all_of_them as (select * from taken union all select * from blocked)
    select a.id, b.id from all_of_them a join all_of_them b
      on a.resource = b.resource and a.starts_at < b.ends_at and b.starts_at < a.ends_at
     and (a.id, a.starts_at) < (b.id, b.starts_at)`);

it('of bookings and blocks of the same table at the same time, exactly one wins', async () => {
  const { id, resources } = await venue(40);
  const answers = await Promise.all(
    resources.flatMap((resource) => {
      const resourceIds = [resource];
      return [
        bookAt(id, tomorrow(19), { resourceIds }).then(() => `${resource} booked`, codeOf),
        block(id, { resourceIds, from: local(19), to: local(20) }).then(
          () => `${resource} blocked`,
          codeOf,
        ),
      ];
    }),
  );
  const won = answers.filter((each) => each.startsWith('res_')).map((each) => each.slice(0, 36));
  expect(won.sort()).toEqual([...resources].sort());
  const lost = answers.filter((each) => !each.startsWith('res_'));
  expect(
    lost.filter((each) => !['full', 'slot_taken', 'bookings_in_block'].includes(each)),
  ).toEqual([]);
  expect(await violations(id)).toEqual([]);
});

it('of 100 bookings and a block of the whole venue, none starts in the block', async () => {
  const { id } = await venue(60);
  const work = Array.from({ length: 100 }, (_, n) =>
    bookAt(id, tomorrow(19), { customer: { id: `whole-${n}` } }).then(() => 'booked', codeOf),
  );
  const blocking = block(id, { all: true, from: local(18), to: local(21), keepBookings: true });
  const answers = await Promise.all(work);
  const made = await blocking;
  const booked = answers.filter((each) => each === 'booked').length;
  // Each booking was made before the block, which names it, or is refused.
  expect(made.keptBookings.count).toBe(booked);
  expect(
    answers.filter((each) => !['booked', 'outside_hours', 'full', 'slot_taken'].includes(each)),
  ).toEqual([]);
  expect(await bookAt(id, tomorrow(19)).then(() => 'booked', codeOf)).toBe('outside_hours');
});

it('nobody gets the place of a kept booking that is cancelled, and its undo gets it back', async () => {
  const { id, resources } = await venue(40);
  const kept = await Promise.all(
    resources.map((resource, n) =>
      bookAt(id, tomorrow(19), { resourceIds: [resource], customer: { id: `kept-${n}` } }),
    ),
  );
  const made = await block(id, {
    ...{ resourceIds: resources, from: local(17), to: local(22), keepBookings: true },
  });
  expect(made.keptBookings.count).toBe(40);
  const attempt = (resource: string, n: number) =>
    bookAt(id, tomorrow(19), { resourceIds: [resource], customer: { id: `late-${n}` } }).then(
      () => 'booked',
      codeOf,
    );
  const act = (booking: { id: string }, name: 'cancel' | 'undo') =>
    (name === 'undo'
      ? undoAct(postgres, postgres.caller, bookingIdOf(booking.id))
      : actOnBooking(postgres, postgres.caller, bookingIdOf(booking.id), name)
    ).then(() => name, codeOf);
  const answers = await Promise.all(
    kept.flatMap((booking, n) => {
      const resource = String(resources[n]);
      const cancelled = act(booking, 'cancel');
      // Every second cancellation is undone, beside further attempts to get the table.
      const undone = n % 2 === 0 ? cancelled.then(() => act(booking, 'undo')) : cancelled;
      return [cancelled, attempt(resource, n), undone, cancelled.then(() => attempt(resource, n))];
    }),
  );
  const counts = Object.fromEntries(
    [...Map.groupBy(answers, (answer) => answer)].map(([answer, all]) => [answer, all.length]),
  );
  expect(counts).toEqual({ cancel: 40 + 20, undo: 20, slot_taken: 80 });
  expect(await violations(id)).toEqual([]);
  expect(postgres.log()).not.toMatch(/deadlock|panic|fatal/i);
});

it(`${OPERATIONS} random operations on blocks and bookings leave no overlap, no gap and no deadlock`, {
  timeout: 60_000 + OPERATIONS * 20,
}, async () => {
  const { id, resources } = await venue(8, { horizonDays: 3 });
  await postgres.rows('update venues set hold_seconds = 1');
  const random = (below: number) => Math.floor(Math.random() * below);
  const refused = new Set<string>();
  let done = 0;
  const client = async (n: number) => {
    const bookings: string[] = [];
    const blocks: string[] = [];
    while (done < OPERATIONS) {
      done += 1;
      const dice = random(10);
      const resourceIds = [resources[random(8)], resources[random(8)]];
      const hour = 8 + random(12);
      const booking = bookings[random(bookings.length)];
      const blockId = readId('block', blocks.shift() ?? '');
      const work =
        dice < 4 || booking === undefined
          ? bookAt(id, tomorrow(hour, 15 * random(4)), {
              ...{ hold: dice % 2 === 0, customer: { id: `client-${n}` } },
            }).then((made) => void bookings.push(made.id))
          : dice < 6
            ? actOnBooking(postgres, postgres.caller, bookingIdOf(booking), 'cancel')
            : dice < 7
              ? actOnBooking(postgres, postgres.caller, bookingIdOf(booking), 'reschedule', {
                  start: tomorrow(hour),
                })
              : blockId === undefined || dice < 9
                ? block(id, {
                    resourceIds: [...new Set(resourceIds)],
                    ...{ from: local(hour), to: local(hour + 1 + random(3)) },
                    ...{
                      keepBookings: random(2) === 0,
                      ...(random(3) === 0 && { repeat: 'FREQ=DAILY' }),
                    },
                  }).then((made) => void blocks.push(made.id))
                : deleteBlock(deps(), postgres.caller, venueIdOf(id), blockId);
      await Promise.resolve<unknown>(work).catch((error) => refused.add(codeOf(error)));
      if (blocks.length > 2) {
        const oldest = readId('block', blocks.shift() ?? '');
        if (oldest) await deleteBlock(deps(), postgres.caller, venueIdOf(id), oldest);
      }
    }
  };
  const sweeper = async () => {
    while (done < OPERATIONS) {
      await sweepBookings(deps());
      await sweepBlocks(deps());
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await Promise.all([sweeper(), ...Array.from({ length: 16 }, (_, n) => client(n))]);
  const reasons = [
    'full',
    'slot_taken',
    'booking_state',
    'hold_expired',
    'bookings_in_block',
    'limit_reached',
  ];
  expect([...refused].filter((code) => !reasons.includes(code))).toEqual([]);
  expect(await violations(id)).toEqual([]);

  // When holds have expired and the sweep has run, each block has every place of its spans that no
  // booking and no other block has.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await sweepBookings(deps());
  await sweepBlocks(deps());
  const gaps = await postgres.rows(`
    select b.id, r.id as resource
      from blocks b
      cross join unnest(b.resource_ids) r (id)
     where b.deleted_at is null and exists (
       select from unnest(
         (select range_agg(tstzrange(s.starts_at, s.ends_at))
                 * tstzmultirange(tstzrange(now(), b.filled_to))
            from block_spans s where s.block_id = b.id)
         - coalesce((select range_agg(a.span) from allocations a where a.resource_id = r.id),
                    '{}')) left_out
        where not isempty(left_out))`);
  expect(gaps).toEqual([]);
  expect(
    await postgres.rows('select from blocks where deleted_at is null and changes > filled_changes'),
  ).toEqual([]);
  const kept = await postgres.rows(`
    select a.booking_id from allocations a join bookings b on b.id = a.booking_id
     where b.state not in ('held', 'confirmed', 'seated')`);
  expect(kept).toEqual([]);
  expect(postgres.log()).not.toMatch(/deadlock|panic|fatal/i);
});
