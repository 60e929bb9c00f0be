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
import { ringOf } from '../../src/platform/secret-ring.ts';

const SECRET = 'a-secret-of-the-races-only-0123456789';

/**
 * A migrated PostgreSQL for one test file, behind Neon's protocol, with a caller for the requests.
 */
export interface RealPostgres {
  readonly database: Database;
  /** The URL of the endpoint, the service's secret and a key, for tests that send HTTP requests. */
  readonly databaseUrl: string;
  readonly keySecret: string;
  readonly key: string;
  readonly caller: Caller;
  /** Does nothing: the tests themselves call the work after a response. */
  enqueueFollowUp(): void;
  /** Does nothing: no test of races reads cached answers. */
  venueChanged(): void;
  /** Runs SQL of a test on a separate connection, which the application does not use. */
  rows<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]>;
  /** What the server has logged so far. */
  log(): string;
  stop(): Promise<void>;
}

/** @param settings of the server, such as max_connections */
export async function startRealPostgres(
  settings: Readonly<Record<string, string>> = {},
): Promise<RealPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'maitred-races-'));
  const logFile = join(folder, 'postgres.log');
  const cluster = await startPostgresCluster({ deadlock_timeout: '200ms', ...settings }, logFile);
  const open = () => openPostgresBackend({ connectionString: cluster.connectionString, max: 80 });
  const first = open();
  const migrating = await startNeonEndpoint({ backend: first });
  await migrate(migrating.connectionString);
  await migrating.close();
  await first.close();
  const started = readFileSync(logFile, 'utf8').length;
  // A pool of one connection, because tests ask for rows at the same time.
  const checker = new pg.Pool({
    connectionString: cluster.connectionString,
    max: 1,
    idleTimeoutMillis: 0,
    // A seed may take longer than a request.
    options: '-c statement_timeout=0',
  });
  // The server may stop before the connection of an ended pool is closed.
  checker.on('error', () => {});
  // Longer limits than in production, because a slow machine must not fail a race. They apply to
  // connections that are opened after these statements.
  await checker.query(`alter role current_user set lock_timeout = '60s'`);
  await checker.query(`alter role current_user set statement_timeout = '60s'`);
  const backend = open();
  const endpoint = await startNeonEndpoint({ backend });
  const key = await createFirstKey({
    databaseUrl: endpoint.connectionString,
    keySecret: SECRET,
    workspace: 'races',
    name: 'races',
    scopes: SCOPES,
  });
  // The mailbox of a random guest may get any number of emails a day.
  await checker.query(`update workspaces set limits = '{"address_emails": 1000000}'`);
  const caller = await createSigner(ringOf(SECRET)).verify(key);
  if (caller === undefined) throw new Error('the key does not verify');
  return {
    database: openDatabase({ url: endpoint.connectionString, timeoutMs: 60_000 }),
    databaseUrl: endpoint.connectionString,
    keySecret: SECRET,
    key,
    caller,
    enqueueFollowUp() {},
    venueChanged() {},
    rows: async <Row extends pg.QueryResultRow>(sql: string) =>
      (await checker.query<Row>(sql)).rows,
    // The log from the end of the start. Before that, a client that connects too early causes a
    // FATAL line.
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
