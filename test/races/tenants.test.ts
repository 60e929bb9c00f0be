import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../../scripts/local/postgres-backend.ts';
import {
  type PostgresCluster,
  startPostgresCluster,
} from '../../scripts/local/postgres-cluster.ts';
import { migrate } from '../../scripts/migrate.ts';
import { REQUESTS, statementsOfCallers, valuesOf } from './caller-statements.ts';
import { type Scan, scansOf } from './plans-of.ts';
import {
  type Ids,
  idsOf,
  SEED_OF_ALL,
  seedOf,
  TENANTS,
  TEST_ID,
  type TenantName,
} from './tenant-seed.ts';

const statements = await statementsOfCallers();
let cluster: PostgresCluster;
let client: pg.Client;
const ids = new Map<TenantName, Ids>();

beforeAll(async () => {
  // Without autovacuum, the statistics stay what the test has made them.
  cluster = await startPostgresCluster({
    ...{ synchronous_commit: 'off', autovacuum: 'off', fsync: 'off', full_page_writes: 'off' },
  });
  client = new pg.Client(cluster.connectionString);
  await client.connect();
  const backend = openPostgresBackend({ connectionString: cluster.connectionString, max: 2 });
  const endpoint = await startNeonEndpoint({ backend });
  await migrate(endpoint.connectionString);
  await endpoint.close();
  await backend.close();
  await run([
    TEST_ID,
    ...SEED_OF_ALL,
    ...seedOf('huge'),
    'vacuum analyze',
    ...seedOf('average'),
    ...seedOf('tiny'),
  ]);
  for (const tenant of TENANTS) {
    const { rows } = await client.query<{ ids: Ids }>(idsOf(tenant));
    ids.set(tenant, rows[0]?.ids as Ids);
  }
}, 120_000);

afterAll(async () => {
  await client?.end();
  await cluster?.stop();
});

const run = async (texts: readonly string[]) => {
  for (const text of texts) await client.query(text);
};

/** The kinds of statistics, in the order in which the test reaches them. */
const STATES = [
  { state: 'statistics of the time when there was one tenant', reach: [] },
  {
    state: 'the statistics of empty tables',
    reach: [
      `delete from pg_statistic`,
      `update pg_class set relpages = 0, reltuples = 0, relallvisible = 0
        where relnamespace = 'public'::regnamespace`,
    ],
  },
  { state: 'fresh statistics', reach: ['vacuum analyze'] },
];

it('knows every statement that acts for a caller', () => {
  expect([...statements.keys()].sort()).toEqual(Object.keys(REQUESTS).sort());
});

describe.each(STATES)('with $state', ({ reach }) => {
  beforeAll(() => run(reach), 120_000);

  describe.each(['force_custom_plan', 'force_generic_plan'])('and %s', (mode) => {
    it.each(Object.entries(REQUESTS))(
      '%s reads no more than its answer',
      async (name, requests) => {
        const tooMany: string[] = [];
        for (const [tenant, named] of ids) {
          for (const { values, reads } of requests(named)) {
            for (const [form, statement] of (statements.get(name) ?? []).entries()) {
              const { rows, scans } = await scansOf(
                client,
                {
                  name: `${name} ${form}`,
                  text: statement.text,
                  values: valuesOf(statement, named, values),
                },
                mode,
              );
              // A key that is refused, or a row that is not found, would read nothing. A function
              // that raises a refusal returns no row, and the message upsert has no such column.
              for (const row of rows)
                if (row !== null && typeof row === 'object' && 'result' in row)
                  expect(row).toMatchObject({ result: { keyRefusal: null } });
              if (name.startsWith('select') && name !== 'selectErasure')
                expect(rows).not.toMatchObject([{ result: { body: null } }]);
              const read = scans.reduce((sum, { rows }) => sum + rows, 0);
              // An index scan that begins or ends at the wrong place reads pages without rows.
              const wide = scans.find(({ rows, loops, pages }) => pages > mostPages(rows, loops));
              if (wide !== undefined && name.startsWith('select') && !('since' in values)) {
                const { what, rows, loops, pages } = wide;
                tooMany.push(`${tenant}: ${pages} pages for ${rows} rows in ${loops}: ${what}`);
              }
              if (read > reads) {
                const form = JSON.stringify(values);
                tooMany.push(`${tenant} ${form} reads ${read} rows of ${reads}:\n${worst(scans)}`);
              }
            }
          }
        }
        expect(tooMany.join('\n')).toBe('');
      },
    );
  });
});

/**
 * The pages of so many rows, and of so many searches for the first of them in an index. A list with
 * `since` is left out: its scan goes on to the end of the tenant's entries in the index.
 */
const mostPages = (rows: number, loops: number) => 100 + 3 * rows + 6 * loops;

const worst = (scans: readonly Scan[]) =>
  [...scans]
    .sort((a, b) => b.rows - a.rows)
    .slice(0, 4)
    .map(({ what, rows }) => `  ${rows} rows: ${what}`)
    .join('\n');
