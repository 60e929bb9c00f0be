import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '../../scripts/migrate.ts';
import { copyDrizzle, type DrizzleCopy } from './drizzle-copy.ts';
import { type LocalDatabase, openLocalDatabase } from './local-database.ts';

let database: LocalDatabase;
let before: DrizzleCopy;
beforeAll(async () => {
  database = await openLocalDatabase();
  before = copyDrizzle();
  const journal = JSON.parse(readFileSync(join(before.folder, 'meta/_journal.json'), 'utf8'));
  const at = journal.entries.findIndex(({ tag }: { tag: string }) =>
    tag.endsWith('_one_waiting_entry'),
  );
  journal.entries = journal.entries.slice(0, at);
  before.write('meta/_journal.json', JSON.stringify(journal));
  // The functions of today need tables and columns of later migrations.
  before.removeFunctions();
});
afterAll(async () => {
  await database?.close();
  before?.delete();
});

it('of the entries that wait for one window, the oldest stays', async () => {
  await migrate(database.url, before.folder);
  const id = (n: number) => `'00000000-0000-7000-8000-${String(n).padStart(12, '0')}'`;
  const entry = (n: number, customer: number, latest: string, leftAt = 'null') =>
    `(${id(n)}, ${id(1)}, ${id(2)}, ${id(customer)}, 2, '2099-01-01', ${latest}, ${leftAt})`;
  await database.run(
    `insert into workspaces (id, name) values (${id(1)}, 'w')`,
    `insert into venues (id, workspace_id, name, time_zone, slot_interval, turn_times, buffer_before,
                         buffer_after, lead_time, horizon_days, hold_seconds, cancellation_cutoff,
                         follow_ups)
     values (${id(2)}, ${id(1)}, 'v', 'UTC', 15, '[]', 0, 0, 0, 90, 300, 0, '{}')`,
    `insert into customers (id, workspace_id, external_id)
     values (${id(3)}, ${id(1)}, 'a'), (${id(4)}, ${id(1)}, 'b')`,
    `insert into waitlist_entries
       (id, workspace_id, venue_id, customer_id, party_size, earliest, latest, left_at)
     values ${entry(10, 3, `'2099-01-02'`, 'now()')}, ${entry(11, 3, `'2099-01-02'`)},
            ${entry(12, 3, `'2099-01-02'`)}, ${entry(13, 3, `'2099-01-02'`)},
            ${entry(14, 3, `'2099-01-03'`)}, ${entry(15, 4, `'2099-01-02'`)}`,
  );
  await migrate(database.url);
  const waiting = await database.run(
    'select right(id::text, 2) as id from waitlist_entries where left_at is null order by 1',
  );
  expect(waiting).toEqual([{ id: '11' }, { id: '14' }, { id: '15' }]);
});
