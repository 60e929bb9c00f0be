import { forget, setApart, setApartFailed } from '../platform/failed-work/set-apart.ts';
import { workInParts } from '../platform/failed-work/work-in-parts.ts';
import type { Ports } from '../platform/ports.ts';
import { expireHolds, selectExpiredHolds } from './store.ts';

/** The most holds and requests that a sweep ends. */
const SWEEP_LIMIT = 1000;

/**
 * Ends holds and requests that have expired. A statement that books at a venue also ends those of the
 * venue. One that cannot be ended is set apart, and the others are ended.
 * @returns how many were ended, and how many were set apart
 */
export async function sweepBookings(
  deps: Pick<Ports, 'database' | 'now' | 'log'>,
): Promise<{ expired: number; failed: number }> {
  const holds = await deps.database.run(selectExpiredHolds, { limit: SWEEP_LIMIT });
  const ids = holds.map(({ id }) => id);
  const { done, failed } = await workInParts(deps, ids, async (bookings) => {
    const [row] = await deps.database.run(expireHolds, { bookings });
    return row?.expired ?? [];
  });
  await setApartFailed(deps, 'expire_hold', failed);
  const ended = new Set(done.flat());
  await forget(deps, 'expire_hold', [...ended]);
  const isFailed = new Set(failed.map(({ item }) => item));
  const locked = holds.filter(
    ({ id, isOverdue }) => isOverdue && !ended.has(id) && !isFailed.has(id),
  );
  const failures = locked.map(({ id }) => ({ subject: id, reason: 'locked' }));
  await setApart(deps, 'expire_hold', failures);
  const counts = { expired: ended.size, failed: failed.length + locked.length };
  if (counts.expired + counts.failed > 0) deps.log.info('bookings_swept', counts);
  return counts;
}
