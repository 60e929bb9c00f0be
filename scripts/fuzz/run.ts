import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startLocalStack } from '../local/local-stack.ts';
import { readCorpus } from './corpus.ts';
import { furnish } from './furnish.ts';
import { type Finding, Fuzzer } from './fuzz.ts';

// `npm run fuzz`: sends requests with valid and with bad values to the service on this machine, and
// checks each answer by the API's description. First come the requests of the corpus, which have
// once found a fault, then drawn ones. The exit code is 1 when an answer was wrong.

const FOUND = '.wrangler/fuzz/found.json';
const USAGE = `Usage: npm run fuzz [-- --requests 2000] [--seed 1] [--clients 1]

  --requests  how many requests are drawn after those of the corpus
  --seed      another seed draws other requests
  --clients   how many requests are sent at the same time; with more than one, two runs with the
              same seed differ, because a request names what earlier answers have shown`;

/** Lines of the Worker's log that show a fault which no answer shows, such as one of a consumer. */
const FAULTS = /"event":"(fault|jobs_not_done|emotions_not_folded|waitlist_not_swept|job_fault)"/;

const { requests, seed, clients } = readOptions();
const faults: string[] = [];
const findings: Finding[] = [];
console.log('Starting PostgreSQL and the Worker …');
// PostgreSQL and the Worker stop when this process exits, which a signal alone does not make it do.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const stack = await startLocalStack({
  onLine: (line) => {
    if (FAULTS.test(line)) faults.push(line);
  },
});
try {
  const { url } = stack;
  const key = await stack.keyOfWorkspace('fuzz');
  const fuzzer = new Fuzzer({ url, key, onFinding: report }, await ownKeyId(url, key));
  const names = await furnish(fuzzer, 0);
  const corpus = readCorpus(names);
  for (const request of corpus) await fuzzer.send(request);
  console.log(`corpus: ${corpus.length} requests`);
  const started = performance.now();
  let next = 0;
  const client = async () => {
    for (let sent = next++; sent < requests; sent = next++) {
      // Deletions and erasures use up what exists.
      if (sent % 250 === 0) await furnish(fuzzer, seed + sent);
      await fuzzer.sendDrawn(seed * 1_000_003 + sent);
      if (sent % 10_000 === 9999) console.log(`${sent + 1} requests, ${findings.length} findings`);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - started) / 1000;
  console.log(`drawn: ${requests} requests, seed ${seed}, ${seconds.toFixed(0)} s`);
  summarise(fuzzer);
} finally {
  await stack.stop();
}
for (const line of faults.slice(0, 20)) console.error(line.slice(0, 400));
if (findings.length > 0) {
  mkdirSync('.wrangler/fuzz', { recursive: true });
  writeFileSync(FOUND, `${JSON.stringify(findings, null, 2)}\n`);
  console.error(`The findings are in ${FOUND}. Add each to scripts/fuzz/corpus.json.`);
}
console.log(`${findings.length} wrong answers, ${faults.length} faults in the log`);
process.exitCode = findings.length + faults.length === 0 ? 0 : 1;

function readOptions(): { requests: number; seed: number; clients: number } {
  try {
    const { values } = parseArgs({
      options: {
        requests: { type: 'string' },
        seed: { type: 'string' },
        clients: { type: 'string' },
      },
    });
    const whole = z.coerce.number().int().min(0).max(10_000_000);
    return {
      requests: whole.parse(values.requests ?? 2000),
      seed: whole.parse(values.seed ?? 1),
      clients: whole
        .min(1)
        .max(64)
        .parse(values.clients ?? 1),
    };
  } catch {
    console.error(USAGE);
    process.exit(2);
  }
}

function report(finding: Finding): void {
  findings.push(finding);
  const { request, status, wrong } = finding;
  if (findings.length > 50) return;
  console.error(
    `${status} ${request.method} ${request.path.slice(0, 300)} (${request.operationId})`,
  );
  for (const each of wrong.slice(0, 4)) console.error(`  ${each}`);
  console.error(`  ${JSON.stringify(request.headers)} ${request.body?.slice(0, 400) ?? ''}`);
}

async function ownKeyId(url: string, key: string): Promise<string> {
  const response = await fetch(`${url}/v1/keys`, { headers: { Authorization: `Bearer ${key}` } });
  const page = z.object({ data: z.array(z.object({ id: z.string() })) });
  return page.parse(await response.json()).data[0]?.id ?? '';
}

/** How many answers succeeded, and which operations never did. */
function summarise({ statuses }: Fuzzer): void {
  let succeeded = 0;
  let all = 0;
  const never: string[] = [];
  for (const [operation, counts] of statuses) {
    let here = 0;
    for (const [status, count] of counts) {
      all += count;
      if (status < 400) here += count;
    }
    succeeded += here;
    if (here === 0) never.push(operation);
  }
  console.log(`${all} answers, of which ${succeeded} successes; ${statuses.size} operations`);
  if (never.length > 0) console.log(`never with success: ${never.join(', ')}`);
}
