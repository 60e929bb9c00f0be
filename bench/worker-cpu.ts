import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startPostgresCluster } from '../scripts/local/postgres-cluster.ts';
import { bundle } from '../scripts/local/workerd-runtime.ts';
import { migrate } from '../scripts/migrate.ts';
import { seedBookings } from './bookings/seed.ts';
import { bookings } from './bookings/workload.ts';
import { bundleWorkers } from './bundle-workers.ts';
import { startChild } from './child.ts';
import { machineLoad } from './cpu.ts';
import { intervalOfMedian, medianOf, ratiosOfNeighbours } from './interval.ts';
import { makeDatabase } from './make-database.ts';
import { measureCell } from './measure.ts';
import { seedMessages } from './messages/seed.ts';
import { messages } from './messages/workload.ts';
import { machineOf } from './report.ts';
import { copyDatabase } from './seed.ts';
import { KEY_SECRET, type Stage, startStage } from './stage.ts';
import type { Workload } from './workload.ts';

// `npm run bench:worker-cpu -- --before DIR` compares the Worker of another checkout with this one: the
// CPU of each for one request, in turns, in one run. Both use the database as this checkout migrates it.
//
// Each is measured twice: in the whole stage, whose network adds more noise than a small change costs,
// and alone (worker-alone.ts), where a change of one percent is seen. What the change adds alone,
// divided by the CPU in the stage, is its share of a request.

const { values } = parseArgs({
  options: {
    before: { type: 'string' },
    clients: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '12' },
    messages: { type: 'string', default: '20000' },
  },
});
if (values.before === undefined) throw new Error('Name the earlier checkout: --before DIR');
const rounds = Number(values.rounds);
const ROUNDS_ALONE = 30;
const REQUESTS_ALONE = 4000;
const endpointSchema = z.object({ connectionString: z.url() });
const aloneSchema = z.object({ cpuMicroseconds: z.number() });
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
  const at = (database: string) => {
    const url = new URL(connectionString);
    url.pathname = `/${database}`;
    return url.href;
  };
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
  const alone = async (stage: Stage, name: string, path: string) => {
    const database = `${workload.name}_${name}`;
    const endpoint = await startChild('sql-endpoint.ts', [at(database)], endpointSchema);
    const args = [path, workload.name, endpoint.ready.connectionString];
    const key = stage.headers['Authorization'] ?? '';
    const child = await startChild('worker-alone.ts', [...args, key, KEY_SECRET], z.object({}));
    return { child, endpoint };
  };
  try {
    const inStage = await inTurns(rounds, async (isOurs) => {
      const stage = isOurs ? ours : theirs;
      const options = { ...turn, postgresPid: cluster.pid };
      const { cpu, failures } = await measureCell('maitred', stage, workload, options);
      await stage.settle();
      if (Object.keys(failures).length > 0) throw new Error(JSON.stringify(failures));
      return 1000 * (cpu['server'] ?? Number.NaN);
    });
    const theirsAlone = await alone(theirs, 'before', before.maitred);
    const oursAlone = await alone(ours, 'after', after.maitred);
    const byItself = await inTurns(ROUNDS_ALONE, async (isOurs) => {
      const { child } = isOurs ? oursAlone : theirsAlone;
      return (await child.ask({ requests: REQUESTS_ALONE }, aloneSchema)).cpuMicroseconds;
    });
    for (const { child, endpoint } of [theirsAlone, oursAlone]) {
      await child.stop();
      await endpoint.stop();
    }
    show(`${workload.name} in the stage`, inStage);
    show(`${workload.name} alone`, byItself);
    const ratios = ratiosOfNeighbours(byItself);
    const share = (ratio: number) => ((ratio - 1) * of(byItself, false)) / of(inStage, false);
    const percent = (ratio: number) => `${(100 * share(ratio)).toFixed(1)} %`;
    console.log(
      `${workload.name}: the change adds ${percent(medianOf(ratios) ?? Number.NaN)} to a request, ` +
        `at most ${percent(intervalOfMedian(ratios)?.high ?? Number.NaN)}`,
    );
  } finally {
    await ours.stop();
    await theirs.stop();
  }
}

interface Turn {
  readonly ours: boolean;
  /** Microseconds of CPU for a request. */
  readonly figure: number;
}

/** Measures both in turns. The first turn of each has cold caches, so it does not count. */
async function inTurns(count: number, measure: (isOurs: boolean) => Promise<number>) {
  const turns: Turn[] = [];
  for (let n = -2; n <= 2 * count; n += 1) {
    const figure = await measure(n % 2 !== 0);
    if (n >= 0) turns.push({ ours: n % 2 !== 0, figure });
  }
  return turns;
}

function of(turns: readonly Turn[], isOurs: boolean): number {
  const figures = turns.filter(({ ours }) => ours === isOurs).map(({ figure }) => figure);
  return medianOf(figures) ?? Number.NaN;
}

function show(what: string, turns: readonly Turn[]): void {
  const ratios = ratiosOfNeighbours(turns);
  const interval = intervalOfMedian(ratios);
  console.log(
    `${what}: ${of(turns, false).toFixed(0)} µs before, ${of(turns, true).toFixed(0)} µs after, ` +
      `ratio ${medianOf(ratios)?.toFixed(3)}` +
      (interval === null ? '' : ` (${interval.low.toFixed(3)} to ${interval.high.toFixed(3)})`),
  );
}
