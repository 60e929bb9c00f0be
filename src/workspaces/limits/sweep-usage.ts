import type { Ports } from '../../platform/ports.ts';
import { measureUsage } from './usage-store.ts';

/** How many pages of each table are read: a few megabytes in all. */
const PAGES = 200;
/** How many workspaces without a row in the sample are updated. */
const WORKSPACES = 5000;
const EVERY_MINUTES = 5;

/**
 * Estimates the jobs and the storage of each workspace. The sweep runs once a minute, and this part
 * of it in every fifth minute.
 */
export async function sweepUsage({
  database,
  now,
}: Pick<Ports, 'database' | 'now'>): Promise<{ measured: number }> {
  if (Math.floor(now() / 60_000) % EVERY_MINUTES !== 0) return { measured: 0 };
  const [row] = await database.run(measureUsage, { pages: PAGES, workspaces: WORKSPACES });
  return { measured: row?.measured ?? 0 };
}
