import type { WorkspaceId } from '../../platform/ids.ts';
import type { GatePorts, Ports } from '../../platform/ports.ts';
import { selectRates } from './limit-store.ts';

/** Reads a workspace's own rates into the budgets of this isolate. */
export async function learnRates(
  { database, budgets, now }: Pick<Ports, 'database' | 'now'> & Pick<GatePorts, 'budgets'>,
  workspace: WorkspaceId,
): Promise<void> {
  const [rates] = await database.run(selectRates, { workspace });
  if (rates !== undefined) budgets.learn(workspace, rates, now());
}
