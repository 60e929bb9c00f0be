import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../../scripts/local/postgres-backend.ts';
import {
  type PostgresCluster,
  startPostgresCluster,
} from '../../scripts/local/postgres-cluster.ts';
import { migrate } from '../../scripts/migrate.ts';
import { selectConversationEmotions } from '../../src/emotions/statistics/store.ts';
import { idSchema } from '../../src/platform/ids.ts';
import { encodeValues } from '../../src/platform/statement.ts';
import { BACKGROUND, type Named, SWEEPS } from './background-statements.ts';
import { type Scan, scansOf } from './plans-of.ts';
import { backlogOf, FEW_DUE, seedOf, unfoldedOf, waitingOf } from './workspaces-seed.ts';

/** How many workspaces there are. Each has one row of a kind or more that is not due. */
const WORKSPACES = 8000;
/** What a statement may read. Twenty workspaces have something that is due. */
const FEW = 1000;
/** These read a sample: of the rows of large tables, and of the venues at which a party waits. */
const SAMPLES: Readonly<Record<string, number>> = { measureUsage: 9000, selectAwaited: 9000 };
/** The jobs of the backlog, which are more than one claim takes. */
const BACKLOG = 1500;
/** Their entries in an index take some 400 pages. */
const WAITING = 60_000;

let cluster: PostgresCluster;
let client: pg.Client;

const run = async (texts: readonly string[]) => {
  for (const text of texts) await client.query(text);
};

beforeAll(async () => {
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
  await run([...seedOf(WORKSPACES), ...FEW_DUE]);
}, 180_000);

afterAll(async () => {
  await client?.end();
  await cluster?.stop();
});

async function scansFor(name: string): Promise<readonly Scan[]> {
  const { text, values } = BACKGROUND[name] ?? {};
  if (text === undefined || values === undefined) throw new Error(`no statement ${name}`);
  // These statements need no names.
  const given = { name: '', text, values: values({} as Named) };
  const { scans } = await scansOf(client, given, 'auto');
  return scans;
}

const rowsOf = async (name: string) =>
  (await scansFor(name)).reduce((sum, { rows }) => sum + rows, 0);

/** The most pages that a scan of a table has read. */
const widest = (scans: readonly Scan[], of: string) =>
  Math.max(0, ...scans.flatMap(({ table, pages }) => (table === of ? pages : [])));

const CLAIMS = [
  'claimDueForGuests',
  'claimDueForWebhooks',
  'selectDueForGuests',
  'selectDueForWebhooks',
];

describe('with many workspaces of which few have anything that is due', () => {
  it.each(SWEEPS)('%s follows what is due', async (name) => {
    expect(await rowsOf(name)).toBeLessThan(SAMPLES[name] ?? FEW);
  });
});

it('selectAwaited chooses among all venues at which a party waits', async () => {
  const { text = '' } = BACKGROUND['selectAwaited'] ?? {};
  const chosen = new Set<string>();
  for (let run = 0; run < 40; run += 1) {
    await client.query('begin');
    const { rows } = await client.query<{ venues: string[] }>(text, [300, 1000]);
    await client.query('rollback');
    const [{ venues } = { venues: [] }] = rows;
    expect(new Set(venues).size).toBe(300);
    for (const venue of venues) chosen.add(venue);
  }
  // By chance, 78 % of them: 300 of 8,000, forty times.
  expect(chosen.size).toBeGreaterThan(WORKSPACES * 0.7);
});

describe('with a workspace that has one job that is due, and many that wait', () => {
  beforeAll(() => run(waitingOf(WAITING)), 60_000);

  it.each(CLAIMS)('%s ends where the due jobs end', async (name) => {
    const scans = await scansFor(name);
    // An index scan that reads on finds no rows, but reads pages.
    const wide = scans.filter(({ table, pages }) => table === 'jobs' && pages > 200);
    expect(wide).toEqual([]);
  });
});

describe('with a workspace that has many messages that are pending or set apart', () => {
  beforeAll(() => run(unfoldedOf(WAITING)), 60_000);

  it('selectOverdue ends where the overdue messages end', async () => {
    expect(widest(await scansFor('selectOverdue'), 'pending_messages')).toBeLessThan(200);
  });

  it('the statistics of a conversation read no messages of others that are set apart', async () => {
    const { rows } = await client.query<{ key: string; workspace: string }>(
      `select id as key, workspace_id as workspace from api_keys order by workspace_id limit 1`,
    );
    const values = encodeValues(selectConversationEmotions, {
      callerKey: idSchema<'key'>().parse(rows[0]?.key),
      callerWorkspace: idSchema<'workspace'>().parse(rows[0]?.workspace),
      callerScopes: ['admin'],
      ...{ conversation: 'c', role: null, window: 10 },
    });
    for (const mode of ['force_generic_plan', 'force_custom_plan']) {
      const given = { name: `statistics ${mode}`, text: selectConversationEmotions.text, values };
      const { scans } = await scansOf(client, given, mode);
      expect(scans.map(({ table }) => table)).toContain('set_apart_messages');
      expect(widest(scans, 'set_apart_messages')).toBeLessThan(200);
    }
  });
});

describe('with a workspace that has a backlog of jobs, some for an endpoint that rests', () => {
  beforeAll(() => run(backlogOf(BACKLOG)), 60_000);

  it.each(CLAIMS)('%s does not visit the other workspaces', async (name) => {
    expect(await rowsOf(name)).toBeLessThan(WORKSPACES);
  });
});
