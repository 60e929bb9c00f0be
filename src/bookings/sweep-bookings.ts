import type { Ports } from '../platform/ports.ts';
import { sweepBookings as sweepStatement } from './store.ts';

/** The most holds that a sweep ends. */
const SWEEP_LIMIT = 1000;

/**
 * Ends holds that have expired. A statement that books at a venue also ends the venue's expired
 * holds.
 * @returns how many holds were ended
 */
export async function sweepBookings(
  deps: Pick<Ports, 'database' | 'log'>,
): Promise<{ expired: number }> {
  const [swept] = await deps.database.run(sweepStatement, { limit: SWEEP_LIMIT });
  const counts = { expired: swept?.expired ?? 0 };
  if (counts.expired > 0) deps.log.info('bookings_swept', counts);
  return counts;
}
