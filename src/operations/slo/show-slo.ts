import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { type Of, readingOf } from '../latency/latency.ts';
import { badOf, burnOf, type Objective, objectivesOf } from '../light/burn-rates.ts';
import { type Counts, WINDOWS } from '../light/readings.ts';
import type { OperationsPorts } from '../ports.ts';
import type { ServiceLevels } from './slo.ts';
import { selectPlatformServiceLevels, selectServiceLevels } from './slo-store.ts';

const DAY_MS = 24 * 3_600_000;
const round = (value: number, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits;

/**
 * Shows the service levels of the last days: what is left of each error budget, and how fast it burns.
 * @throws Problem scope_missing, key_revoked
 */
export async function showServiceLevels(
  { database, now, operations }: Pick<OperationsPorts, 'database' | 'now' | 'operations'>,
  caller: Caller,
  { of }: { readonly of: Of },
): Promise<ServiceLevels> {
  authorize(caller, readingOf(of));
  const at = now();
  const today = Math.floor(at / DAY_MS) * DAY_MS;
  const from = new Date(today - (operations.budgetDays - 1) * DAY_MS).toISOString();
  const statement = of === 'platform' ? selectPlatformServiceLevels : selectServiceLevels;
  const found = await runAsCaller(database, caller, statement, { now: at, from });
  if (found === null) throw new Problem('key_revoked');
  return {
    ...{ of, from, to: new Date(at).toISOString(), excluded: found.excluded },
    objectives: objectivesOf(operations).map((each) => levelOf(each, found.period, found.counts)),
  };
}

/** How an objective is kept, from the requests of the period and of the windows of burn rates. */
export function levelOf(
  objective: Objective,
  period: readonly Omit<Counts, 'window'>[],
  counts: readonly Counts[],
): ServiceLevels['objectives'][number] {
  const { total: requests, bad } = badOf(objective, period);
  const allowed = requests * (1 - objective.objective);
  const left = allowed - bad;
  const burn = WINDOWS.map((window) => {
    const some = badOf(
      objective,
      counts.filter((each) => each.window === window),
    );
    const rate = burnOf(objective, some);
    return {
      ...{ window, requests: some.total, bad: some.bad },
      rate: rate === null ? null : round(rate),
    };
  });
  const badInHour = (burn.find(({ window }) => window === '6h')?.bad ?? 0) / 6;
  return {
    ...objective,
    ...{ requests, bad, burn },
    budget: {
      ...{ allowed: round(allowed), left: round(left) },
      percent: allowed === 0 ? null : round((100 * left) / allowed, 1),
    },
    goneInHours: badInHour === 0 ? null : round(Math.max(0, left) / badInHour, 1),
  };
}
