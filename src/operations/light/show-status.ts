import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import { DatabaseUnavailable } from '../../platform/database-errors.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { type Of, readingOf } from '../latency/latency.ts';
import { showMaintenance } from '../maintenance/show-maintenance.ts';
import type { OperationsPorts } from '../ports.ts';
import { hoursOfBaseline } from './baseline.ts';
import { judge } from './judge.ts';
import { measure } from './measure.ts';
import { causesOf, lookAt, RECOMMENDATIONS, showSignal } from './show-signal.ts';
import type { Status } from './status.ts';
import { selectLight, selectWorkspaceReadings } from './status-store.ts';

type Deps = Pick<OperationsPorts, 'database' | 'now' | 'operations'>;

const timeOf = (ms: number) => new Date(ms).toISOString();

/**
 * Shows the traffic light with its signals. That of the platform is the one that was last evaluated;
 * that of a workspace is evaluated now, without a history. When the database cannot be reached, the
 * answer is red.
 * @throws Problem scope_missing, key_revoked
 */
export async function showStatus(
  deps: Deps,
  caller: Caller,
  { of }: { readonly of: Of },
): Promise<Status> {
  authorize(caller, readingOf(of));
  try {
    return of === 'platform' ? await ofPlatform(deps, caller) : await ofWorkspace(deps, caller);
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    return {
      ...{ of, light: 'red', since: null, evaluatedAt: null, recommendation: RECOMMENDATIONS.red },
      causes: [causeOf('database_unreachable', of)],
      ...{ signals: [], maintenance: null },
    };
  }
}

/** What a grey light of a workspace means: it is evaluated when it is asked for, so it is never late. */
const TOO_FEW = 'Nothing is known: the workspace has made too few requests in the last minutes.';

const causeOf = (cause: 'database_unreachable' | 'not_evaluated', of: Of) => ({
  ...{ signal: null, cause, detail: null, look: lookAt(cause, of) },
});

async function ofPlatform({ database, now, operations }: Deps, caller: Caller): Promise<Status> {
  const at = now();
  const found = await runAsCaller(database, caller, selectLight, { now: at });
  if (found === null) throw new Problem('key_revoked');
  const { light: stored, maintenance } = found;
  const signals = stored?.signals ?? [];
  const isLate = stored === null || at - stored.evaluatedAt > operations.light.lateMinutes * 60_000;
  const light = isLate ? 'grey' : stored.light;
  const causes = causesOf(signals, 'platform');
  return {
    ...{ of: 'platform', light, recommendation: RECOMMENDATIONS[light] },
    since: stored === null ? null : timeOf(isLate ? stored.evaluatedAt : stored.since),
    evaluatedAt: stored === null ? null : timeOf(stored.evaluatedAt),
    causes: isLate ? [causeOf('not_evaluated', 'platform'), ...causes] : causes,
    signals: signals.map(showSignal),
    maintenance: maintenance && showMaintenance(maintenance),
  };
}

async function ofWorkspace({ database, now, operations }: Deps, caller: Caller): Promise<Status> {
  const at = now();
  const { windowMinutes, overdueSeconds } = operations.light;
  const found = await runAsCaller(database, caller, selectWorkspaceReadings, {
    ...{ now: at, windowMinutes, hours: hoursOfBaseline(at) },
    before: at - overdueSeconds * 1000,
  });
  if (found === null) throw new Problem('key_revoked');
  const { readings, maintenance } = found;
  const { light, signals } = judge(operations, measure(operations, readings, [], at), [], at);
  return {
    ...{ of: 'workspace', light },
    recommendation: light === 'grey' ? TOO_FEW : RECOMMENDATIONS[light],
    ...{ since: null, evaluatedAt: timeOf(at), causes: causesOf(signals, 'workspace') },
    signals: signals.map(showSignal),
    maintenance: maintenance && showMaintenance(maintenance),
  };
}
