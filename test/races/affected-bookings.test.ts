import { afterAll, beforeAll, expect, it } from 'vitest';
import { idSchema, readId, showId } from '../../src/platform/ids.ts';
import { changeResource } from '../../src/venues/change-resource.ts';
import { deleteResource } from '../../src/venues/delete-resource.ts';
import { setHours } from '../../src/venues/set-hours.ts';
import { tomorrow } from '../support/bookings.ts';
import { openVenue, tablesOfFour, venueIdOf } from '../support/open-venue.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
});
afterAll(async () => {
  await postgres?.stop();
});

type Changed = Promise<{ affectedBookings: { data: { id: string }[] } }>;

it.each<[string, (venue: string, resource: string) => Changed]>([
  [
    'the removal of its table',
    (venue, resource) =>
      deleteResource(postgres, postgres.caller, venueIdOf(venue), resourceIdOf(resource)),
  ],
  [
    'a smaller table',
    (venue, resource) =>
      changeResource(postgres, postgres.caller, venueIdOf(venue), resourceIdOf(resource), {
        maxParty: 1,
      }),
  ],
  [
    'shorter hours',
    (venue) =>
      setHours(postgres, postgres.caller, venueIdOf(venue), { weekly: [], exceptions: [] }),
  ],
])('a booking that is being made is named in the answer to %s', async (_, change) => {
  const { id, resources } = await openVenue(
    postgres,
    postgres.caller,
    { name: 'race', timeZone: 'UTC' },
    tablesOfFour(1),
  );
  await postgres.rows('begin');
  const [made] = await postgres.rows<{ id: string }>(`
    select book_once_v1('${postgres.caller.workspaceId}', null, gen_random_uuid(), jsonb_build_object(
             'venueId', '${venueIdOf(id)}', 'start', '${tomorrow(19)}', 'partySize', 2,
             'customer', jsonb_build_object('id', 'guest'))) -> 'booking' ->> 'id' as id`);
  const changing = change(id, resources[0] ?? '');
  // The change waits for the venue's lock.
  while ((await postgres.rows('select from pg_locks where not granted')).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await postgres.rows('commit');
  const { affectedBookings } = await changing;
  const booking = idSchema<'booking'>().parse(made?.id);
  expect(affectedBookings.data.map((each) => each.id)).toEqual([showId('booking', booking)]);
});

function resourceIdOf(shown: string) {
  const id = readId('resource', shown);
  if (id === undefined) throw new Error(`${shown} is no resource's id`);
  return id;
}
