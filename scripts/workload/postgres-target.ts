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
/** How many connections the application may have. */
const CONNECTIONS = 80;

/** A database of a workload. */
export interface PostgresTarget extends Target {
  close(): Promise<void>;
}

/** A temporary PostgreSQL whose databases begin as copies of a migrated one. */
export interface WorkloadPostgres {
  /** Makes a database with a key. One at a time can be open. */
  open(): Promise<PostgresTarget>;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL for workloads. Stopping it deletes the data. */
export async function startWorkloadPostgres(): Promise<WorkloadPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'maitred-workload-'));
  const logFile = join(folder, 'postgres.log');
  const cluster = await startPostgresCluster({ deadlock_timeout: '200ms' }, logFile);
  const first = openPostgresBackend({ connectionString: cluster.connectionString, max: 4 });
  const migrating = await startNeonEndpoint({ backend: first });
  await migrate(migrating.connectionString);
  await migrating.close();
  await first.close();
  const urlOf = (database: string) => {
    const url = new URL(cluster.connectionString);
    url.pathname = `/${database}`;
    return url.toString();
  };
  const admin = new pg.Client({ connectionString: urlOf('postgres') });
  admin.on('error', () => {});
  await admin.connect();
  // Longer limits than in production, because a slow machine must not fail a workload.
  await admin.query(`alter role current_user set lock_timeout = '60s'`);
  await admin.query(`alter role current_user set statement_timeout = '60s'`);
  let opened = 0;
  return {
    async open() {
      opened += 1;
      const database = `workload${opened}`;
      await admin.query(`create database ${database} template maitred`);
      return openTarget(urlOf(database), logFile);
    },
    async stop() {
      await admin.end();
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openTarget(connectionString: string, logFile: string): Promise<PostgresTarget> {
  const started = readFileSync(logFile, 'utf8').length;
  const options = '-c statement_timeout=0';
  const checker = new pg.Pool({ connectionString, max: 1, idleTimeoutMillis: 0, options });
  checker.on('error', () => {});
  const backend = openPostgresBackend({ connectionString, max: CONNECTIONS });
  const endpoint = await startNeonEndpoint({ backend });
  const databaseUrl = endpoint.connectionString;
  const names = { workspace: 'workload', name: 'workload' };
  const key = await createFirstKey({ databaseUrl, keySecret: SECRET, ...names, scopes: SCOPES });
  return {
    ...{ databaseUrl, keySecret: SECRET, key },
    rows: async <Row extends pg.QueryResultRow>(sql: string) =>
      (await checker.query<Row>(sql)).rows,
    log: () => readFileSync(logFile, 'utf8').slice(started),
    async close() {
      await checker.end();
      await endpoint.close();
      await backend.close();
    },
  };
}
