import type { Booking } from '../answers.ts';
import { post } from '../api.ts';
import { made, refused, refusedWithTimes } from '../expect.ts';
import type { Restaurant } from '../restaurant.ts';
import type { Stage } from '../stage.ts';

/** Guests ask for times and sizes that the restaurant does not have, and get the right word. */
export async function refuseWrongTimes(stage: Stage, house: Restaurant): Promise<Booking> {
  const { assistant, maria, guest, venueId } = house;
  const { clock } = stage;
  stage.part('What cannot be booked, and the word for it');
  const wish = { venueId, customer: guest('Karl'), partySize: 3 };
  const ask = (more: object) => post(assistant, '/v1/bookings', { ...wish, ...more });

  const odd = clock.quarter(2, 7);
  await stage.act(
    ask({ start: odd }),
    `asks for ${clock.time(odd)} for Karl, between two slots`,
    refusedWithTimes('not_a_slot', clock),
  );
  const karl = await stage.act(
    post(maria, '/v1/bookings', {
      ...wish,
      start: odd,
      override: ['slot'],
      actor: 'Maria',
    }),
    `books ${clock.time(odd)} for Karl all the same; on the terrace is a place`,
    made('confirmed, Terrace 2'),
  );
  await stage.act(
    ask({ start: clock.quarter(-4) }),
    'asks for a time that is past',
    refusedWithTimes('too_late', clock),
  );
  await stage.act(
    ask({ start: clock.on(1, '15:00') }),
    'asks for tomorrow at 15:00, before the restaurant opens',
    refusedWithTimes('outside_hours', clock),
  );
  await stage.act(
    ask({ start: clock.on(7, '20:00') }),
    'asks for the evening in a week that is the holiday of the staff',
    refusedWithTimes('closed', clock),
  );
  await stage.act(
    ask({ start: clock.on(61, '20:00') }),
    'asks for an evening in two months',
    refused('beyond_horizon'),
  );
  await stage.act(
    ask({ start: clock.on(1, '20:00'), partySize: 17 }),
    'asks for a table for 17',
    refused('party_too_large'),
  );
  await stage.act(
    ask({ start: clock.on(1, '20:00'), partySize: 9 }),
    'asks for a table for 9: only the back room is large enough, and it begins with 10',
    refused('party_too_small'),
  );
  await stage.act(
    ask({
      start: clock.on(1, '20:00'),
      partySize: 2,
      resourceIds: house.tables('Table 3', 'Table 4'),
    }),
    'asks for two large tables for two guests',
    refused('resources_unneeded'),
  );
  await stage.act(
    ask({ start: clock.on(1, '20:00'), partySize: 'two' }),
    'writes the number of guests as a word',
    {
      ...refused('invalid_field', 400),
      fact: ({ code, errors }) => `${code}: ${errors.map(({ field }) => field)}`,
      is: 'invalid_field: body.partySize',
    },
  );
  return karl;
}
