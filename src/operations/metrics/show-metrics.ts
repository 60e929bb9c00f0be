import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import { MEASURED } from '../../platform/latency/sample.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { type Of, readingOf } from '../latency/latency.ts';
import { GRAIN_MS } from '../latency/range.ts';
import type { OperationsPorts } from '../ports.ts';
import { selectMetrics, selectPlatformMetrics } from './metrics-store.ts';
import { writeOpenMetrics } from './open-metrics.ts';

/**
 * Shows the requests of this UTC day as OpenMetrics text, and of the platform its light.
 * @throws Problem scope_missing, key_revoked
 */
export async function showMetrics(
  { database, now, operations }: Pick<OperationsPorts, 'database' | 'now' | 'operations'>,
  caller: Caller,
  { of }: { readonly of: Of },
): Promise<string> {
  authorize(caller, readingOf(of));
  const since = Math.floor(now() / GRAIN_MS.day) * GRAIN_MS.day;
  const timeOf = (ms: number) => new Date(ms).toISOString();
  const statement = of === 'platform' ? selectPlatformMetrics : selectMetrics;
  const found = await runAsCaller(database, caller, statement, {
    ...{ grain: 'day', from: timeOf(since), to: timeOf(since + GRAIN_MS.day) },
    ...{ measured: MEASURED, region: undefined },
  });
  if (found === null) throw new Problem('key_revoked');
  const { rows, light } = found;
  return writeOpenMetrics({
    ...{ rows, since, light: light ?? undefined },
    targets: Object.values(operations.targets),
  });
}
