import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { SCOPES } from '../../src/platform/auth/scopes.ts';
import { createFirstKey } from '../create-first-key.ts';
import { startNeonEndpoint } from '../local/neon-endpoint.ts';
import { openPostgresBackend } from '../local/postgres-backend.ts';
import { startPostgresCluster } from '../local/postgres-cluster.ts';
import { migrate } from '../migrate.ts';
import type { Target } from './target.ts';

const SECRET = 'a-secret-of-the-workload-only-0123456789';

/** Starts a PostgreSQL with a new database and a key for a workload. Stopping it deletes the data. */
export async function startPostgresTarget(): Promise<Target & { stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'maitred-workload-'));
  const logFile = join(folder, 'postgres.log');
  const cluster = await startPostgresCluster({ deadlock_timeout: '200ms' }, logFile);
  const open = () => openPostgresBackend({ connectionString: cluster.connectionString, max: 80 });
  const first = open();
  const migrating = await startNeonEndpoint({ backend: first });
  await migrate(migrating.connectionString);
  await migrating.close();
  await first.close();
  const started = readFileSync(logFile, 'utf8').length;
  const checker = new pg.Pool({
    connectionString: cluster.connectionString,
    max: 1,
    idleTimeoutMillis: 0,
    options: '-c statement_timeout=0',
  });
  checker.on('error', () => {});
  // Longer limits than in production, because a slow machine must not fail a workload. They hold for
  // connections that are opened after these statements.
  await checker.query(`alter role current_user set lock_timeout = '60s'`);
  await checker.query(`alter role current_user set statement_timeout = '60s'`);
  const backend = open();
  const endpoint = await startNeonEndpoint({ backend });
  const databaseUrl = endpoint.connectionString;
  const names = { workspace: 'workload', name: 'workload' };
  const key = await createFirstKey({ databaseUrl, keySecret: SECRET, ...names, scopes: SCOPES });
  return {
    ...{ databaseUrl, keySecret: SECRET, key },
    rows: async <Row extends pg.QueryResultRow>(sql: string) =>
      (await checker.query<Row>(sql)).rows,
    log: () => readFileSync(logFile, 'utf8').slice(started),
    async stop() {
      await checker.end();
      await endpoint.close();
      await backend.close();
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
