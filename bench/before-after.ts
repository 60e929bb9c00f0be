import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Checkout, openCheckout, SCRIPTS, type ScriptName } from './checkout.ts';
import { cpuOfFamily, machineLoad } from './cpu.ts';
import { type Interval, intervalOfMedian, medianOf, ratiosOfNeighbours } from './interval.ts';
import { runPgbench } from './pgbench.ts';
import { machineOf } from './report.ts';

// `npm run bench:before-after -- --before DIR` compares the statements of two checkouts in one run:
// PostgreSQL's CPU for each, and how many it runs a second; see docs/benchmark.md.

const { values } = parseArgs({
  options: {
    before: { type: 'string' },
    after: { type: 'string', default: '.' },
    clients: { type: 'string', default: '1,16,64' },
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '6' },
    out: { type: 'string', default: 'bench/results' },
  },
});
if (values.before === undefined) throw new Error('Name the earlier checkout: --before DIR');
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
/**
 * How long each run works before it is measured, in milliseconds. The first booking of a connection
 * costs PostgreSQL about 50 ms, because it compiles functions and plans their statements.
 */
const warmMs = (clients: number) => 500 + 40 * clients;

interface Run {
  readonly side: 'before' | 'after';
  readonly perSecond: number;
  /** Milliseconds of CPU that PostgreSQL used for each statement, its background work included. */
  readonly cpuMs: number;
}

/** One figure of both sides. */
interface Comparison {
  readonly before: number | null;
  readonly after: number | null;
  /** The median ratio of neighbouring runs, after to before, and its 95 % interval. */
  readonly ratio: number | null;
  readonly interval: Interval | null;
}

interface Row {
  readonly script: ScriptName;
  readonly clients: number;
  readonly cpuMs: Comparison;
  readonly perSecond: Comparison;
}

const loadBefore = machineLoad();
const before = await openCheckout(values.before);
const after = await openCheckout(values.after);
const rows: Row[] = [];
try {
  for (const script of Object.keys(SCRIPTS) as ScriptName[]) {
    for (const clients of values.clients.split(',').map(Number)) {
      const runs: Run[] = [];
      for (let turn = 0; turn <= 2 * rounds; turn += 1) {
        runs.push(await run(turn % 2 === 0 ? 'before' : 'after', script, clients));
      }
      const row: Row = {
        ...{ script, clients },
        cpuMs: compare(runs, ({ cpuMs }) => cpuMs),
        perSecond: compare(runs, ({ perSecond }) => perSecond),
      };
      rows.push(row);
      console.log(asLine(row));
    }
  }
} finally {
  await before.stop();
  await after.stop();
}
report();

/** Runs the statement of one side with pgbench, which sends it without a name, as HTTP does. */
async function run(side: Run['side'], name: ScriptName, clients: number): Promise<Run> {
  const { scripts, postgresPid }: Checkout = side === 'before' ? before : after;
  const { database, text } = scripts[name];
  let [began, cpuBefore] = [0, 0];
  const { perSecond } = await runPgbench({
    ...{ connectionString: database, database, script: text, protocol: 'extended' },
    ...{ clients, seconds, warmSeconds: 0 },
    onConnected: async () => {
      // The first statements of a connection fill its caches.
      await new Promise((resolve) => setTimeout(resolve, warmMs(clients)));
      [began, cpuBefore] = [performance.now(), cpuOfFamily(postgresPid)];
    },
  });
  const cpu = cpuOfFamily(postgresPid) - cpuBefore;
  return { side, perSecond, cpuMs: cpu / ((performance.now() - began) / 1000) / perSecond };
}

function compare(runs: readonly Run[], figure: (run: Run) => number): Comparison {
  const of = (side: Run['side']) => medianOf(runs.filter((each) => each.side === side).map(figure));
  const ratios = ratiosOfNeighbours(
    runs.map((each) => ({ ours: each.side === 'after', figure: figure(each) })),
  );
  return {
    ...{ before: of('before'), after: of('after') },
    ...{ ratio: medianOf(ratios), interval: intervalOfMedian(ratios) },
  };
}

function report(): void {
  const head = ['Statement', 'Clients', 'CPU before, ms', 'after', 'ratio', 'a second before'];
  console.log(`\n| ${[...head, 'after', 'ratio'].join(' | ')} |\n|${'---|'.repeat(8)}`);
  for (const row of rows) console.log(asLine(row));
  const perSecond = (script: ScriptName, clients: number) =>
    rows.find((row) => row.script === script && row.clients === clients)?.perSecond.after;
  for (const { clients } of rows.filter(({ script }) => script === 'rowUpdate')) {
    const share =
      (perSecond('hotConversation', clients) ?? 0) / (perSecond('rowUpdate', clients) ?? 0);
    console.log(
      `after, with ${clients} at once: messages into one conversation to updates of its row, ` +
        share.toFixed(2),
    );
  }
  const machine = machineOf(loadBefore);
  mkdirSync(values.out, { recursive: true });
  const file = join(values.out, 'before-after.json');
  writeFileSync(file, `${JSON.stringify({ machine, seconds, rounds, rows }, null, 1)}\n`);
  console.log(`written: ${file}`);
}

function asLine({ script, clients, cpuMs, perSecond }: Row): string {
  const ratioOf = ({ ratio, interval }: Comparison) => {
    const range =
      interval === null ? '' : ` (${interval.low.toFixed(2)} to ${interval.high.toFixed(2)})`;
    return `${ratio?.toFixed(2)}${range}`;
  };
  return `| ${[
    ...[SCRIPTS[script], clients],
    ...[cpuMs.before?.toFixed(2), cpuMs.after?.toFixed(2), ratioOf(cpuMs)],
    ...[perSecond.before?.toFixed(0), perSecond.after?.toFixed(0), ratioOf(perSecond)],
  ].join(' | ')} |`;
}
