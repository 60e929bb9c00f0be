import type { z } from '@hono/zod-openapi';
import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import { DEFAULT_RATES, isRate, RATES, type Rates } from '../../platform/budgets/rates.ts';
import type { GatePorts, Ports } from '../../platform/ports.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../caller-store.ts';
import { ESTIMATED, type limitsSchema, PER } from './limit.ts';
import { selectLimits } from './limit-store.ts';

/**
 * Shows the limits of the caller's workspace. The rates are those that this isolate has counted; it
 * also takes their values for what it counts from now on.
 * @throws Problem key_revoked
 */
export async function showLimits(
  { database, budgets, now }: Pick<Ports, 'database' | 'now'> & Pick<GatePorts, 'budgets'>,
  caller: Caller,
): Promise<z.infer<typeof limitsSchema>> {
  authorize(caller, 'readLimits');
  const limits = await runAsCaller(database, caller, selectLimits, {});
  if (limits === null) throw new Problem('key_revoked');
  const rates: Rates = { ...DEFAULT_RATES };
  for (const { name, limit } of limits) {
    if (isRate(name)) Object.assign(rates, { [RATES[name]]: limit });
  }
  const storage = limits.find(({ name }) => name === 'storage_bytes');
  const isFull = storage !== undefined && (storage.used ?? 0) >= storage.limit;
  const full = isFull ? { limit: storage.name, most: storage.limit } : undefined;
  budgets.learn(caller.workspaceId, { rates, full }, now());
  const usage = budgets.usage(caller.workspaceId, now());
  const data = limits.map(({ name, limit, used }) => {
    const shown = { name, per: PER[name] ?? ('workspace' as const), limit };
    if (!isRate(name)) {
      return { ...shown, used, approximate: ESTIMATED.includes(name), renewsAt: null };
    }
    const { used: spent, renewsAt } = usage[RATES[name]];
    const renewed = spent === 0 ? null : new Date(renewsAt).toISOString();
    return { ...shown, used: spent, approximate: true, renewsAt: renewed };
  });
  return { data };
}
