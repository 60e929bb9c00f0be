import { showId, type WorkspaceId } from '../../platform/ids.ts';
import type { Ports } from '../../platform/ports.ts';
import { selectLimitsOf, updateLimit } from './limit-store.ts';

/** A change of one limit. A `value` of null resets it to the default. */
export interface LimitChange {
  readonly limit: string;
  readonly value: number | null;
}

/** A limit as the script prints it. */
export interface ListedLimit {
  readonly name: string;
  readonly limit: number;
  readonly default: number;
  readonly used: number | null;
  /** Whether the operator has set it. */
  readonly isSet: boolean;
}

/** The operator has named a workspace or limit that does not exist, or a value that is not allowed. */
export class LimitRefused extends Error {
  override readonly name = 'LimitRefused';
}

/** The highest value of a limit. All sums and counts of the service stay exact up to it. */
const MOST = 1_000_000_000_000;

/**
 * For the operator's script: changes a limit of a workspace, if a change is given, and lists all its limits.
 * @throws LimitRefused
 */
export async function setLimits(
  { database }: Pick<Ports, 'database'>,
  workspace: WorkspaceId,
  change?: LimitChange,
): Promise<ListedLimit[]> {
  const known = await list();
  if (change === undefined) return known;
  const { limit, value } = change;
  if (!known.some(({ name }) => name === limit)) {
    throw new LimitRefused(
      `No limit is named ${limit}. Limits are: ${known.map(({ name }) => name).join(', ')}`,
    );
  }
  // A rate of 0 would lock the tenant out for ever, because nothing would be renewed.
  const least = limit.endsWith('_per_minute') ? 1 : 0;
  if (value !== null && !(Number.isInteger(value) && value >= least && value <= MOST)) {
    throw new LimitRefused(`The value must be an integer from ${least} to ${MOST}.`);
  }
  await database.run(updateLimit, { workspace, limit, value });
  return list();

  async function list(): Promise<ListedLimit[]> {
    const [row] = await database.run(selectLimitsOf, { workspace });
    if (row === undefined) {
      throw new LimitRefused(`No workspace has the id ${showId('workspace', workspace)}.`);
    }
    return row.limits.map(({ name, limit: current, used }) => ({
      ...{ name, limit: current, default: row.defaults[name] ?? current, used },
      isSet: Object.hasOwn(row.changed, name),
    }));
  }
}
