import { parseArgs } from 'node:util';
import { startPostgresCluster } from '../scripts/local/postgres-cluster.ts';
import { bundle } from '../scripts/local/workerd-runtime.ts';
import { migrate } from '../scripts/migrate.ts';
import { seedBookings } from './bookings/seed.ts';
import { bookings } from './bookings/workload.ts';
import { bundleWorkers } from './bundle-workers.ts';
import { machineLoad } from './cpu.ts';
import { intervalOfMedian, medianOf, ratiosOfNeighbours } from './interval.ts';
import { makeDatabase } from './make-database.ts';
import { measureCell } from './measure.ts';
import { seedMessages } from './messages/seed.ts';
import { messages } from './messages/workload.ts';
import { machineOf } from './report.ts';
import { copyDatabase } from './seed.ts';
import { startStage } from './stage.ts';
import type { Workload } from './workload.ts';

// `npm run bench:worker-cpu -- --before DIR` compares the Worker of another checkout with this one: the
// CPU of each for one request, in turns, in one run. Both use the database as this checkout migrates it.

const { values } = parseArgs({
  options: {
    before: { type: 'string' },
    clients: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '8' },
    messages: { type: 'string', default: '20000' },
  },
});
if (values.before === undefined) throw new Error('Name the earlier checkout: --before DIR');
const rounds = Number(values.rounds);
const turn = {
  ...{ clients: Number(values.clients), seconds: Number(values.seconds) },
  ...{ warmSeconds: 1, delayMs: 0 },
};

const load = machineLoad();
const after = await bundleWorkers();
const earlier = await bundle('earlier', 'src/index.ts', 'wrangler.toml', values.before);
const before = { ...after, maitred: earlier };
const cluster = await startPostgresCluster({ shared_buffers: '1GB', max_wal_size: '8GB' });
try {
  await compare(messages, (url) => seedMessages(url, Number(values.messages)));
  await compare(bookings, (url) => seedBookings(url));
} finally {
  await cluster.stop();
}
console.log(JSON.stringify(machineOf(load)));

async function compare(workload: Workload, seed: (url: string) => Promise<void>): Promise<void> {
  const { connectionString } = cluster;
  await makeDatabase(connectionString, workload.name, (url) => migrate(url), seed);
  const start = async (name: string, bundles: typeof after) => {
    const database = await copyDatabase(
      connectionString,
      workload.name,
      `${workload.name}_${name}`,
    );
    return startStage('maitred', database, bundles, workload);
  };
  const theirs = await start('before', before);
  const ours = await start('after', after);
  const turns: { ours: boolean; figure: number }[] = [];
  try {
    // The first turn of each has cold caches, so it does not count.
    for (let n = -2; n <= 2 * rounds; n += 1) {
      const isOurs = n % 2 !== 0;
      const stage = isOurs ? ours : theirs;
      const options = { ...turn, postgresPid: cluster.pid };
      const { cpu, failures } = await measureCell('maitred', stage, workload, options);
      await stage.settle();
      if (Object.keys(failures).length > 0) throw new Error(JSON.stringify(failures));
      if (n >= 0) turns.push({ ours: isOurs, figure: cpu['server'] ?? Number.NaN });
    }
  } finally {
    await ours.stop();
    await theirs.stop();
  }
  const of = (isOurs: boolean) =>
    medianOf(turns.filter((each) => each.ours === isOurs).map(({ figure }) => figure));
  const ratios = ratiosOfNeighbours(turns);
  const interval = intervalOfMedian(ratios);
  console.log(
    `${workload.name}: ${of(false)?.toFixed(3)} ms before, ${of(true)?.toFixed(3)} ms after, ` +
      `ratio ${medianOf(ratios)?.toFixed(3)}` +
      (interval === null ? '' : ` (${interval.low.toFixed(3)} to ${interval.high.toFixed(3)})`),
  );
}
