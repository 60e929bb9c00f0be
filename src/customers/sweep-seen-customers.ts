import { setApart } from '../platform/failed-work/set-apart.ts';
import type { Ports } from '../platform/ports.ts';
import { indexSeenCustomers } from './store.ts';

/** How many rows a page takes out of the outbox. The customers are locked meanwhile. */
const PAGE_ROWS = 500;
/** How long a sweep goes on beginning new pages. */
const SWEEP_MS = 15_000;

/**
 * Writes into the index of the guest book when customers were last seen, for those who were seen again
 * since the last sweep. Lists of customers are in that order.
 * @param rows how many rows a page takes at most
 * @returns how many rows were taken
 */
export async function sweepSeenCustomers(
  deps: Pick<Ports, 'database' | 'log' | 'now'>,
  rows = PAGE_ROWS,
): Promise<{ seen: number }> {
  const until = deps.now() + SWEEP_MS;
  const swept = { seen: 0 };
  for (let taken = rows; taken === rows && deps.now() < until; ) {
    const [row] = await deps.database.run(indexSeenCustomers, { limit: rows });
    if (row === undefined) throw new Error('the statement returned no row');
    await setApart(deps, 'index_customer', row.page.failed);
    taken = row.page.taken;
    swept.seen += taken;
  }
  if (swept.seen > 0) deps.log.info('seen_customers_indexed', swept);
  return swept;
}
