import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createFirstKey } from '../../scripts/create-first-key.ts';
import { startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../../scripts/local/postgres-backend.ts';
import { startPostgresCluster } from '../../scripts/local/postgres-cluster.ts';
import { migrate } from '../../scripts/migrate.ts';
import { type Caller, createSigner } from '../../src/platform/auth/key.ts';
import { SCOPES } from '../../src/platform/auth/scopes.ts';
import { type Database, openDatabase } from '../../src/platform/database.ts';

const SECRET = 'a-secret-of-the-races-only-0123456789';

/** A migrated PostgreSQL of its own, behind Neon's protocol, with a caller to race as. */
export interface RealPostgres {
  readonly database: Database;
  readonly caller: Caller;
  /** What is behind a response is called by the races themselves. */
  enqueueFollowUp(): void;
  /** The checker's own connection, for SQL of its own: nothing of the application's. */
  rows<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]>;
  /** What the server has logged so far. */
  log(): string;
  stop(): Promise<void>;
}

export async function startRealPostgres(): Promise<RealPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'maitred-races-'));
  const logFile = join(folder, 'postgres.log');
  const cluster = await startPostgresCluster({ deadlock_timeout: '200ms' }, logFile);
  const open = () => openPostgresBackend({ connectionString: cluster.connectionString, max: 80 });
  const first = open();
  const migrating = await startNeonEndpoint({ backend: first });
  await migrate(migrating.connectionString);
  await migrating.close();
  await first.close();
  const started = readFileSync(logFile, 'utf8').length;
  const checker = new pg.Client(cluster.connectionString);
  await checker.connect();
  // Whether a lock is granted in time is the machine's speed, and nothing that a race is to find
  // out. Connections opened from here on have it.
  await checker.query(`alter role current_user set lock_timeout = '60s'`);
  const backend = open();
  const endpoint = await startNeonEndpoint({ backend });
  const key = await createFirstKey({
    databaseUrl: endpoint.connectionString,
    keySecret: SECRET,
    workspace: 'races',
    name: 'races',
    scopes: SCOPES,
  });
  const caller = await createSigner(SECRET).verify(key);
  if (caller === undefined) throw new Error('the key does not verify');
  return {
    database: openDatabase({ url: endpoint.connectionString, timeoutMs: 60_000 }),
    caller,
    enqueueFollowUp() {},
    rows: async <Row extends pg.QueryResultRow>(sql: string) =>
      (await checker.query<Row>(sql)).rows,
    // From when it was up: who asks too early is told that it is starting, as FATAL.
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
