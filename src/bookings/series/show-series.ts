import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import type { SeriesId } from '../../platform/ids.ts';
import type { Ports } from '../../platform/ports.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { showSeries as shown } from './series.ts';
import { selectSeries } from './series-store.ts';

/**
 * Shows a series: what was asked for, what could not be had, and its bookings as they are now. Bookings
 * that were erased because of their age are left out.
 * @throws Problem series_not_found, customer_erased, key_revoked
 */
export async function showSeries(deps: Pick<Ports, 'database'>, caller: Caller, id: SeriesId) {
  authorize(caller, 'readBookings');
  const found = await runAsCaller(deps.database, caller, selectSeries, { id });
  if (found === null) throw new Problem('series_not_found');
  if (found.erased !== null) throw new Problem(found.erased);
  return { ...shown(caller, found.series, true), missing: found.series.missing };
}
