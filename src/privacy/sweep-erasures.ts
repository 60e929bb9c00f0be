import { describeFault } from '../platform/log.ts';
import type { Ports } from '../platform/ports.ts';
import { delayErasure, erasePage, selectRunningErasures } from './store.ts';

/** How many rows of each kind one page erases at most. */
const PAGE_ROWS = 2000;
/** How many erasures of one workspace a sweep works on. */
const MOST_OF_A_WORKSPACE = 20;
/** How long a sweep goes on beginning new pages. */
const SWEEP_MS = 20_000;

/**
 * Goes on with erasures that have pages left. The workspaces take turns, one page at a time. A page
 * that fails is logged and delays only its own erasure, which is tried again later.
 * @param rows how many rows of each kind a page erases at most
 * @returns how many pages were erased, how many erasures have finished, and how many pages failed
 */
export async function sweepErasures(
  deps: Pick<Ports, 'database' | 'log' | 'now'>,
  rows = PAGE_ROWS,
): Promise<{ pages: number; finished: number; failed: number }> {
  const until = deps.now() + SWEEP_MS;
  const counts = { pages: 0, finished: 0, failed: 0 };
  const running = await deps.database.run(selectRunningErasures, { limit: MOST_OF_A_WORKSPACE });
  const turns = [...Map.groupBy(running, ({ workspaceId }) => workspaceId).values()];
  for (let turn = turns.shift(); turn !== undefined; turn = turns.shift()) {
    if (deps.now() >= until) break;
    const [next] = turn;
    if (next === undefined) continue;
    if (await isDone(next)) turn.shift();
    turns.push(turn);
  }
  if (counts.pages + counts.failed > 0) deps.log.info('erasures_swept', counts);
  return counts;

  /** Erases one page. True when the sweep is done with this erasure. */
  async function isDone({ workspaceId, customerId }: (typeof running)[number]): Promise<boolean> {
    try {
      const values = { workspace: workspaceId, customer: customerId, rows };
      const [page] = await deps.database.run(erasePage, values);
      if (page?.erasure == null) return true;
      counts.pages += 1;
      if (page.erasure.state === 'running') return false;
      counts.finished += 1;
      return true;
    } catch (error) {
      counts.failed += 1;
      const fault = describeFault(error);
      deps.log.warn('erasure_page_failed', {
        ...fault,
        workspace: workspaceId,
        customer: customerId,
      });
      await deps.database
        .run(delayErasure, {
          customer: customerId,
          fault: String(fault['code'] ?? fault['fault']),
        })
        // The next sweep finds the erasure again at once.
        .catch((failure: unknown) => deps.log.warn('erasure_not_delayed', describeFault(failure)));
      return true;
    }
  }
}
