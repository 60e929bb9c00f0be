import { neon } from '@neondatabase/serverless';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../../scripts/local/postgres-backend.ts';
import {
  type PostgresCluster,
  startPostgresCluster,
} from '../../scripts/local/postgres-cluster.ts';
import { describeNeonEndpoint } from '../local/neon-endpoint-cases.ts';

let cluster: PostgresCluster;
beforeAll(async () => {
  cluster = await startPostgresCluster();
});
afterAll(() => cluster?.stop());

describeNeonEndpoint('PostgreSQL', async () =>
  openPostgresBackend({ connectionString: cluster.connectionString, max: 8 }),
);

describe('a statement whose client has gone', () => {
  it.each([
    ['a single statement', false],
    ['a batch', true],
  ])('is cancelled: %s', async (_, isBatch) => {
    const { connectionString } = cluster;
    const watcher = new pg.Client(connectionString);
    await watcher.connect();
    await watcher.query('create table if not exists gone (n int)');
    const backend = openPostgresBackend({ connectionString, max: 1 });
    const endpoint = await startNeonEndpoint({ backend });
    const sql = neon(endpoint.connectionString);
    const options = () => ({ fetchOptions: { signal: AbortSignal.timeout(500) } });
    const late = isBatch
      ? sql.transaction(
          [sql.query('insert into gone values (1)'), sql.query('select pg_sleep(60)')],
          options(),
        )
      : sql.query('select pg_sleep(60)', [], options());
    await expect(late).rejects.toThrow();
    const running = async () =>
      (
        await watcher.query(
          `select from pg_stat_activity where state <> 'idle' and query like '%pg_sleep(60)%'
              and pid <> pg_backend_pid()`,
        )
      ).rowCount;
    await expect.poll(running, { timeout: 5000 }).toBe(0);
    // The only connection is usable again, and the batch was rolled back.
    expect(await sql.query('select count(*)::int as n from gone')).toEqual([{ n: 0 }]);
    await endpoint.close();
    await backend.close();
    await watcher.end();
  });
});
