import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { DatabaseUse } from '../../src/platform/database.ts';
import { integer } from '../../src/platform/parameter-kinds.ts';
import {
  inDatabaseMs,
  type Placeholders,
  preparedStatement,
  type Statement,
  statement,
} from '../../src/platform/statement.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

const SLEEP_MS = 200;
const params = { ms: integer };
const row = z.object({ done: z.boolean() });
const sleep = ({ ms }: Placeholders<typeof params>) => sql`pg_sleep(${ms} / 1000.0) is not null`;

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
});
afterAll(() => postgres.stop());

/** The time that the database says to have spent on a statement, and how long its request took. */
async function timeOf(wanted: Statement<typeof params, z.infer<typeof row>>) {
  const use: DatabaseUse = {
    requests: 0,
    ms: 0,
    inDatabaseMs: undefined,
    slots: undefined,
    cacheFactor: 1,
  };
  const started = performance.now();
  expect(await postgres.database.run(wanted, { ms: SLEEP_MS }, use)).toEqual([{ done: true }]);
  return { told: use.inDatabaseMs, elapsedMs: performance.now() - started };
}

const prepared = preparedStatement({
  ...{ params, row },
  sql: (p) => sql`select jsonb_build_object('done', ${sleep(p)}) as result`,
});
const timed = statement({
  ...{ params, row },
  sql: (p) => sql`select ${sleep(p)} as done, ${inDatabaseMs}`,
});
const untimed = statement({ params, row, sql: (p) => sql`select ${sleep(p)} as done` });

it.each([
  ['a prepared statement', prepared],
  ['a statement with the column', timed],
])('%s tells how long the database has executed it', async (_, wanted) => {
  const { told, elapsedMs } = await timeOf(wanted);
  expect(told).toBeGreaterThanOrEqual(SLEEP_MS);
  expect(told).toBeLessThanOrEqual(elapsedMs);
});

it('is not known for a statement without the column', async () => {
  expect((await timeOf(untimed)).told).toBeUndefined();
});
