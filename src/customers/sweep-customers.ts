import { setApart } from '../platform/failed-work/set-apart.ts';
import type { Ports } from '../platform/ports.ts';
import { indexCustomersPage } from './store.ts';

/** How many customers a page indexes. Their rows are locked meanwhile. */
const PAGE_ROWS = 500;
/** How long a sweep goes on beginning new pages. */
const SWEEP_MS = 15_000;

/**
 * Indexes the customers that were stored before the guest book had an index. Once they are, a sweep
 * only finds that nothing is left. A customer that fails is set apart, and the others go on.
 * @param rows how many customers a page indexes at most
 * @returns how many customers were read, and whether nothing is left
 */
export async function sweepCustomers(
  deps: Pick<Ports, 'database' | 'log' | 'now'>,
  rows = PAGE_ROWS,
): Promise<{ customers: number; finished: boolean }> {
  const until = deps.now() + SWEEP_MS;
  const swept = { customers: 0, finished: false };
  while (!swept.finished && deps.now() < until) {
    const [row] = await deps.database.run(indexCustomersPage, { limit: rows });
    if (row?.page == null) return { ...swept, finished: true };
    await setApart(deps, 'index_customer', row.page.failed);
    swept.customers += row.page.customers;
    swept.finished = row.page.finished;
  }
  deps.log.info('customers_indexed', swept);
  return swept;
}
