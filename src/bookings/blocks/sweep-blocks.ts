import { forget, reasonOfFailure, setApart } from '../../platform/failed-work/set-apart.ts';
import { describeFault } from '../../platform/log.ts';
import type { Ports } from '../../platform/ports.ts';
import { extendBlock, selectDueBlocks } from './block-store.ts';
import { occurrencesOf } from './repeat.ts';

/** The most blocks that a sweep works on. */
const MOST_BLOCKS = 500;
/** How long a sweep goes on beginning with a further block. */
const SWEEP_MS = 20_000;

/**
 * Does the work of blocks that are due: stores repetitions and allocations up to the horizon of their
 * venues, closes gaps that bookings have left, and clears blocks that have ended. A block that fails is
 * set apart, and the others go on.
 * @returns how many blocks were worked on, and how many failed
 */
export async function sweepBlocks(
  deps: Pick<Ports, 'database' | 'now' | 'log'>,
): Promise<{ extended: number; failed: number }> {
  const until = deps.now() + SWEEP_MS;
  const due = await deps.database.run(selectDueBlocks, { limit: MOST_BLOCKS });
  const counts = { extended: 0, failed: 0 };
  const done: string[] = [];
  for (const { id: block, ...repeated } of due) {
    if (deps.now() >= until) break;
    try {
      const occurrences = await occurrencesOf(repeated, deps.now());
      if (occurrences === undefined) throw new Error('the rule of a block does not fit its start');
      const [row] = await deps.database.run(extendBlock, { block, occurrences });
      counts.extended += row?.extended === true ? 1 : 0;
      done.push(block);
    } catch (error) {
      counts.failed += 1;
      deps.log.warn('block_not_extended', { block, ...describeFault(error) });
      await setApart(deps, 'extend_block', [{ subject: block, reason: reasonOfFailure(error) }]);
    }
  }
  await forget(deps, 'extend_block', done);
  if (counts.extended + counts.failed > 0) deps.log.info('blocks_swept', counts);
  return counts;
}
