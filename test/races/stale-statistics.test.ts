import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFirstKey } from '../../scripts/create-first-key.ts';
import { startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../../scripts/local/postgres-backend.ts';
import {
  type PostgresCluster,
  startPostgresCluster,
} from '../../scripts/local/postgres-cluster.ts';
import { migrate } from '../../scripts/migrate.ts';
import {
  BACKGROUND,
  type Named,
  NOT_BACKGROUND,
  statementsWithoutCaller,
} from './background-statements.ts';
import { BACKLOG, DRAIN, FILL, FIRST_MESSAGES, LATER_MESSAGES, NAMED } from './backlog-seed.ts';
import { type Scan, scansOf } from './plans-of.ts';

let cluster: PostgresCluster;
let client: pg.Client;

beforeAll(async () => {
  // Without autovacuum, the statistics stay what the test has made them.
  cluster = await startPostgresCluster({ synchronous_commit: 'off', autovacuum: 'off' });
  client = new pg.Client(cluster.connectionString);
  await client.connect();
  const backend = openPostgresBackend({ connectionString: cluster.connectionString, max: 2 });
  const endpoint = await startNeonEndpoint({ backend });
  await migrate(endpoint.connectionString);
  await createFirstKey({
    databaseUrl: endpoint.connectionString,
    keySecret: 'a-secret-of-the-plans-only-0123456789',
    workspace: 'plans',
    name: 'plans',
    scopes: [],
  });
  await endpoint.close();
  await backend.close();
}, 60_000);

afterAll(async () => {
  await client?.end();
  await cluster?.stop();
});

const run = async (statements: readonly string[]) => {
  for (const text of statements) await client.query(text);
};

/** Each state brings the database from the one before to a state with wrong statistics. */
const STATES = [
  {
    state: 'full tables that were analyzed when they were empty',
    reach: ['vacuum analyze', ...FILL],
    hasWork: true,
  },
  {
    state: 'drained tables that were analyzed when they were full',
    reach: ['vacuum analyze', ...DRAIN],
    hasWork: false,
  },
  {
    // No row is pending in these statistics, and each conversation has one message.
    state: 'a backlog that is not in the statistics',
    reach: [FIRST_MESSAGES, 'vacuum analyze', LATER_MESSAGES, ...BACKLOG],
    hasWork: true,
  },
];

it('knows every statement of the stores that runs without a caller', async () => {
  const found = await statementsWithoutCaller();
  const known = [...Object.keys(BACKGROUND), ...Object.keys(NOT_BACKGROUND)];
  expect([...found.keys()].sort()).toEqual(known.sort());
  for (const [name, { statement }] of Object.entries(BACKGROUND)) {
    expect(found.get(name), name).toBe(statement);
  }
});

describe.each(STATES)('with $state', ({ reach, hasWork }) => {
  let named: Named;
  let big: Set<string>;

  beforeAll(async () => {
    await run(reach);
    const found = await client.query<{ named: Named }>(NAMED);
    named = found.rows[0]?.named as Named;
    const { rows } = await client.query<{ relname: string }>(
      `select relname from pg_class where relkind = 'r' and pg_relation_size(oid) > 50 * 8192`,
    );
    big = new Set(rows.map(({ relname }) => relname));
  }, 180_000);

  describe.each(['force_custom_plan', 'force_generic_plan'])('and %s', (mode) => {
    it.each(Object.entries(BACKGROUND))('%s', async (name, { text, values, reads }) => {
      const given = { name, text, values: values(named) };
      const { affected, scans } = await scansOf(client, given, mode);
      if (hasWork) expect(affected).toBeGreaterThan(0);
      expect(scans.filter(({ isSequential, table }) => isSequential && big.has(table))).toEqual([]);
      expect(total(scans), describeScans(scans)).toBeLessThanOrEqual(reads);
    });
  });
});

const total = (scans: readonly Scan[]) => scans.reduce((sum, { rows }) => sum + rows, 0);

const describeScans = (scans: readonly Scan[]) =>
  scans
    .filter(({ rows }) => rows > 50)
    .map(({ what, rows }) => `${rows} rows: ${what}`)
    .join('\n');
