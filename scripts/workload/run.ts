import { parseArgs } from 'node:util';
import { z } from 'zod';
import { checkWorkload } from './checker/check.ts';
import { startWorkloadPostgres } from './postgres-target.ts';
import { linesOf } from './summary.ts';
import { runWorkload } from './workload.ts';

// `npm run workload`: clients carry out random operations of the floor and the guest book on a
// PostgreSQL of their own, and an independent checker judges what they have left. The exit code is 1
// when it finds anything. docs/workload.md describes both.

const USAGE = `Usage: npm run workload [-- --operations 20000] [--clients 32] [--seed 1]

  --operations  how many operations all clients carry out together
  --clients     how many clients work at the same time
  --seed        another seed draws other operations; a number of its own by default`;

const options = readOptions();
console.log(`Seed ${options.seed}: ${options.operations} operations by ${options.clients} clients`);
// PostgreSQL stops when this process exits, which a signal alone does not make it do.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const postgres = await startWorkloadPostgres();
const target = await postgres.open();
let isRight = false;
try {
  const started = performance.now();
  const onProgress = (begun: number) => {
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    if (begun % 10_000 === 0) console.log(`${begun} operations after ${seconds} s`);
  };
  const ran = await runWorkload(target, { ...options, onProgress });
  const ended = performance.now();
  const verdict = await checkWorkload(target, ran);
  for (const line of linesOf(ran, verdict)) console.log(line);
  const [work, check] = [ended - started, performance.now() - ended].map((each) =>
    (each / 1000).toFixed(0),
  );
  console.log(`${work} s of work, ${check} s of checks, seed ${options.seed}`);
  isRight = verdict.findings.length === 0;
} finally {
  await target.close();
  await postgres.stop();
}
process.exit(isRight ? 0 : 1);

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        operations: { type: 'string' },
        clients: { type: 'string' },
        seed: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    const whole = z.coerce.number().int();
    return {
      operations: whole.min(1).parse(values.operations ?? 20_000),
      clients: whole
        .min(1)
        .max(70)
        .parse(values.clients ?? 32),
      seed: whole.min(0).parse(values.seed ?? Date.now() % 1_000_000),
    };
  } catch {
    console.error(USAGE);
    process.exit(2);
  }
}
