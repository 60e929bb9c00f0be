import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { openBench } from './bench.ts';
import { judgeBookings } from './bookings/gates.ts';
import { type BookingPart, measureBookings } from './bookings/parts.ts';
import { bookingResultsSchema, noBookingResults } from './bookings/results.ts';
import { machineLoad } from './cpu.ts';
import { judgeMessages } from './messages/gates.ts';
import { type MessagePart, measureMessages } from './messages/parts.ts';
import { messageResultsSchema, noMessageResults } from './messages/results.ts';
import type { Plan } from './plan.ts';
import { report } from './report.ts';
import { readResults } from './results.ts';
import { VARIANT_NAMES } from './variants.ts';

// `npm run bench` measures storing a message, confirming a booking and searching availability, and
// compares each with other implementations; see docs/benchmark.md. The exit code is 1 when a gate is
// missed, and 0 when one is not decided.

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    out: { type: 'string' },
    variants: { type: 'string' },
    parts: { type: 'string' },
    rounds: { type: 'string' },
    delays: { type: 'string' },
    clients: { type: 'string' },
    largest: { type: 'string', default: '10000000' },
    source: { type: 'string', default: '.' },
  },
});
const short = values.short;
const plan: Plan = {
  short,
  delays: numbers(values.delays) ?? (short ? [0, 90] : [0, 20, 90]),
  clients: numbers(values.clients) ?? (short ? [16] : [1, 16, 64]),
  seconds: Number(values.seconds ?? (short ? 2 : 30)),
  warmSeconds: short ? 0.5 : 2,
  rounds: Number(values.rounds ?? (short ? 1 : 12)),
  secondsOfTurn: Number(values.seconds ?? (short ? 2 : 4)),
  warmSecondsOfTurn: 0.5,
  messages: 200_000,
  growth: short ? [] : [1000, 100_000, Number(values.largest)],
  source: values.source,
};
const MESSAGE_PARTS: readonly MessagePart[] = [
  ...(['cells', 'turns', 'openLoop', 'drain', 'growth', 'contention', 'backlog'] as const),
];
const BOOKING_PARTS: readonly BookingPart[] = [
  ...([
    'bookings',
    'bookingTurns',
    'bookingOpenLoop',
    'bookingContention',
    'availability',
    'dueJobs',
  ] as const),
];
/** The parts that `--short` measures when no parts are named. */
const SHORT_PARTS = 'cells,turns,drain,bookings,bookingTurns,availability';
const listed = (list: string | undefined, all: readonly string[]) => {
  const wanted = list?.split(',') ?? all;
  return new Set(all.filter((each) => wanted.includes(each)));
};
const named = values.parts ?? (short ? SHORT_PARTS : undefined);
const messageParts = listed(named, MESSAGE_PARTS);
const bookingParts = listed(named, BOOKING_PARTS);
const variants = VARIANT_NAMES.filter((name) => listed(values.variants, VARIANT_NAMES).has(name));
const folder = values.out ?? (short ? '.wrangler/bench/short' : 'bench/results');
const today = new Date().toISOString().slice(0, 10);
const loadBefore = machineLoad();

const messageResults = kept('messages', messageResultsSchema, noMessageResults);
const bookingResults = kept('bookings', bookingResultsSchema, noBookingResults);

console.log('bundling Workers, starting PostgreSQL …');
const bench = await openBench(plan);
const reports: boolean[] = [];
try {
  if (messageParts.size > 0) {
    const results = messageResults;
    await measureMessages(bench, messageParts, variants, results);
    for (const part of messageParts) results.measured[part] = today;
    const gates = judgeMessages(results);
    const out = `${folder}/messages`;
    reports.push(report({ out, title: 'Storing a message', plan, gates, results, loadBefore }));
  }
  if (bookingParts.size > 0) {
    const results = bookingResults;
    await measureBookings(bench, bookingParts, variants, results);
    for (const part of bookingParts) results.measured[part] = today;
    const gates = judgeBookings(results);
    const out = `${folder}/bookings`;
    reports.push(report({ out, title: 'Confirming a booking', plan, gates, results, loadBefore }));
  }
} finally {
  await bench.stop();
}
if (reports.includes(false)) process.exitCode = 1;

function numbers(list: string | undefined): number[] | undefined {
  return list?.split(',').map(Number);
}

/** The results of an earlier run, when only some parts are measured again. */
function kept<Results>(name: string, schema: z.ZodType<Results>, none: Results): Results {
  if (values.parts === undefined) return none;
  return readResults(`${folder}/${name}.json`, schema) ?? none;
}
