import type { Ports } from '../platform/ports.ts';
import { sweepBookings as sweepStatement } from './store.ts';

/** The most holds that a sweep ends, and the most idempotency keys that it deletes. */
const SWEEP_LIMIT = 1000;

/**
 * Ends holds that have expired, and deletes idempotency keys that are older than a day. A statement
 * that books at a venue also ends the venue's expired holds.
 * @returns how many holds were ended and how many keys were deleted
 */
export async function sweepBookings(
  deps: Pick<Ports, 'database' | 'log'>,
): Promise<{ expired: number; forgotten: number }> {
  const [swept] = await deps.database.run(sweepStatement, { limit: SWEEP_LIMIT });
  const counts = { expired: swept?.expired ?? 0, forgotten: swept?.forgotten ?? 0 };
  if (counts.expired + counts.forgotten > 0) deps.log.info('bookings_swept', counts);
  return counts;
}
