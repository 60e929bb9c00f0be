import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../../scripts/local/postgres-backend.ts';
import { startPostgresCluster } from '../../scripts/local/postgres-cluster.ts';
import { migrate } from '../../scripts/migrate.ts';
import { insertVenues, venueIdSql } from '../bookings/places.ts';
import { bookings } from '../bookings/workload.ts';
import { bundleWorkers } from '../bundle-workers.ts';
import { seedDatabase } from '../seed.ts';
import { startStage } from '../stage.ts';
import { type Answered, converse, type Kind, MIXES, type Mix } from './conversation.ts';

// `npm run bench:cache` measures what the caches of answers save for an assistant's conversations, at
// 90 ms to the database. It compares turns with the caches with turns whose requests all carry
// `Cache-Control: no-store`, which bypasses them: on, off, off, on. Nothing else differs.
// `-- --clients 1` measures one conversation at a time instead of 20, `-- --mix 0` the first mix only.

const DELAY_MS = 90;
const { values: options } = parseArgs({
  options: { clients: { type: 'string', default: '20' }, mix: { type: 'string' } },
});
const CLIENTS = Number(options.clients);
/** The conversations of a turn start within these seconds. */
const SPREAD_S = CLIENTS === 1 ? 0 : 8;
const TURNS = [true, false, false, true];
const KINDS: readonly Kind[] = ['message', 'booking', '5s', '60s'];

interface Measured {
  readonly isOn: boolean;
  readonly answered: Answered[];
  readonly databaseRequests: number;
}

const cluster = await startPostgresCluster({ shared_buffers: '256MB' });
try {
  const backend = openPostgresBackend({ connectionString: cluster.connectionString, max: 2 });
  const endpoint = await startNeonEndpoint({ backend });
  await migrate(endpoint.connectionString);
  await endpoint.close();
  await backend.close();
  await seedDatabase(cluster.connectionString, 1, [
    insertVenues({
      ...{ id: venueIdSql('0'), name: `'venue'`, timeZone: 'UTC', opens: '12:00' },
      ...{ interval: 15, stays: 90 },
    }),
    `insert into resources (id, workspace_id, venue_id, name, kind, min_party, max_party, priority)
     select gen_random_uuid(), workspace_id, id, 'T' || n, 'table', 1, 4, 0
       from venues, generate_series(1, 60) n`,
  ]);
  const bundles = await bundleWorkers();
  const stage = await startStage('maitred', cluster.connectionString, bundles, bookings);
  try {
    const { url } = stage;
    if (url === undefined) throw new Error('the Worker has no URL');
    await stage.setDelay(DELAY_MS);
    let conversations = 0;
    const runTurn = async (mix: Mix, isOn: boolean): Promise<Measured> => {
      const headers = { ...stage.headers, ...(isOn ? {} : { 'Cache-Control': 'no-store' }) };
      const before = (await stage.roundTrips()).blocking;
      const all = await Promise.all(
        Array.from({ length: CLIENTS }, async (_, client) => {
          const n = conversations;
          conversations += 1;
          const waitMs = (client / CLIENTS) * SPREAD_S * 1000;
          await new Promise((resolve) => setTimeout(resolve, waitMs));
          return converse({ url, headers }, mix, n);
        }),
      );
      const databaseRequests = (await stage.roundTrips()).blocking - before;
      await stage.settle();
      return { isOn, answered: all.flat(), databaseRequests };
    };
    // The first request of a Worker is slower than all others.
    await fetch(`${url}/v1/limits`, { headers: stage.headers });
    console.log(`${CLIENTS} at a time, ${cpus()[0]?.model}, ${new Date().toISOString()}`);
    for (const mix of MIXES.filter((_, n) => n === Number(options.mix ?? n))) {
      // One after the other: they share the machine and the isolate.
      const measured: Measured[] = [];
      for (const isOn of TURNS) measured.push(await runTurn(mix, isOn));
      report(mix, measured);
    }
  } finally {
    await stage.stop();
  }
} finally {
  await cluster.stop();
}

function report(mix: Mix, measured: readonly Measured[]): void {
  const of = (isOn: boolean, kind?: Kind) =>
    measured
      .filter((turn) => turn.isOn === isOn)
      .flatMap(({ answered }) =>
        answered.filter((each) => kind === undefined || each.kind === kind),
      );
  const count = (TURNS.length / 2) * CLIENTS;
  const sum = (answered: readonly Answered[]) => answered.reduce((ms, each) => ms + each.ms, 0);
  const mean = (answered: readonly Answered[]) => (sum(answered) / answered.length).toFixed(1);
  const share = (answered: readonly Answered[]) =>
    `${((100 * answered.filter(({ isHit }) => isHit).length) / answered.length).toFixed(0)} %`;
  console.log(`\n${mix.name}`);
  console.log('| Requests | for each conversation | from the cache | mean, on | mean, off |');
  console.log('|---|---|---|---|---|');
  for (const kind of [...KINDS, undefined]) {
    const [on, off] = [of(true, kind), of(false, kind)];
    const cells = [kind ?? 'all', on.length / count, share(on), mean(on), mean(off)];
    console.log(`| ${cells.join(' | ')} |`);
  }
  const [on, off] = [sum(of(true)) / count, sum(of(false)) / count];
  const saved = ((100 * (off - on)) / off).toFixed(1);
  console.log(
    `Waiting in a conversation: ${on.toFixed(0)} ms on, ${off.toFixed(0)} off: ${saved} %`,
  );
  // What other programs do to the machine reaches the sum of all requests, and this less.
  const byHits = KINDS.reduce((ms, kind) => {
    const hits = of(true, kind).filter(({ isHit }) => isHit);
    const missed = of(false, kind);
    return ms + (hits.length * sum(missed)) / missed.length - sum(hits);
  }, 0);
  console.log(`Saved by the hits alone: ${(byHits / count).toFixed(0)} ms a conversation`);
  const requests = (isOn: boolean) =>
    measured
      .filter((turn) => turn.isOn === isOn)
      .reduce((total, { databaseRequests }) => total + databaseRequests, 0) / count;
  console.log(
    `Database requests: ${requests(true).toFixed(1)} on, ${requests(false).toFixed(1)} off`,
  );
  const turns = measured.map(
    ({ isOn, answered }) => `${isOn ? 'on' : 'off'} ${(sum(answered) / CLIENTS).toFixed(0)}`,
  );
  console.log(`Turns, ms of waiting in a conversation: ${turns.join(', ')}`);
}
