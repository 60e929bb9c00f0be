import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import { describeFault } from '../../platform/log.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { type Of, readingOf } from '../latency/latency.ts';
import type { OperationsPorts } from '../ports.ts';
import type { Backlog } from './backlog.ts';
import { selectBacklog, selectPlatformBacklog } from './waiting-store.ts';

/**
 * Shows what background work is waiting: of the caller's workspace, or of the platform with its queues.
 * @throws Problem scope_missing, key_revoked
 */
export async function showBacklog(
  deps: Pick<OperationsPorts, 'database' | 'now' | 'operations' | 'queueMetrics' | 'log'>,
  caller: Caller,
  { of }: { readonly of: Of },
): Promise<Backlog> {
  authorize(caller, readingOf(of));
  const now = deps.now();
  const values = { now, overdue: now - deps.operations.light.overdueSeconds * 1000 };
  const statement = of === 'platform' ? selectPlatformBacklog : selectBacklog;
  const [data, queues] = await Promise.all([
    runAsCaller(deps.database, caller, statement, values),
    of === 'platform' ? metricsOf(deps) : null,
  ]);
  if (data === null) throw new Problem('key_revoked');
  return { of, data, queues };
}

async function metricsOf({ queueMetrics, log }: Pick<OperationsPorts, 'queueMetrics' | 'log'>) {
  try {
    return (await queueMetrics()).map(({ oldestAt, ...queue }) => ({
      ...queue,
      oldestAt: oldestAt === null ? null : new Date(oldestAt).toISOString(),
    }));
  } catch (error) {
    log.warn('queue_metrics_failed', describeFault(error));
    return null;
  }
}
