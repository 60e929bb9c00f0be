import { execFile, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { QUEUE_HEADER, QUEUES } from './queues.ts';

// Runs Workers as they are deployed: bundled by `wrangler deploy --dry-run`, in workerd.

const BUNDLES = '.wrangler/bench';

const workerd = join(
  dirname(createRequire(import.meta.url).resolve('workerd/package.json')),
  'bin/workerd',
);

/** Bundles a Worker as a deploy does, and returns the path of its code. */
export async function bundle(name: string, script: string, config: string): Promise<string> {
  const outdir = join(BUNDLES, name);
  // Data modules are named after their content, so those of an earlier bundle would remain.
  rmSync(outdir, { recursive: true, force: true });
  const args = ['deploy', script, '-c', config, '--dry-run', '--outdir', outdir];
  await promisify(execFile)(process.execPath, ['node_modules/wrangler/bin/wrangler.js', ...args], {
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
   * The loopback address that takes queue messages; `itself` is the Worker that serves requests.
   * Undefined: there are no queues.
   */
  queue?: string;
  /** Bindings of the first Worker to others, by name. */
  services?: Record<string, string>;
}

export interface Runtime {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts workerd alone. Its rate limits admit every request without any work. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const port = await freePort();
  const file = join(BUNDLES, `${options.name}.capnp`);
  mkdirSync(BUNDLES, { recursive: true });
  writeFileSync(file, configuration(options, port));
  const child = spawn(workerd, ['serve', '--experimental', file], {
    stdio: ['ignore', 'ignore', process.env['BENCH_DEBUG'] ? 'inherit' : 'ignore'],
  });
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
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

function configuration(options: RuntimeOptions, port: number): string {
  const { workers, variables, queue, services = {} } = options;
  const texts = Object.entries(variables).map(
    ([name, text]) => `(name = "${name}", text = ${JSON.stringify(text)})`,
  );
  const limits = ['KEY_RATE_LIMIT', 'ADDRESS_RATE_LIMIT'].map(
    (name) => `(name = "${name}", wrapped = (moduleName = "bench:unlimited"))`,
  );
  const address = queue === 'itself' ? `127.0.0.1:${port}` : queue;
  const queues = address === undefined ? [] : Object.entries(QUEUES);
  const producers = queues.map(
    ([binding, { name }]) => `(name = "${binding}", queue = "queue ${name}")`,
  );
  const brokers = queues.map(
    ([, { name }]) => `(name = "queue ${name}", external = (address = "${address}", http = (
      injectRequestHeaders = [(name = "${QUEUE_HEADER}", value = "${name}")]))),`,
  );
  const bound = Object.entries(services).map(
    ([name, service]) => `(name = "${name}", service = "${service}")`,
  );
  const all = Object.entries(workers).map(([name, path], at) => {
    const bindings = [...texts, ...limits, ...producers, ...(at === 0 ? bound : [])];
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
  extensions = [(modules = [(
    name = "bench:unlimited", internal = true,
    esModule = "export default () => ({ limit: async () => ({ success: true }) });"
  )])],
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

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
