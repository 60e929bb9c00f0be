import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startFleet } from '../fleet/fleet.ts';
import { Neighbours } from './neighbours.ts';
import { describe, type WayResult } from './results.ts';
import { WAYS, type WayName } from './ways/ways.ts';

// `npm run neighbours`: one tenant does its worst in each of twelve ways while another one lives an
// ordinary evening. Without options it checks that nothing of the ordinary tenant is lost, late, dead
// or refused. With --seconds it also compares the ordinary tenant's times with those while the same
// noise is made in another fleet on this machine. The exit code is 1 when a check failed.

const USAGE = `Usage: npm run neighbours [-- --seconds 60] [--ways NAME,NAME] [--seed 1]

  --seconds  compare times, with evenings of so many seconds for each way, half of them beside the
             noise, and half while it is made in another fleet; at least 10 seconds. Without it, each
             way has one evening of three seconds, seeds are small, and no times are compared
  --ways     some of: ${Object.keys(WAYS).join(', ')}
  --seed     another seed draws other evenings`;

const { seconds, seed, ways } = readOptions();
console.log('Starting PostgreSQL and the instances of the Worker …');
// PostgreSQL and the Worker stop when this process exits, which a signal alone does not make it do.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const variables = { ALLOW_LOOPBACK_WEBHOOKS: 'true', EMAIL_FROM: 'bookings@maitred.example' };
const fleet = await startFleet(variables);
const other = seconds === undefined ? undefined : await startFleet(variables);
const results: WayResult[] = [];
try {
  const neighbours = await Neighbours.start(fleet, other, { seconds, seed });
  for (const way of ways) {
    const started = performance.now();
    const result = await neighbours.tryWay(way);
    results.push(result);
    for (const line of describe(result)) console.log(line);
    console.log(`    ${((performance.now() - started) / 1000).toFixed(0)} s`);
  }
  neighbours.close();
} finally {
  await fleet.stop();
  await other?.stop();
}
const failed = results.filter(({ found }) => found.length > 0);
console.log(`${results.length} ways, ${failed.length} with findings`);
// Requests that still wait for an answer must not keep the process.
process.exit(failed.length === 0 ? 0 : 1);

function readOptions(): { seconds: number | undefined; seed: number; ways: WayName[] } {
  try {
    const { values } = parseArgs({
      options: {
        seconds: { type: 'string' },
        ways: { type: 'string' },
        seed: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    const isWay = (name: string): name is WayName => Object.hasOwn(WAYS, name);
    const all = Object.keys(WAYS).filter(isWay);
    return {
      seconds: z.coerce.number().min(10).max(600).optional().parse(values.seconds),
      seed: z.coerce
        .number()
        .int()
        .parse(values.seed ?? 1),
      ways: z.array(z.string().refine(isWay)).parse(values.ways?.split(',') ?? all),
    };
  } catch {
    console.error(USAGE);
    process.exit(2);
  }
}
