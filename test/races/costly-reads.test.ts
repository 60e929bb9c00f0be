import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type DatabaseUse, openDatabase } from '../../src/platform/database.ts';
import { Refused } from '../../src/platform/database-errors.ts';
import { newId, type WorkspaceId } from '../../src/platform/ids.ts';
import { statement } from '../../src/platform/statement.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

const AT_ONCE = 2;
const WAITING = 4 * AT_ONCE;
const READERS = 30;

/** A read that takes long enough for all others to arrive. */
const costlyRead = statement({
  params: {},
  row: z.object({ done: z.boolean() }),
  sql: () => sql`select pg_sleep(1) is not null as done`,
});

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
});
afterAll(() => postgres.stop());

/** A read that uses no slot. */
const cheapRead = statement({
  params: {},
  row: z.object({ done: z.boolean() }),
  sql: () => sql`select pg_sleep(0.2) is not null as done`,
});

const connect = () => openDatabase({ url: postgres.databaseUrl, timeoutMs: 30_000 });

/** How a request of this workspace uses the database for a costly read. */
const useOf = (workspaceId: WorkspaceId): DatabaseUse => ({
  ...{ requests: 0, ms: 0, inDatabaseMs: undefined, cacheFactor: 1 },
  slots: { workspaceId, atOnce: AT_ONCE },
});

/** How many statements sleep, and how many wait for a slot. */
async function inProgress(): Promise<{ running: number; waiting: number }> {
  const [row] = await postgres.rows<{ running: number; waiting: number }>(`
    select count(*) filter (where wait_event = 'PgSleep')::int as running,
           count(*) filter (where wait_event = 'advisory')::int as waiting
      from pg_stat_activity where state = 'active'`);
  return row ?? { running: 0, waiting: 0 };
}

it('a workspace runs two costly reads at once, eight wait, and further ones are refused', async () => {
  const workspaceId: WorkspaceId = newId<'workspace'>();
  const use = useOf(workspaceId);
  // The server's connections are opened before, so that the readers arrive together.
  await Promise.all(Array.from({ length: READERS + 2 }, () => connect().run(cheapRead, {})));
  // Each reader stands for an isolate of its own.
  const reads = Array.from({ length: READERS }, () => connect().run(costlyRead, {}, use));
  const settled = Promise.allSettled(reads);
  await vi.waitFor(
    async () => expect(await inProgress()).toEqual({ running: AT_ONCE, waiting: WAITING }),
    { timeout: 10_000, interval: 20 },
  );

  // Another workspace does not wait, nor does a cheap read of the same one.
  const other = useOf(newId<'workspace'>());
  const others = [connect().run(costlyRead, {}, other), connect().run(costlyRead, {})];
  const first = Promise.race([settled, Promise.all(others).then(() => 'others')]);
  expect(await first).toBe('others');

  const outcomes = await settled;
  const done = outcomes.filter(({ status }) => status === 'fulfilled');
  const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  expect(done).toHaveLength(AT_ONCE + WAITING);
  expect(refused).toHaveLength(READERS - AT_ONCE - WAITING);
  for (const error of refused) {
    expect(error).toBeInstanceOf(Refused);
    expect(error).toMatchObject({
      ...{ code: 'MT429', reason: 'budget_spent' },
      detail: '{"most": 2, "limit": "costly_reads_at_once"}',
    });
  }
  // The slots are free again.
  expect(await inProgress()).toEqual({ running: 0, waiting: 0 });
  await expect(connect().run(costlyRead, {}, use)).resolves.toEqual([{ done: true }]);
});
