import type { Bench } from '../bench.ts';
import { measureOpenLoop } from '../open-loop.ts';
import { printCell } from '../report.ts';
import type { Stage } from '../stage.ts';
import type { VariantName } from '../variants.ts';
import type { Workload } from '../workload.ts';
import { measureBacklog } from './backlog.ts';
import { measureDrain } from './drain.ts';
import { messagePairings } from './gates.ts';
import type { MessageResults } from './results.ts';
import { seedMessages } from './seed.ts';
import { messageRequest, messages } from './workload.ts';

export type MessagePart =
  | 'cells'
  | 'turns'
  | 'openLoop'
  | 'drain'
  | 'growth'
  | 'contention'
  | 'backlog';

/** Measures these parts of storing messages, and replaces them in `results`. */
export async function measureMessages(
  bench: Bench,
  parts: ReadonlySet<string>,
  variants: readonly VariantName[],
  results: MessageResults,
): Promise<void> {
  const { plan } = bench;
  const template = 'seeded';
  const wanted = (part: MessagePart) => parts.has(part);
  if (wanted('backlog')) results.backlog = await measureBacklog(bench, plan.source);
  if (parts.size === 1 && wanted('backlog')) return;
  await bench.makeTemplate(template, (url) => seedMessages(url, plan.messages));
  if (wanted('cells')) {
    results.cells = [];
    for (const variant of variants) {
      await bench.measureVariant(variant, template, messages, (cell) => results.cells.push(cell));
    }
  }
  if (wanted('turns')) {
    results.pairs = [];
    for (const pairing of Object.values(messagePairings)) {
      results.pairs.push(await bench.measurePair(template, messages, pairing));
    }
  }
  if (wanted('openLoop')) results.openLoop = await measureOpenLoop(bench, template, messages);
  if (wanted('drain')) results.drain = await measureDrain(bench, template);
  if (wanted('growth')) results.growth = await measureGrowth(bench);
  if (wanted('contention')) await contend();

  /** Measures one conversation that all clients write to, and ids that are stored already. */
  async function contend(): Promise<void> {
    const cell = { delayMs: 0, clients: 64 };
    const hot: Workload = {
      ...messages,
      request: (run, n) => messageRequest(0, `hot-${run}-${n}`, n),
    };
    const replay: Workload = {
      ...messages,
      request: (_, n) => messageRequest(n % 100, `again-${n % 100}`, n % 100),
    };
    results.hot = [];
    for (const variant of ['maitred', 'one', 'naive'] as const) {
      await bench.onStage(variant, template, hot, async (stage) => {
        const measured = await bench.measure(variant, stage, hot, cell);
        results.hot.push(measured);
        printCell(measured, 'one hot conversation, ');
      });
    }
    await bench.onStage('maitred', template, replay, async (stage) => {
      results.replayed = await bench.measure('maitred', stage, replay, cell);
      printCell(results.replayed, 'the same 100 ids again, ');
    });
  }
}

/**
 * Measures Maitred on growing data, in rounds. The first round is a warm-up and is not recorded.
 */
async function measureGrowth(bench: Bench): Promise<MessageResults['growth']> {
  const { plan } = bench;
  const growth: MessageResults['growth'] = [];
  const stages: { stored: number; stage: Stage }[] = [];
  const open = async ([stored, ...rest]: readonly number[]): Promise<void> => {
    if (stored === undefined) return measureAll();
    const template = `grown_${stored}`;
    await bench.makeTemplate(template, (url) => seedMessages(url, stored));
    await bench.onStage('maitred', template, messages, async (stage) => {
      stages.push({ stored, stage });
      await open(rest);
    });
  };
  await open(plan.growth);
  return growth;

  async function measureAll(): Promise<void> {
    for (let round = -1; round < plan.rounds; round += 1) {
      for (const { stored, stage } of stages) {
        const { p50, perSecond } = await bench.measure('maitred', stage, messages, {
          ...{ delayMs: 0, clients: 16 },
          ...{ seconds: plan.secondsOfTurn, warmSeconds: plan.warmSecondsOfTurn },
        });
        if (round === -1) continue;
        growth.push({ messages: stored, round, p50, perSecond });
        console.log(
          `  with ${stored} messages: P50 ${p50.toFixed(2)} ms, ${perSecond.toFixed(0)}/s`,
        );
      }
    }
  }
}
