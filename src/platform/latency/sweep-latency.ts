import type { Ports } from '../ports.ts';
import { runStep } from '../run-step.ts';
import { deleteOldLatency, type KeptDays } from './sample-store.ts';

/** How many rows of a table and a grain one statement deletes. */
const ROWS = 5000;
/** How often one sweep deletes so many. */
const MOST_ROUNDS = 20;

/** Deletes durations that are too old, and the ids of counted samples after an hour. */
export async function sweepLatency(
  deps: Pick<Ports, 'database' | 'log'>,
  kept: KeptDays,
): Promise<void> {
  await runStep(deps, 'latency', async () => {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const [row] = await deps.database.run(deleteOldLatency, { rows: ROWS, kept });
      if ((row?.deleted ?? 0) < ROWS) break;
    }
  });
}
