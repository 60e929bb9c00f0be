import { parseArgs } from 'node:util';
import pg from 'pg';
import { createFirstKey } from '../scripts/create-first-key.ts';
import { startNeonEndpoint } from '../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../scripts/local/postgres-backend.ts';
import { startPostgresCluster } from '../scripts/local/postgres-cluster.ts';
import { migrate } from '../scripts/migrate.ts';
import { type CustomerQuery, listCustomers } from '../src/customers/list-customers.ts';
import { showCustomer } from '../src/customers/show-customer.ts';
import { sweepCustomers } from '../src/customers/sweep-customers.ts';
import { createSigner } from '../src/platform/auth/key.ts';
import { createCursors } from '../src/platform/cursors.ts';
import { counted, type DatabaseUse, openDatabase } from '../src/platform/database.ts';
import { ringOf } from '../src/platform/secret-ring.ts';
import { machineLoad } from './cpu.ts';
import { medianOf } from './interval.ts';
import { machineOf } from './report.ts';

// `npm run bench:guests` measures how long the database executes each search of the guest book, in a
// workspace with a million guests and in one with ten, which share the tables. The guests are stored
// without triggers and then indexed by the sweep, as those of an older version are. `-- --guests 10000`
// makes a small run.

const { values } = parseArgs({ options: { guests: { type: 'string', default: '1000000' } } });
const GUESTS = Number(values.guests);
const KEY_SECRET = 'a-secret-of-the-benchmark-only-0123456789';
const RUNS = 25;

const FIRST = `array['Marie','Maria','Anna','Léa','José','Ahmed','Yuki','Olga','Peter','Paul','Ines','Noor',
  'Jürgen','Sofia','Luca','Emma','Hugo','Mateo','Chloé','Ivan','Zoë','Björn','Fatima','Wei','Aisha','Tom']`;
const START = `array['Ba','Be','Bo','Da','De','Du','Fa','Fi','Ga','Gu','Ha','Ho','Ka','Ko','La','Le','Ma','Me',
  'Mo','Mü','Na','No','Pa','Pe','Ra','Ro','Sa','Schm','Schw','Ta','Ti','Va','Vi','Wa','We']`;
const MIDDLE = `array['l','n','r','t','rt','ll','nd','v','g','ck','m','ss']`;
const END = `array['er','mann','in','ez','ski','sen','a','o','et','ova','son','i','ini','oux','berg','ley']`;
const pick = (list: string, seed: string) =>
  `(${list})[1 + abs(hashtext(n || '${seed}')) % cardinality(${list})]`;
/** Guests who were last seen in the last three years, most of them long ago. */
const fill = (workspace: string, from: number, to: number) => `
  insert into customers (id, workspace_id, external_id, name, email, phone, tags, created_at,
                         last_seen_at)
  select customer_id_v1('${workspace}', 'guest-' || n), '${workspace}', 'guest-' || n,
         ${pick(FIRST, 'f')} || ' ' || ${pick(START, 's')} || ${pick(MIDDLE, 'm')}
           || ${pick(MIDDLE, 'x')} || ${pick(END, 'e')},
         'guest.' || n || '@example.com', '+33 6 ' || lpad(n::text, 8, '0'),
         array_remove(array[case when n % 5 = 0 then 'regular' end,
                            case when n % 800 = 1 then 'vip' end,
                            case when n % 100000 = 7 then 'critic' end], null),
         now() - interval '3 years',
         now() - (abs(hashtext(n || 'l')) % 1000000) * interval '94 seconds'
    from generate_series(${from}, ${to}) n`;

const load = machineLoad();
const cluster = await startPostgresCluster({
  ...{ shared_buffers: '1GB', synchronous_commit: 'off', max_wal_size: '4GB' },
});
const backend = openPostgresBackend({ connectionString: cluster.connectionString, max: 1 });
const endpoint = await startNeonEndpoint({ backend });
try {
  await migrate(endpoint.connectionString);
  const many = await callerOf('many');
  const ten = await callerOf('ten');
  const client = new pg.Client(cluster.connectionString);
  await client.connect();
  await client.query('set statement_timeout = 0');
  await client.query('set session_replication_role = replica');
  await client.query(fill(ten.workspaceId, 1, 10));
  for (let from = 1; from <= GUESTS; from += 100_000) {
    await client.query(fill(many.workspaceId, from, Math.min(GUESTS, from + 99_999)));
  }
  await client.query('set session_replication_role = origin');
  await client.query('update customer_indexing set finished_at = null');
  await index();
  await client.query('vacuum analyze');
  const { rows } = await client.query<{ table: string; size: string }>(
    `select relname as table, pg_size_pretty(pg_total_relation_size(oid)) as size from pg_class
      where relname in ('customers', 'customer_index', 'customer_keys') order by 1`,
  );
  for (const { table, size } of rows) console.log(`${table}: ${size} with its indexes`);
  await client.end();

  const real = openDatabase({ url: endpoint.connectionString, timeoutMs: 60_000 });
  const cursors = createCursors(ringOf(KEY_SECRET));
  const half = await cursorAt(many, new Date(Date.now() - 500 * 86_400_000).toISOString());
  const searches: Record<string, Partial<CustomerQuery>> = {
    'all guests': {},
    'all guests, a page in the middle': { after: half },
    'name: m': { name: 'm' },
    'name: mar': { name: 'mar' },
    'name: mar, a page in the middle': { name: 'mar', after: half },
    'name: schm': { name: 'schm' },
    'name: marie schwa': { name: 'marie schwa' },
    'name: mullberg': { name: 'mullberg' },
    'name: nobody has it': { name: 'xyz' },
    'phone, E.164': { phone: `+336${String(Math.ceil(GUESTS / 2)).padStart(8, '0')}` },
    'phone, as in the country': { phone: '06 00 00 00 07', country: 'FR' },
    email: { email: `Guest.${Math.ceil(GUESTS / 2)}@example.com` },
    'tag of a fifth': { tag: 'regular' },
    'tag of 1,250 in a million': { tag: 'vip' },
    'tag of ten in a million': { tag: 'critic' },
    'name and tag: mar, vip': { name: 'mar', tag: 'vip' },
  };
  console.log('| Search | a million: median | worst | found | ten: median | worst | found |');
  console.log('|---|---|---|---|---|---|---|');
  for (const [name, query] of Object.entries(searches)) {
    const cells: (string | number)[] = [];
    for (const caller of [many, ten]) {
      const { after, ...rest } = query;
      const own = caller === ten || after === undefined ? rest : { ...rest, after };
      let found = 0;
      const times = await measured(async (database) => {
        const { data } = await listCustomers({ database, cursors }, caller, { ...own, limit: 50 });
        found = data.length;
      });
      cells.push(...times, found);
    }
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
  const one = await measured((database) => showCustomer({ database }, many, 'guest-7'));
  console.log(`| one guest, shown | ${one.join(' | ')} | 1 | | | |`);

  /** The median and the worst of the database's time, in milliseconds. The first runs are left out. */
  async function measured(
    work: (database: ReturnType<typeof counted>) => Promise<unknown>,
  ): Promise<string[]> {
    const times: number[] = [];
    for (let run = -5; run < RUNS; run += 1) {
      const use: DatabaseUse = {
        ...{ requests: 0, ms: 0, inDatabaseMs: undefined, slots: undefined, cacheFactor: 1 },
      };
      await work(counted(real, use));
      if (run >= 0 && use.inDatabaseMs !== undefined) times.push(use.inDatabaseMs);
    }
    return [medianOf(times) ?? Number.NaN, Math.max(...times)].map((ms) => ms.toFixed(2));
  }

  /** The cursor after all guests who were seen after an instant. */
  function cursorAt(caller: typeof many, seen: string): Promise<string> {
    const last = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
    return cursors.sign(caller, 'customers', JSON.stringify([seen, last]));
  }
} finally {
  await endpoint.close();
  await backend.close();
  await cluster.stop();
}
console.log(JSON.stringify(machineOf(load)));

async function callerOf(workspace: string) {
  const key = await createFirstKey({
    ...{ databaseUrl: endpoint.connectionString, keySecret: KEY_SECRET, workspace, name: 'bench' },
    scopes: ['messages:read', 'bookings:read'],
  });
  const caller = await createSigner(ringOf(KEY_SECRET)).verify(key);
  if (caller === undefined) throw new Error('the key does not verify');
  return caller;
}

/** Indexes all guests with the sweep, and prints how long a page takes. */
async function index(): Promise<void> {
  const database = openDatabase({ url: endpoint.connectionString, timeoutMs: 60_000 });
  const log = { info() {}, warn() {}, error() {} };
  const started = performance.now();
  let customers = 0;
  for (let finished = false; !finished; ) {
    const swept = await sweepCustomers({ database, log, now: Date.now });
    customers += swept.customers;
    finished = swept.finished;
  }
  const ms = performance.now() - started;
  console.log(
    `${customers} guests indexed by the sweep in ${(ms / 1000).toFixed(0)} s, ` +
      `${((ms / customers) * 500).toFixed(1)} ms a page of 500`,
  );
}
