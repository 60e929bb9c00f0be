import { z } from 'zod';
import type { Bench, CellPlan } from '../bench.ts';
import { QUEUE_HEADER, QUEUES } from '../queues.ts';
import type { Stage } from '../stage.ts';
import type { Drain } from './results.ts';
import { messages } from './workload.ts';

const statsSchema = z.object({
  accepted: z.number(),
  delivered: z.number(),
  failedBatches: z.number(),
  waiting: z.number(),
});

/** Accepts messages for a while, then waits until the consumers have folded what is left. */
export async function measureDrain(bench: Bench, stage: Stage, plan: CellPlan): Promise<Drain> {
  const ask = async (path: string) => {
    const headers = { [QUEUE_HEADER]: QUEUES.EMOTIONS.name };
    const response = await fetch(`${stage.brokerUrl}${path}`, { headers });
    return statsSchema.parse(await response.json());
  };
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
