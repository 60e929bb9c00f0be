import { type Booking, block, pageOf, withId } from '../answers.ts';
import { get, patch, post, remove } from '../api.ts';
import { done, made, refusedByBookings, refusedWithTimes, shown } from '../expect.ts';
import type { Restaurant } from '../restaurant.ts';
import type { Stage } from '../stage.ts';

/** The bookings on the terrace. */
interface OnTheTerrace {
  readonly lee: Booking;
  readonly karl: Booking;
}

/** Rain on the terrace, a table with a broken leg, and a private party. */
export async function closePlaces(
  stage: Stage,
  house: Restaurant,
  { lee, karl }: OnTheTerrace,
): Promise<void> {
  const { assistant, maria, guest, venueId, tables } = house;
  const { clock } = stage;
  const blocks = `${house.venue}/blocks`;
  stage.part('Rain, a broken table and a private party');

  const rain = {
    area: 'terrace',
    from: clock.dateTime(Date.now()),
    to: clock.dateTime(clock.on(1, '01:00')),
    reason: 'rain',
  };
  await stage.act(
    post(maria, blocks, rain),
    'closes the terrace: two bookings are in the way',
    refusedByBookings([lee, karl]),
  );
  await stage.act(
    post(maria, blocks, { ...rain, keepBookings: true }),
    'closes the rest of the terrace, and keeps the two for the moment',
    {
      status: 201,
      answer: block,
      fact: ({ keptBookings }) => `closed, ${keptBookings.count} bookings are kept`,
      is: 'closed, 2 bookings are kept',
    },
  );
  await stage.act(
    post(assistant, '/v1/bookings', {
      venueId,
      start: clock.quarter(12),
      partySize: 2,
      customer: guest('Noor'),
      area: { name: 'terrace', required: true },
    }),
    'asks for the terrace for Noor, late in the evening',
    refusedWithTimes('full', clock),
  );
  await stage.act(
    patch(maria, `/v1/bookings/${lee.id}`, {
      area: null,
      resourceIds: tables('Back room'),
      actor: 'Maria',
    }),
    'gives Lee a dry place',
    shown('confirmed, Back room'),
  );

  const anna = await stage.act(
    post(assistant, '/v1/bookings', {
      venueId,
      start: clock.on(1, '20:00'),
      partySize: 4,
      customer: guest('Anna'),
      resourceIds: tables('Table 4'),
    }),
    'books Table 4 for Anna, for tomorrow at 20:00',
    made('confirmed, Table 4'),
  );
  const repair = {
    resourceIds: tables('Table 4'),
    from: `${clock.date(1)}T17:00`,
    to: `${clock.date(1)}T23:00`,
    reason: 'a leg is broken',
  };
  await stage.act(
    post(maria, blocks, repair),
    'blocks Table 4 tomorrow for the carpenter: Anna is in the way',
    refusedByBookings([anna]),
  );
  await stage.act(
    patch(maria, `/v1/bookings/${anna.id}`, { resourceIds: tables('Table 3'), actor: 'Maria' }),
    'moves Anna to Table 3',
    shown('confirmed, Table 3'),
  );
  const blocked = await stage.act(post(maria, blocks, repair), 'blocks Table 4', {
    status: 201,
    answer: block,
    fact: ({ keptBookings }) => `blocked, ${keptBookings.count} bookings are kept`,
    is: 'blocked, 0 bookings are kept',
  });
  const benOnTable4 = post(maria, '/v1/bookings', {
    venueId,
    start: clock.on(1, '20:00'),
    partySize: 4,
    customer: guest('Ben'),
    resourceIds: tables('Table 4'),
  });
  await stage.act(
    benOnTable4,
    'tries to give Table 4 to Ben',
    refusedWithTimes('slot_taken', clock),
  );
  await stage.act(get(maria, blocks), 'looks at what is blocked', {
    status: 200,
    answer: pageOf(withId),
    fact: ({ data }) => `${data.length} blocks`,
    is: '2 blocks',
  });
  await stage.act(
    remove(maria, `${blocks}/${blocked.id}`),
    'hears that the carpenter is done already',
    done('the block is gone'),
  );
  await stage.act(benOnTable4, 'gives Table 4 to Ben', made('confirmed, Table 4'));

  const wedding = {
    all: true,
    from: `${clock.date(3)}T17:00`,
    to: `${clock.date(4)}T01:00`,
    reason: 'a wedding',
  };
  await stage.act(
    post(maria, blocks, wedding),
    'closes the whole restaurant in three days, for a wedding',
    {
      status: 201,
      answer: block,
      fact: ({ keptBookings }) => `closed, ${keptBookings.count} bookings are kept`,
      is: 'closed, 0 bookings are kept',
    },
  );
  await stage.act(
    post(assistant, '/v1/bookings', {
      venueId,
      start: clock.on(3, '20:00'),
      partySize: 2,
      customer: guest('Noor'),
    }),
    'asks for a table on that evening',
    refusedWithTimes('closed', clock),
  );
}
