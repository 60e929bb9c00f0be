import { z } from 'zod';
import { cpuOf, cpuOfFamily } from './cpu.ts';
import { type LoadOptions, type LoadResult, runLoad } from './load.ts';
import { runPgbench } from './pgbench.ts';
import type { Cell, Drain } from './results.ts';
import { CONVERSATIONS } from './seed.ts';
import { BACKGROUND_ROUND_TRIPS, type Stage, type VariantName } from './variants.ts';

export interface CellOptions {
  delayMs: number;
  clients: number;
  seconds: number;
  warmSeconds: number;
  /** The PostgreSQL server's process. */
  postgresPid: number;
  /** What the nth message is; spread over all conversations unless told. */
  next?: (n: number) => { conversation: number; id: string };
}

const TEXTS = [
  'We would like a table for four on Saturday evening, near the window.',
  'Thank you so much, that is wonderful!',
  'No, this is the third time that I have asked. It is really annoying.',
  'Could you make it half past seven instead?',
];
let runs = 0;

/** Measures one variant at one delay with so many clients. */
export async function measureCell(
  variant: VariantName,
  stage: Stage,
  options: CellOptions,
): Promise<Cell> {
  const { delayMs, clients, seconds, warmSeconds, postgresPid } = options;
  runs += 1;
  const run = runs;
  const next =
    options.next ??
    ((n: number) => ({ conversation: (n * 7919) % CONVERSATIONS, id: `run-${run}-${n}` }));
  await stage.setDelay(0);
  if (stage.url !== undefined) {
    // Every connection is open before there is a delay.
    await load(stage, stage.url, { clients, seconds: 0.2, warmSeconds: 0.1, spreadMs: 0 }, (n) => ({
      ...next(n),
      id: `warm-${run}-${n}`,
    }));
  }
  if (stage.url !== undefined) await stage.setDelay(delayMs);
  const tripsBefore = await stage.roundTrips();
  let steady = cpuNow(stage, postgresPid);
  const result =
    stage.url === undefined
      ? await runPgbench({
          connectionString: stage.delayedDatabase,
          clients,
          seconds,
          warmSeconds,
          onConnected: () => stage.setDelay(delayMs),
        })
      : await load(
          stage,
          stage.url,
          { clients, seconds, warmSeconds, spreadMs: delayMs },
          next,
          () => {
            steady = cpuNow(stage, postgresPid);
          },
        );
  const ended = cpuNow(stage, postgresPid);
  const trips = (await stage.roundTrips()) - tripsBefore;
  await stage.setDelay(0);
  const counted =
    stage.url === undefined ? result.requests * (1 + warmSeconds / seconds) : result.requests;
  return {
    variant,
    delayMs,
    clients,
    ...result,
    // pgbench connects within the run, which makes a few more; its statement is one by nature.
    roundTrips:
      stage.url === undefined
        ? 1
        : Math.round((trips / result.sent - (BACKGROUND_ROUND_TRIPS[variant] ?? 0)) * 100) / 100,
    cpu: Object.fromEntries(
      Object.entries(ended).map(([name, ms]) => [name, (ms - (steady[name] ?? 0)) / counted]),
    ),
  };
}

function load(
  stage: Stage,
  url: string,
  options: Pick<LoadOptions, 'clients' | 'seconds' | 'warmSeconds' | 'spreadMs'>,
  next: (n: number) => { conversation: number; id: string },
  onSteady: () => void = () => {},
): Promise<LoadResult> {
  return runLoad({
    ...options,
    url,
    headers: stage.headers,
    onSteady,
    next: (n) => {
      const { conversation, id } = next(n);
      return {
        path: `/v1/conversations/conversation-${conversation}/messages`,
        body: JSON.stringify({
          id,
          role: 'customer',
          text: TEXTS[n % TEXTS.length],
          customer: { id: `guest-${conversation}` },
        }),
      };
    },
  });
}

function cpuNow(stage: Stage, postgresPid: number): Record<string, number> {
  const processes = Object.entries(stage.pids).map(([name, pid]) => [name, cpuOf(pid)] as const);
  return { ...Object.fromEntries(processes), postgres: cpuOfFamily(postgresPid) };
}

const statsSchema = z.object({
  accepted: z.number(),
  delivered: z.number(),
  failedBatches: z.number(),
  waiting: z.number(),
});

/** Accepts messages for a while, then waits until the consumers have folded what is left. */
export async function measureDrain(stage: Stage, options: CellOptions): Promise<Drain> {
  const ask = async (path: string) =>
    statsSchema.parse(await (await fetch(`${stage.brokerUrl}${path}`)).json());
  const askLater = async () => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    return ask('/flush');
  };
  await ask('/pause');
  const held = await measureCell('maitred', stage, options);
  const before = await ask('/stats');
  const began = performance.now();
  await ask('/resume');
  let after = await ask('/flush');
  while (after.delivered < after.accepted) after = await askLater();
  const drained = (after.delivered - before.delivered) / ((performance.now() - began) / 1000);

  const busy = await measureCell('maitred', stage, options);
  const { waiting } = await ask('/stats');
  let last = await ask('/flush');
  while (last.delivered < last.accepted) last = await askLater();
  return {
    acceptedPerSecond: Math.max(held.perSecond, busy.perSecond),
    debtAtEnd: waiting,
    drainedPerSecond: drained,
    failedBatches: last.failedBatches,
  };
}
