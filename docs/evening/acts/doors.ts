import type { Booking } from '../answers.ts';
import { patch, post } from '../api.ts';
import { made, refused, refusedBy, refusedWithTimes, shown, tablesOf } from '../expect.ts';
import type { Restaurant } from '../restaurant.ts';
import type { Stage } from '../stage.ts';
import type { Booked } from './telephone.ts';

/** The doors open: a party walks in, stays at several tables, and its table is given away. */
export async function openTheDoors(
  stage: Stage,
  house: Restaurant,
  { ines, petra }: Omit<Booked, 'omar'>,
): Promise<Booking> {
  const { maria, guest, venueId, tables } = house;
  const { clock } = stage;
  const until = (booking: Booking) => `${tablesOf(booking)} until ${clock.time(booking.end)}`;
  stage.part('The doors open: parties without a booking');

  const couple = { venueId, partySize: 2, walkIn: true, actor: 'Maria' };
  await stage.act(
    post(maria, '/v1/bookings', couple),
    'has a couple at the door: no table is free for an hour and a half',
    refusedWithTimes('full', clock),
  );
  const seated = await stage.act(
    post(maria, '/v1/bookings', { ...couple, minStay: 45 }),
    'gives them Table 1 until Ines comes',
    {
      ...made(`seated, Table 1 until ${clock.time(ines.start)}`),
      fact: (booking) => `${booking.state}, ${until(booking)}`,
    },
  );
  const path = `/v1/bookings/${seated.id}`;
  await stage.act(
    patch(maria, path, { end: clock.quarter(6) }),
    'tries to let them stay longer',
    refusedBy('stay_overlaps', ines),
  );
  const earlier = clock.quarter(3);
  await stage.act(
    patch(maria, path, { end: earlier, actor: 'Maria' }),
    'agrees with them to leave a quarter of an hour earlier',
    shown(`Table 1 until ${clock.time(earlier)}`, until),
  );
  await stage.act(
    patch(maria, path, { resourceIds: tables('Table 2'), actor: 'Maria' }),
    'moves them to Table 2, away from the draught',
    shown('seated, Table 2'),
  );
  await stage.act(
    patch(maria, path, {
      partySize: 4,
      resourceIds: tables('Table 1', 'Table 2'),
      end: earlier,
      actor: 'Maria',
    }),
    'joins Table 1 to theirs, because two friends came',
    shown('seated, Table 1 and Table 2'),
  );
  await stage.act(
    patch(maria, path, {
      partySize: 2,
      resourceIds: tables('Table 1'),
      end: earlier,
      actor: 'Maria',
    }),
    'parts the tables again, because the friends went on',
    shown('seated, Table 1'),
  );
  await stage.act(
    post(maria, `${path}/finish`, { actor: 'Maria' }),
    'says that the couple has left',
    shown('finished, Table 1'),
  );
  await stage.act(
    post(maria, `${path}/undo`, { actor: 'Maria' }),
    'undoes that: they were only outside',
    shown('seated, Table 1'),
  );
  await stage.act(
    post(maria, `${path}/finish`, { actor: 'Maria' }),
    'says that they have really left',
    shown('finished, Table 1'),
  );
  const tom = await stage.act(
    post(maria, '/v1/bookings', { ...couple, minStay: 45, customer: guest('Tom') }),
    'gives the table away at once, to Tom, whom she knows',
    made('seated, Table 1'),
  );
  await stage.act(
    post(maria, `${path}/undo`, { actor: 'Maria' }),
    'undoes the wrong booking: Tom has the table now',
    refusedWithTimes('slot_taken', clock),
  );

  const petras = `/v1/bookings/${petra.id}`;
  await stage.act(
    post(maria, `${petras}/seat`, { actor: 'Maria' }),
    'seats the party of Petra',
    shown('seated, Table 3'),
  );
  await stage.act(
    post(maria, `${petras}/undo`, { actor: 'Maria' }),
    'undoes that: it was another Petra',
    shown('confirmed, Table 3'),
  );
  await stage.act(
    post(maria, `${petras}/seat`, { actor: 'Maria' }),
    'seats the right Petra',
    shown('seated, Table 3'),
  );
  await stage.act(post(maria, `${petras}/cancel`), 'cannot cancel a party that sits at its table', {
    ...refused('booking_state'),
    fact: ({ code, state }) => `${code}, it is ${state}`,
    is: 'booking_state, it is seated',
  });
  await stage.act(
    post(maria, `${petras}/finish`, { actor: 'Maria' }),
    'sees Petra leave early',
    shown('finished, Table 3'),
  );
  await stage.act(
    post(maria, '/v1/bookings', { ...couple, partySize: 4 }),
    'gives the table of Petra to four guests who walk in',
    made('seated, Table 3'),
  );
  return tom;
}
