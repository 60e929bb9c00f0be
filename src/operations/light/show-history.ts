import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import { invalidField, Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { showMaintenance } from '../maintenance/show-maintenance.ts';
import type { OperationsPorts } from '../ports.ts';
import { showSignal } from './show-signal.ts';
import type { LightHistory } from './status.ts';
import { MOST_CHANGES, selectLightHistory } from './status-store.ts';

const WEEK_MS = 7 * 24 * 3_600_000;

/**
 * Shows how the light of the platform has changed in a range of time.
 * @param range instants; the default is the week before now
 * @throws Problem scope_missing, key_revoked, invalid_field (query.to)
 */
export async function showHistory(
  { database, now }: Pick<OperationsPorts, 'database' | 'now'>,
  caller: Caller,
  range: { readonly from?: string | undefined; readonly to?: string | undefined },
): Promise<LightHistory> {
  authorize(caller, 'readPlatform');
  const to = range.to ?? new Date(now()).toISOString();
  const from = range.from ?? new Date(Date.parse(to) - WEEK_MS).toISOString();
  if (from >= to) throw invalidField('query.to', 'must be after from');
  const found = await runAsCaller(database, caller, selectLightHistory, { from, to, now: now() });
  if (found === null) throw new Problem('key_revoked');
  const { changes, seconds, maintenance } = found;
  const lasting = (light: keyof typeof seconds) => Math.round(seconds[light] ?? 0);
  return {
    ...{ from, to },
    seconds: {
      ...{ grey: lasting('grey'), green: lasting('green'), yellow: lasting('yellow') },
      ...{ orange: lasting('orange'), red: lasting('red') },
    },
    data: changes.slice(0, MOST_CHANGES).map(({ signals, ...change }) => ({
      ...change,
      signals: signals.map(showSignal),
    })),
    isWhole: changes.length <= MOST_CHANGES,
    maintenance: maintenance.map(showMaintenance),
  };
}
