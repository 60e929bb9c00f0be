import { afterAll, beforeAll, expect, it } from 'vitest';
import { DRIZZLE_FOLDER, migrate } from '../../scripts/migrate.ts';
import { readMigrations } from '../../scripts/migrations/migration-files.ts';
import { type LocalDatabase, openLocalDatabase } from './local-database.ts';

let database: LocalDatabase;
beforeAll(async () => {
  database = await openLocalDatabase();
  await migrate(database.url);
});
afterAll(() => database?.close());

/** The statements of the migration that finds the period of the bookings that exist already. */
const found = readMigrations(DRIZZLE_FOLDER).find(({ tag }) =>
  tag.endsWith('days_after_opening_of_bookings'),
);

/** SQL for a local time at the venues; day 0 is tomorrow. */
const at = (time: string, days: number) =>
  `((now() at time zone 'Europe/Paris')::date + ${days + 1} + time '${time}') at time zone 'Europe/Paris'`;

it('gives existing bookings after midnight the date of the evening before', async () => {
  const daily = (periods: [string, string][]) =>
    JSON.stringify(
      [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
        periods.map(([opens, closes]) => ({ weekday, opens, closes })),
      ),
    );
  const venues = {
    night: daily([['18:00', '02:00']]),
    day: daily([['00:00', '00:00']]),
    both: daily([
      ['18:00', '01:00'],
      ['01:00', '03:00'],
    ]),
  };
  await database.run(
    `insert into workspaces (id, name) values (gen_random_uuid(), 'w')`,
    `insert into customers (id, workspace_id, external_id)
     select gen_random_uuid(), id, 'guest' from workspaces`,
    ...Object.entries(venues).map(
      ([name, weekly]) => `
        insert into venues (id, workspace_id, name, time_zone, slot_interval, turn_times,
                            buffer_before, buffer_after, lead_time, horizon_days, hold_seconds,
                            cancellation_cutoff, weekly_hours, follow_ups)
        select gen_random_uuid(), id, '${name}', 'Europe/Paris', 15,
               '[{"maxParty": 4, "minutes": 30}]', 0, 0, 0, 90, 300, 0, '${weekly}', '{}'
          from workspaces`,
    ),
    // The evening of day 3 is closed.
    `update venues set exceptions = jsonb_build_array(jsonb_build_object(
       'date', to_char((now() at time zone 'Europe/Paris')::date + 4, 'YYYY-MM-DD'),
       'periods', '[]'::jsonb)) where name = 'night'`,
  );
  const bookings: [venue: string, time: string, day: number, state: string, days: number][] = [
    ['night', '19:00', 0, 'confirmed', 0],
    ['night', '00:30', 1, 'confirmed', 1],
    ['night', '00:45', 1, 'seated', 1],
    ['night', '00:15', 1, 'cancelled', 0],
    ['night', '03:00', 1, 'confirmed', 0],
    ['night', '00:30', 4, 'confirmed', 0],
    ['day', '00:30', 1, 'confirmed', 0],
    ['both', '00:30', 1, 'confirmed', 1],
    ['both', '01:00', 1, 'confirmed', 0],
  ];
  await database.run(
    ...bookings.map(
      ([venue, time, day, state], n) => `
        insert into bookings (id, workspace_id, venue_id, customer_id, state, starts_at, ends_at,
                              party_size, cancellation_cutoff, notes)
        select gen_random_uuid(), v.workspace_id, v.id, c.id, '${state}', ${at(time, day)},
               ${at(time, day)} + interval '30 minutes', 2, 0, '${n}'
          from venues v, customers c where v.name = '${venue}'`,
    ),
  );
  expect(found?.statements).toHaveLength(1);
  await database.run(...(found?.statements ?? []));
  const rows = await database.run(
    'select days_after_opening as days from bookings order by notes::int',
  );
  expect(rows).toEqual(bookings.map(([, , , , days]) => ({ days })));
});
