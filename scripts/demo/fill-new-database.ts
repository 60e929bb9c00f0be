import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { workspaceNamed } from '../create-first-key.ts';
import { DEMO_WORKSPACE, type DemoOptions, type MadeDemo, makeDemo } from './make-demo.ts';

/** Stands in the folder of the kept database while demo data is made. */
const markerIn = (kept: string) => `${kept}/demo-unfinished`;

/** Deletes a database whose demo data was not finished, because the process ended meanwhile. */
export function deleteUnfinishedDemo(kept: string): void {
  if (!existsSync(markerIn(kept))) return;
  rmSync(`${kept}/database`, { recursive: true, force: true });
  rmSync(markerIn(kept));
}

/**
 * Makes the demo in an embedded database that is new.
 * @param kept the folder of the database
 * @returns undefined when the database has a workspace `demo` already
 */
export async function fillNewDatabase(
  kept: string,
  options: DemoOptions,
): Promise<MadeDemo | undefined> {
  const known = await workspaceNamed(options.databaseUrl, DEMO_WORKSPACE);
  if (typeof known !== 'string') return undefined;
  writeFileSync(markerIn(kept), '');
  const made = await makeDemo(options);
  rmSync(markerIn(kept));
  return made;
}
