import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const workerd = join(
  dirname(createRequire(import.meta.url).resolve('workerd/package.json')),
  'bin/workerd',
);

/** Bundles a Worker as a deployment does. Returns the folder of its code and data modules. */
export function bundle(script: string, name: string): string {
  const folder = resolve('.wrangler/emotions', name);
  // Files of an earlier bundle must not be measured with this one.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'wrangler.toml');
  writeFileSync(
    config,
    `name = "${name}"\nmain = "${resolve(script)}"\ncompatibility_date = "2026-10-20"\nminify = true\n`,
  );
  const args = ['deploy', '-c', config, '--dry-run', '--outdir', join(folder, 'out')];
  execFileSync(process.execPath, ['node_modules/wrangler/bin/wrangler.js', ...args], {
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' },
  });
  return join(folder, 'out');
}

/** The files of a bundle that are deployed. */
export const modulesOf = (folder: string): string[] =>
  readdirSync(folder).filter((file) => file.endsWith('.js') || file.endsWith('.bin'));

export interface Running {
  readonly pid: number;
  /** The time from the start of the process to the first answer, in milliseconds. */
  readonly startedIn: number;
  post(body: unknown): Promise<void>;
  stop(): Promise<void>;
}

/** Runs a bundle in workerd alone, without a proxy or bindings. */
export async function run(folder: string, port: number): Promise<Running> {
  const modules = modulesOf(folder)
    .sort((a) => (a.endsWith('.js') ? -1 : 1))
    .map((file) => `(name = "./${file}", ${kindOf(file)} = embed "${file}")`);
  const file = join(folder, 'config.capnp');
  writeFileSync(
    file,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    compatibilityDate = "2026-10-20", modules = [${modules.join(', ')}]))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]
);
`,
  );
  const started = performance.now();
  const child = spawn(workerd, ['serve', file], { stdio: 'inherit' });
  const post = async (body: unknown) => {
    const answer = await fetch(`http://127.0.0.1:${port}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    if ((await answer.text()) !== 'done') throw new Error(`answered ${answer.status}`);
  };
  for (let tries = 0; ; tries += 1) {
    const up = await post({ text: '', times: 0 }).then(
      () => true,
      () => false,
    );
    if (up) break;
    if (tries > 2000) throw new Error('workerd did not start');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return {
    pid: child.pid ?? 0,
    startedIn: performance.now() - started,
    post,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

/** The resident memory of a process, in kilobytes. */
export function memoryOf(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes);
}

const kindOf = (file: string) => (file.endsWith('.js') ? 'esModule' : 'data');
