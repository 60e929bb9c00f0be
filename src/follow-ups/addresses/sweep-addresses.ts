import type { Ports } from '../../platform/ports.ts';
import { deleteCounts } from './store.ts';

/** The most counts that a sweep deletes. */
const SWEEP_LIMIT = 5000;

/**
 * Deletes the counts of emails to addresses after two days.
 * @returns how many were deleted
 */
export async function sweepAddresses(deps: Pick<Ports, 'database' | 'now'>): Promise<number> {
  const [swept] = await deps.database.run(deleteCounts, { now: deps.now(), limit: SWEEP_LIMIT });
  return swept?.deleted ?? 0;
}
