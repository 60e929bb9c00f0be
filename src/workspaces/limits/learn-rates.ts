import type { WorkspaceId } from '../../platform/ids.ts';
import type { GatePorts, Ports } from '../../platform/ports.ts';
import { selectRates } from './limit-store.ts';

/** Reads a workspace's own rates, and whether its storage is full, into the budgets of this isolate. */
export async function learnRates(
  { database, budgets, now }: Pick<Ports, 'database' | 'now'> & Pick<GatePorts, 'budgets'>,
  workspace: WorkspaceId,
): Promise<void> {
  const [read] = await database.run(selectRates, { workspace });
  if (read === undefined) return;
  const { isFull, mostBytes, ...rates } = read;
  const full = isFull ? { limit: 'storage_bytes', most: mostBytes } : undefined;
  budgets.learn(workspace, { rates, full }, now());
}
