import { parseArgs } from 'node:util';
import pg from 'pg';
import { startFleet } from '../fleet/fleet.ts';
import { bundle } from '../local/workerd-runtime.ts';
import { type Answer, Client } from '../neighbours/client.ts';
import { CHECKS } from './checks.ts';
import { isCommit, readOldVersion } from './old-version.ts';
import { sendTraffic } from './traffic.ts';

// `npm run rolling-deploy`: runs an earlier version of the Worker beside this one, on a database that is
// migrated for this one, as during a deploy. Both get the same requests at the same time, and both
// consume the queues. The exit code is 1 when an answer or a row is wrong.

const USAGE = `Usage: npm run rolling-deploy [-- --from v0.1.0]

  --from  a tag or a commit of the earlier version`;
/** How long the consumers and sweeps of both versions may take to finish the work, in seconds. */
const LATEST = 60;

const from = readFrom();
if (!isCommit(from)) {
  console.error(`This repository has no ${from}. Fetch it: git fetch --tags`);
  process.exit(2);
}
console.log(`Bundling this version and ${from} …`);
const old = await readOldVersion(from);
const bundles = [old.bundle, await bundle('maitred', 'src/index.ts', 'wrangler.toml')];
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const fleet = await startFleet({}, bundles);
const database = new pg.Client(fleet.postgresUrl);
const wrong: string[] = [];
let answers = 0;
try {
  await database.connect();
  const key = await old.makeKey(fleet.databaseUrl, fleet.keySecret);
  // The requests come faster than those of one tenant may.
  await database.query(`update workspaces
      set limits = '{"database_ms_per_minute": 100000000, "requests_per_minute": 1000000}'`);
  const [before, after] = fleet.instances.map((url) => new Client(url, key, note));
  if (before === undefined || after === undefined) throw new Error('two instances are needed');
  wrong.push(...(await sendTraffic([before, after])));
  await finishWork();
} finally {
  await database.end();
  await fleet.stop();
}
console.log(`${answers} answers of both versions`);
for (const each of wrong) console.log(`WRONG ${each}`);
console.log(wrong.length === 0 ? 'Nothing is wrong.' : `${wrong.length} wrong`);
process.exit(wrong.length === 0 ? 0 : 1);

function note({ method, path, answer }: { method: string; path: string; answer: Answer }): void {
  answers += 1;
  if (answer.status >= 500 || answer.status === 0)
    wrong.push(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
}

/** Waits until the consumers and sweeps of both versions have done everything, and checks the rows. */
async function finishWork(): Promise<void> {
  const found = new Map<string, unknown[]>();
  for (let second = 0; second < LATEST; second += 1) {
    await fleet.fireCron();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    for (const [check, text] of Object.entries(CHECKS)) {
      found.set(check, (await database.query(text)).rows);
    }
    if ([...found.values()].every((rows) => rows.length === 0)) return;
  }
  for (const [check, rows] of found) {
    if (rows.length > 0) wrong.push(`${check}: ${rows.length}, ${JSON.stringify(rows[0])}`);
  }
}

function readFrom(): string {
  try {
    const { values } = parseArgs({ options: { from: { type: 'string', default: 'v0.1.0' } } });
    return values.from;
  } catch {
    console.error(USAGE);
    process.exit(2);
  }
}
