import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import { QUEUE_HEADER } from './queue-header.ts';

// Runs Workers as they are deployed: bundled by `wrangler deploy --dry-run`, in workerd alone, without
// what `wrangler dev` adds to each request.

const BUNDLES = '.wrangler/bundles';

const workerd = join(
  dirname(createRequire(import.meta.url).resolve('workerd/package.json')),
  'bin/workerd',
);

/**
 * Bundles a Worker as a deploy does, and returns the path of its code.
 * @param folder the folder of the project that has the script and the configuration
 */
export async function bundle(
  name: string,
  script: string,
  config: string,
  folder = '.',
): Promise<string> {
  const outdir = join(BUNDLES, name);
  // Data modules are named after their content, so those of an earlier bundle would remain.
  rmSync(outdir, { recursive: true, force: true });
  const args = ['deploy', script, '-c', config, '--dry-run', '--outdir', resolve(outdir)];
  await promisify(execFile)(process.execPath, ['node_modules/wrangler/bin/wrangler.js', ...args], {
    cwd: folder,
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' },
  });
  return join(outdir, `${script.split('/').at(-1)?.replace(/\.ts$/, '')}.js`);
}

export interface RuntimeOptions {
  name: string;
  /** The paths of bundles by the name of their service. The first one serves requests. */
  workers: Record<string, string>;
  /** Text bindings of every Worker. */
  variables: Record<string, string>;
  /**
   * The names of the queues by their bindings, and the loopback address that takes their messages;
   * `itself` is the Worker that serves requests. Undefined: there are no queues.
   */
  queues?: { address: string; names: Record<string, string> };
  /** Bindings of the first Worker to others, by name. */
  services?: Record<string, string>;
}

/** The bindings that stand for those of Cloudflare: the method that does nothing, and its answer. */
const STAND_INS = {
  KEY_RATE_LIMIT: ['limit', '{ success: true }'],
  ADDRESS_RATE_LIMIT: ['limit', '{ success: true }'],
  EMAIL: ['send', '{}'],
} as const;

export interface Runtime {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** They do not outlive this process. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Starts workerd alone. It ends with this process. Its rate limits admit every request without any work, and its emails go
 * nowhere.
 */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const port = await freePort();
  const file = join(BUNDLES, `${options.name}.capnp`);
  mkdirSync(BUNDLES, { recursive: true });
  writeFileSync(file, configuration(options, port));
  const child = spawn(workerd, ['serve', '--experimental', file], {
    stdio: ['ignore', 'ignore', process.env['WORKERD_DEBUG'] ? 'inherit' : 'ignore'],
  });
  running.add(child);
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    const up = await fetch(`${url}/healthz`).then(
      () => true,
      () => false,
    );
    if (up) break;
    if (tries > 100) throw new Error(`${options.name} did not start`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url,
    pid: child.pid ?? 0,
    stop: () =>
      new Promise((resolve) => {
        running.delete(child);
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

function configuration(options: RuntimeOptions, port: number): string {
  const { workers, variables, queues, services = {} } = options;
  const texts = Object.entries(variables).map(
    ([name, text]) => `(name = "${name}", text = ${JSON.stringify(text)})`,
  );
  const standIns = Object.keys(STAND_INS).map(
    (name) => `(name = "${name}", wrapped = (moduleName = "stand-in:${name}"))`,
  );
  const modules = Object.entries(STAND_INS).map(
    ([name, [method, answer]]) => `(
      name = "stand-in:${name}", internal = true,
      esModule = "export default () => ({ ${method}: async () => (${answer}) });"
    )`,
  );
  const address = queues?.address === 'itself' ? `127.0.0.1:${port}` : queues?.address;
  const named = Object.entries(queues?.names ?? {});
  const producers = named.map(
    ([binding, name]) => `(name = "${binding}", queue = "queue ${name}")`,
  );
  const brokers = named.map(
    ([, name]) => `(name = "queue ${name}", external = (address = "${address}", http = (
      injectRequestHeaders = [(name = "${QUEUE_HEADER}", value = "${name}")]))),`,
  );
  const bound = Object.entries(services).map(
    ([name, service]) => `(name = "${name}", service = "${service}")`,
  );
  const all = Object.entries(workers).map(([name, path], at) => {
    const bindings = [...texts, ...standIns, ...producers, ...(at === 0 ? bound : [])];
    return `(name = "${name}", worker = (
      compatibilityDate = "2026-10-20",
      # Lets the broker call the consumer's queue handler.
      compatibilityFlags = ["service_binding_extra_handlers"],
      modules = [${modulesOf(path).join(', ')}],
      bindings = [${bindings.join(', ')}]
    ))`;
  });
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    ${all.join(',\n    ')},
    (name = "internet", network = (allow = ["local"])),
    ${brokers.join('\n    ')}
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "${Object.keys(workers)[0]}")],
  extensions = [(modules = [${modules.join(', ')}])],
);
`;
}

/** The code of a bundle, and the data files that it imports. */
function modulesOf(path: string): string[] {
  const folder = dirname(path);
  const embed = (file: string) => JSON.stringify(file.replace(`${BUNDLES}/`, ''));
  const data = readdirSync(folder).filter((file) => file.endsWith('.bin'));
  return [
    `(name = "main", esModule = embed ${embed(path)})`,
    ...data.map((file) => `(name = "./${file}", data = embed ${embed(join(folder, file))})`),
  ];
}
