import type { Deps } from '../deps.ts';
import { sweepBookings as sweepStatement } from './store.ts';

const SWEEP_LIMIT = 1000;

/** Records lapsed holds that nobody touched as expired, and forgets old idempotency keys. */
export async function sweepBookings(
  deps: Pick<Deps, 'database' | 'log'>,
): Promise<{ expired: number; forgotten: number }> {
  const [swept] = await deps.database.run(sweepStatement, { limit: SWEEP_LIMIT });
  const counts = { expired: swept?.expired ?? 0, forgotten: swept?.forgotten ?? 0 };
  if (counts.expired + counts.forgotten > 0) deps.log.info('bookings_swept', counts);
  return counts;
}
