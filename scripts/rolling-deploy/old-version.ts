import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { bundle } from '../local/workerd-runtime.ts';

/** Whether this repository has a tag or a commit. */
export function isCommit(name: string): boolean {
  return spawnSync('git', ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]).status === 0;
}

/** An earlier version of this project, as it was committed. */
export interface OldVersion {
  /** The path of its bundled Worker. */
  readonly bundle: string;
  /** Makes a workspace and a key of it, as the scripts of that version do. */
  makeKey(databaseUrl: string, keySecret: string): Promise<string>;
}

/**
 * Checks out a version into a folder of its own and bundles its Worker. It uses the packages of this
 * version.
 * @param commit a tag or a commit of this repository
 */
export async function readOldVersion(commit: string): Promise<OldVersion> {
  const folder = join('.wrangler', 'old-version');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const archive = execFileSync('git', ['archive', commit], { maxBuffer: 1024 ** 3 });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return {
    bundle: await bundle('old-version', 'src/index.ts', 'wrangler.toml', folder),
    async makeKey(databaseUrl, keySecret) {
      const args = ['scripts/create-first-key.ts', '--workspace', 'rolling'];
      const env = { ...process.env, DATABASE_URL: databaseUrl, KEY_SECRET: keySecret };
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, env });
      return stdout.trim();
    },
  };
}
