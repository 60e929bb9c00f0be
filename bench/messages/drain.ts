import type { Bench } from '../bench.ts';
import { QUEUES } from '../queues.ts';
import type { Stage } from '../stage.ts';
import type { Drain } from './results.ts';
import { messages } from './workload.ts';

/** Stores messages for a while, then waits until the consumers have folded them all. */
export async function measureDrain(bench: Bench, template: string): Promise<Drain> {
  const measured: Drain[] = [];
  await bench.onStage('maitred', template, messages, async (stage) => {
    measured.push(await drain(bench, stage));
  });
  const [drained] = measured;
  if (drained === undefined) throw new Error('nothing was drained');
  console.log('  drain', drained);
  return drained;
}

async function drain(bench: Bench, stage: Stage): Promise<Drain> {
  const plan = { delayMs: 0, clients: bench.plan.short ? 16 : 64, warmSeconds: 0.1 };
  const ask = (path: string) => stage.askQueue(QUEUES.EMOTIONS.name, path);
  const askLater = async () => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    return ask('/flush');
  };
  await ask('/pause');
  const held = await bench.measure('maitred', stage, messages, plan);
  const before = await ask('/stats');
  const began = performance.now();
  await ask('/resume');
  let after = await ask('/flush');
  while (after.delivered < after.accepted) after = await askLater();
  const drained = (after.delivered - before.delivered) / ((performance.now() - began) / 1000);

  const busy = await bench.measure('maitred', stage, messages, plan);
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
