import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import cliProgress from 'cli-progress';
import { z } from 'zod';
import { type Client, createClient, MaitredProblem } from '../src/client/index.ts';
import { percentile } from './percentile.ts';
import { openBookings } from './replay-bookings.ts';
import {
  type Dialogue,
  playedTurnsOf,
  readDialogues,
  UnreadableDialogues,
} from './replay-dialogues.ts';

// `npm run replay -- FILE.json`: plays dialogues of the Schema-Guided Dialogue format (Rastogi et
// al., AAAI 2020) through the API, with the bookings that are made in them.

const USAGE =
  'npm run replay -- FILE.json [--url URL --key KEY] [--concurrency 16] [--limit DIALOGUES]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string' },
    key: { type: 'string' },
    concurrency: { type: 'string', default: '16' },
    limit: { type: 'string' },
  },
});
const count = z.coerce.number().int().min(1);
const [file] = positionals;
if (file === undefined) fail(USAGE);
const { url, key } = target();
const most = values.limit === undefined ? undefined : count.parse(values.limit);
const { dialogues, skipped } = readFile(file);
const started = new Date();
const client = createClient({ url, key });
const { created, replayed, bookings, latencies, seconds } = await play(client, dialogues);
latencies.sort((a, b) => a - b);
const ms = (percent: number) => `${percentile(latencies, percent).toFixed(1)} ms`;
console.log(
  `${dialogues.length} dialogues, ${latencies.length} messages in ${seconds.toFixed(1)} s: ` +
    `${created} stored, ${replayed} stored before`,
);
if (skipped > 0) console.log(`${skipped} turns without text were skipped`);
console.log(`latency: P50 ${ms(50)}, P95 ${ms(95)}, P99 ${ms(99)}`);
console.log(
  `bookings: ${bookings.confirmed} confirmed, ${bookings.alternatives} at an alternative time, ` +
    `${bookings.taken} without a place`,
);
await showEmotions(client, dialogues);

function target(): { url: string; key: string } {
  const demo = '.wrangler/demo.json';
  const kept = existsSync(demo)
    ? z.object({ url: z.string(), key: z.string() }).parse(JSON.parse(readFileSync(demo, 'utf8')))
    : undefined;
  const url = values.url ?? kept?.url;
  const key = values.key ?? kept?.key;
  if (url === undefined || key === undefined) {
    fail(`Start \`npm run dev\` first, or give the URL and the key: ${USAGE}`);
  }
  return { url, key };
}

function readFile(path: string) {
  if (!existsSync(path)) fail(`There is no file ${path}.`);
  try {
    return readDialogues(readFileSync(path, 'utf8'), most);
  } catch (error) {
    if (error instanceof UnreadableDialogues) fail(`${path} is ${error.message}`);
    throw error;
  }
}

/** Plays several dialogues at the same time. The turns of each dialogue are played in order. */
async function play(client: Client, all: readonly Dialogue[]) {
  const turns = all.reduce((sum, dialogue) => sum + dialogue.turns.length, 0);
  const bar = new cliProgress.SingleBar({
    format: 'replay [{bar}] {value}/{total} messages, {eta_formatted} left',
    noTTYOutput: false,
  });
  bar.start(turns, 0);
  const totals = { created: 0, replayed: 0, latencies: [] as number[] };
  const began = performance.now();
  const waiting = [...all];
  const bookings = await openBookings(client);
  const player = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      for (const { number, conversationId, body, wish } of playedTurnsOf(next)) {
        const sent = performance.now();
        const { status } = await (wish === undefined
          ? client.storeMessage({ conversationId, body })
          : bookings.store(conversationId, body, wish)
        )
          .catch(storedBefore)
          .catch((error: unknown) => {
            throw new Error(`dialogue ${next.id}, turn ${number} was not stored`, { cause: error });
          });
        totals.latencies.push(performance.now() - sent);
        totals[status] += 1;
        bar.increment();
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: count.parse(values.concurrency) }, player));
  } finally {
    bar.stop();
  }
  return { ...totals, bookings: bookings.totals, seconds: (performance.now() - began) / 1000 };
}

/**
 * Counts a message conflict as replayed: if the turn was played on another day, the stored message
 * has a booking on another date.
 */
function storedBefore(error: unknown): { status: 'replayed' } {
  if (error instanceof MaitredProblem && error.code === 'message_conflict') {
    return { status: 'replayed' };
  }
  throw error;
}

/** Waits at most half a minute until the statistics include all messages, and prints them. */
async function showEmotions(client: Client, all: readonly Dialogue[]): Promise<void> {
  const day = 24 * 60 * 60 * 1000;
  const range = {
    from: new Date(started.getTime() - 7 * day).toISOString(),
    to: new Date(started.getTime() + day).toISOString(),
  };
  for (let tries = 0; ; tries += 1) {
    const { messages, meanValence, spread, labels, freshness } =
      await client.showWorkspaceEmotions(range);
    if (freshness.pending > 0 && tries < 60) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      continue;
    }
    console.log(
      `\nemotions of the workspace, the last seven days (${freshness.modelVersion}): ` +
        `${messages} messages, mean valence ${meanValence}, spread ${spread}, ` +
        `${freshness.pending} pending, ${freshness.setApart} set apart`,
    );
    console.table(
      Object.fromEntries(
        labels.map(({ label, ...rest }) => [label, { ...rest, share: rest.share.toFixed(4) }]),
      ),
    );
    break;
  }
  const { data } = await client.listConversations({ attention: 'needed', limit: 200 });
  const played = new Set(all.map(({ id }) => `sgd-${id}`));
  const needing = data.filter(({ id }) => played.has(id));
  console.log(`${needing.length} of these conversations need attention`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
