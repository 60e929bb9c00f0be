import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Dialogue, readDialogues } from '../../replay-dialogues.ts';
import { makeReport } from '../make-report.ts';
import { type Played, playDialogues } from './play.ts';
import { startExampleStack } from './stack.ts';

// `npm run report:example -- FILE.json`: plays dialogues of the Schema-Guided Dialogue format
// against the whole service on this machine, and writes the report of that time.

const MINUTE_MS = 60_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'round-trip': { type: 'string', default: '90' },
    players: { type: 'string', default: '8' },
    pause: { type: 'string', default: '1500' },
    out: { type: 'string', default: '.' },
    name: { type: 'string', default: 'report' },
  },
});
const [file] = positionals;
if (file === undefined || !existsSync(file)) {
  console.error(
    'npm run report:example -- FILE.json [--round-trip MS] [--players 8] [--pause MS] [--out DIR] [--name NAME]',
  );
  process.exit(2);
}
const whole = z.coerce.number().int().min(0);
const roundTripMs = whole.parse(values['round-trip']);
const players = whole.min(1).parse(values.players);
const pauseMs = whole.parse(values.pause);
const { dialogues } = readDialogues(readFileSync(file, 'utf8'));

const stack = await startExampleStack(roundTripMs, () => {});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void stack.stop().finally(() => process.exit(1)));
}
try {
  const from = new Date().toISOString();
  const minutely = setInterval(() => void stack.fireCron().catch(console.error), MINUTE_MS);
  const played = await playDialogues(dialogues, { ...stack, players, pauseMs });
  console.log(`${played.messages} messages and ${played.confirmed} bookings were stored.`);
  // The samples of the last requests are counted within seconds. Then the light is evaluated twice.
  await sleep(2 * MINUTE_MS);
  clearInterval(minutely);
  const paths = await makeReport(stack, {
    ...{ of: 'platform', from, to: new Date().toISOString(), roundTripMs },
    ...{ out: values.out, name: values.name },
    note: noteOf(basename(file), dialogues, played, stack.postgres),
  });
  for (const path of paths) console.log(path);
} finally {
  await stack.stop();
}

/** How the figures came about. */
function noteOf(
  name: string,
  { length }: readonly Dialogue[],
  { messages, confirmed, taken }: Played,
  postgres: string,
): string {
  const [cpu] = cpus();
  const model = cpu?.model.replace(/\s+\d.*$/, '').trim() ?? 'processor';
  return [
    `Made from a replay of the ${length} dialogues of ${name} (Schema-Guided Dialogue data) on one machine: ${messages} messages and ${confirmed} bookings were stored, and for ${taken} bookings no place was found.`,
    `${players} dialogues were played at the same time, with ${pauseMs} ms between the turns of each.`,
    `The machine has ${availableParallelism()} cores of an ${model}, which the client, the Worker (workerd), PostgreSQL ${postgres} and whatever else ran shared; Node ${process.versions.node}.`,
    `A proxy added a round trip of ${roundTripMs} ms between the Worker and the database.`,
    'The region is a fixed value of the local runtime.',
  ].join(' ');
}
