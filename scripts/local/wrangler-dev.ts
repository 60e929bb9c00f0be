import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const SUPERVISE = fileURLToPath(new URL('supervise.ts', import.meta.url));
const START_MS = 60_000;

export interface WranglerDev {
  /** Resolves when `wrangler dev` and everything that it started have ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends `wrangler dev` within a few seconds. */
  stop(): Promise<void>;
}

export interface WranglerDevOptions {
  port: number;
  envFile: string;
  /** Receives each line of output. Without it the lines are printed. */
  onLine?: (line: string) => void;
}

/**
 * Starts `wrangler dev` for the Worker of the current directory on a loopback port. It ends when
 * this process ends for any reason.
 */
export function startWranglerDev(options: WranglerDevOptions): WranglerDev {
  const { onLine } = options;
  const output = onLine === undefined ? 'inherit' : 'pipe';
  const child = spawn(
    process.execPath,
    [
      SUPERVISE,
      'node_modules/wrangler/bin/wrangler.js',
      'dev',
      ...['--port', String(options.port), '--ip', '127.0.0.1', '--inspector-port', '0'],
      ...['--env-file', options.envFile, '--show-interactive-dev-session=false'],
    ],
    {
      detached: true,
      stdio: ['ignore', output, output, 'ipc'],
      env: {
        ...process.env,
        WRANGLER_SEND_METRICS: 'false',
        WRANGLER_SEND_ERROR_REPORTS: 'false',
        WRANGLER_HIDE_BANNER: 'true',
        CLOUDFLARE_CF_FETCH_ENABLED: 'false',
        // Without them, each request and query is also written to a database of `wrangler dev`, by
        // the thread that runs the Worker.
        X_LOCAL_OBSERVABILITY: 'false',
        X_LOCAL_EXPLORER: 'false',
      },
    },
  );
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null || onLine === undefined) continue;
    createInterface({ input: stream }).on('line', onLine);
  }
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    ended,
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/**
 * Waits until the Worker answers at its health check.
 * @throws when `wrangler dev` ends first, or does not answer within a minute
 */
export async function untilHealthy(url: string, { ended }: WranglerDev): Promise<void> {
  let running = true;
  void ended.then(() => {
    running = false;
  });
  for (const giveUp = Date.now() + START_MS; running && Date.now() < giveUp; await sleep(200)) {
    const ready = await fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
  }
  throw new Error('The Worker did not answer. The lines above may show the reason.');
}
