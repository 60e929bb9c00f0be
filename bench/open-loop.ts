import type { Bench } from './bench.ts';
import { runOpenLoad } from './open-load.ts';
import { printCell } from './report.ts';
import type { OpenLoop } from './results.ts';
import type { Stage } from './stage.ts';
import { VARIANTS, type VariantName } from './variants.ts';
import type { Workload } from './workload.ts';

const DELAY_MS = 90;
const CLIENTS = 64;
/** The parts of the highest rate at which requests are sent. */
const SHARES = [0.5, 0.8];
const MEASURED = ['floor', 'bare', 'maitred'] as const;

/**
 * Measures the floor, the bare Worker and Maitred in an open loop. The highest rate is that of Maitred
 * in a closed loop with 64 clients. All three get requests at the same rates, one after the other.
 */
export async function measureOpenLoop(
  bench: Bench,
  template: string,
  workload: Workload,
): Promise<OpenLoop> {
  const results: OpenLoop = { closed: [], cells: [] };
  const stages: [VariantName, Stage][] = [];
  const open = async ([variant, ...rest]: readonly VariantName[]): Promise<void> => {
    if (variant === undefined) return measureAll();
    await bench.onStage(variant, template, workload, async (stage) => {
      stages.push([variant, stage]);
      await open(rest);
    });
  };
  await open(MEASURED);
  return results;

  async function measureAll(): Promise<void> {
    let highest = 0;
    for (const [variant, stage] of stages) {
      const cell = await bench.measure(variant, stage, workload, {
        ...{ delayMs: DELAY_MS, clients: CLIENTS },
      });
      await stage.settle();
      results.closed.push(cell);
      printCell(cell, 'closed loop, ');
      if (variant === 'maitred') highest = cell.perSecond;
    }
    for (const share of SHARES) {
      for (const [variant, stage] of stages) {
        await measureAt(variant, stage, share, share * highest);
      }
    }
  }

  async function measureAt(
    variant: VariantName,
    stage: Stage,
    share: number,
    rate: number,
  ): Promise<void> {
    if (stage.url === undefined) throw new Error(`${variant} takes no requests`);
    const { seconds, warmSeconds } = bench.plan;
    const run = `open-${share}`;
    await stage.setDelay(DELAY_MS);
    const measured = await runOpenLoad({
      ...{ url: stage.url, headers: stage.headers, rate, seconds, warmSeconds },
      accepted: workload.accepted,
      next: (n) => workload.request(run, n),
    });
    await stage.setDelay(0);
    await stage.settle();
    results.cells.push({ variant, delayMs: DELAY_MS, share, rate, ...measured });
    const { p50, p95, p99, due, late, failures } = measured;
    const times = [p50, p95, p99].map((ms) => (ms === null ? '–' : ms.toFixed(1))).join(' / ');
    console.log(
      `open loop, ${VARIANTS[variant]}, ${rate.toFixed(0)}/s: ${times} ms of ${due} requests, ` +
        `${late} started late, failed ${JSON.stringify(failures)}`,
    );
  }
}
