import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import { MEASURED, type Measured } from '../../platform/latency/sample.ts';
import { invalidField, Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import type { OperationsPorts } from '../ports.ts';
import { type OperationsSettings, targetOf } from '../settings.ts';
import { type Latency, type Of, readingOf } from './latency.ts';
import { type Grain, type KeptSince, rangeOf } from './range.ts';
import {
  type LatencyPoint,
  type LatencyRow,
  selectLatency,
  selectLatencySeries,
  selectPlatformLatency,
  selectPlatformLatencySeries,
} from './store.ts';
import { summariseOperation } from './summarise.ts';

export interface LatencyQuery {
  readonly of: Of;
  /** An instant. The default is an hour before `to`. */
  readonly from?: string | undefined;
  /** An instant. The default is now. */
  readonly to?: string | undefined;
  readonly operation?: Measured | undefined;
  readonly region?: string | undefined;
  readonly interval?: Grain | undefined;
}

const HOUR_MS = 3_600_000;

function keptSince({ minute, hour, day }: OperationsSettings['kept'], now: number): KeptSince {
  const since = (days: number) => now - days * 24 * HOUR_MS;
  return { minute: since(minute), hour: since(hour), day: since(day) };
}

/**
 * Shows how long requests took, by operation: percentiles, parts, and the margin to the target.
 * @throws Problem scope_missing, key_revoked, invalid_field (query.to, query.operation, query.region)
 */
export async function showLatency(
  { database, now, operations }: Pick<OperationsPorts, 'database' | 'now' | 'operations'>,
  caller: Caller,
  { of, from, to, operation, region, interval }: LatencyQuery,
): Promise<Latency> {
  authorize(caller, readingOf(of));
  if (interval !== undefined && operation === undefined) {
    throw invalidField('query.operation', 'is needed with interval');
  }
  if (region !== undefined && of !== 'platform') {
    throw invalidField('query.region', 'needs of=platform: a workspace is not counted by region');
  }
  const end = to === undefined ? now() : Date.parse(to);
  const start = from === undefined ? end - HOUR_MS : Date.parse(from);
  const range = rangeOf(start, end, keptSince(operations.kept, now()), interval);
  const shown = {
    grain: range.grain,
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
  };
  const values = { ...shown, measured: operation === undefined ? MEASURED : [operation], region };
  const { rows, points } = await read();
  const byOperation = Map.groupBy(rows, ({ measured }) => measured);
  return {
    of,
    ...shown,
    operations: MEASURED.filter((each) => byOperation.has(each)).map((each) =>
      summariseOperation(each, targetOf(operations, each), byOperation.get(each) ?? [], points),
    ),
  };

  async function read(): Promise<{ rows: LatencyRow[]; points: LatencyPoint[] }> {
    if (interval === undefined) {
      const statement = of === 'platform' ? selectPlatformLatency : selectLatency;
      const found = await runAsCaller(database, caller, statement, values);
      if (found === null) throw new Problem('key_revoked');
      return { ...found, points: [] };
    }
    const statement = of === 'platform' ? selectPlatformLatencySeries : selectLatencySeries;
    const found = await runAsCaller(database, caller, statement, values);
    if (found === null) throw new Problem('key_revoked');
    const none = { region: '', inDatabase: new Map(), wait: new Map() };
    return { rows: found.points.map((point) => ({ ...point, ...none })), points: found.points };
  }
}
