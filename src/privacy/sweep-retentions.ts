import { describeFault } from '../platform/log.ts';
import type { Ports } from '../platform/ports.ts';
import { delayRetention, eraseExpiredPage, selectDueRetentions } from './retention-store.ts';

/** How many messages, and how many bookings, one page erases at most. */
const PAGE_ROWS = 1000;
/** How many workspaces one sweep works on. */
const MOST_WORKSPACES = 200;
/** How long a sweep goes on beginning new pages. */
const SWEEP_MS = 10_000;

/**
 * Erases conversations and bookings that are older than their workspaces keep them. The workspaces take
 * turns, one page at a time. A page that fails is logged and delays only its own workspace.
 * @param rows how many messages, and how many bookings, a page erases at most
 * @returns what was erased, and how many pages failed
 */
export async function sweepRetentions(
  deps: Pick<Ports, 'database' | 'log' | 'now'>,
  rows = PAGE_ROWS,
): Promise<{ conversations: number; messages: number; bookings: number; failed: number }> {
  const until = deps.now() + SWEEP_MS;
  const counts = { conversations: 0, messages: 0, bookings: 0, failed: 0 };
  const due = await deps.database.run(selectDueRetentions, { limit: MOST_WORKSPACES });
  for (let next = due.shift(); next !== undefined; next = due.shift()) {
    if (deps.now() >= until) break;
    if (!(await isDone(next.workspaceId))) due.push(next);
  }
  if (Object.values(counts).some((count) => count > 0)) deps.log.info('retention_swept', counts);
  return counts;

  /** Erases one page. True when the sweep is done with this workspace. */
  async function isDone(workspace: (typeof due)[number]['workspaceId']): Promise<boolean> {
    try {
      const [row] = await deps.database.run(eraseExpiredPage, { workspace, rows });
      if (row?.page == null) return true;
      counts.conversations += row.page.conversations;
      counts.messages += row.page.messages;
      counts.bookings += row.page.bookings;
      return row.page.done;
    } catch (error) {
      counts.failed += 1;
      const fault = describeFault(error);
      deps.log.warn('retention_page_failed', { ...fault, workspace });
      await deps.database
        .run(delayRetention, { workspace, fault: String(fault['code'] ?? fault['fault']) })
        // The next sweep takes the workspace again at once.
        .catch((failure: unknown) =>
          deps.log.warn('retention_not_delayed', describeFault(failure)),
        );
      return true;
    }
  }
}
