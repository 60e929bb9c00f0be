import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SCOPES } from '../../src/platform/auth/scopes.ts';
import { createFirstKey } from '../create-first-key.ts';
import { freePort } from './free-port.ts';
import { startLocalServices } from './local-services.ts';
import { startWranglerDev, untilHealthy } from './wrangler-dev.ts';

/** Signs the keys of local runs. */
export const KEY_SECRET = 'a-secret-of-local-runs-only-0123456789';

export interface LocalStack {
  readonly url: string;
  /** The connection string of the Neon endpoint before it. */
  readonly databaseUrl: string;
  /** The connection string of the PostgreSQL itself, for drivers that do not speak HTTP. */
  readonly postgresUrl: string;
  /** Makes a workspace of this name and returns a key of it with every scope. */
  keyOfWorkspace(name: string): Promise<string>;
  /** Calls the scheduled handler once, because `wrangler dev` fires no Cron Trigger by itself. */
  fireCron(): Promise<void>;
  stop(): Promise<void>;
}

export interface LocalStackOptions {
  /** Receives each line that the Worker logs. */
  onLine: (line: string) => void;
  /** Variables of the Worker beside those that every local run needs. */
  variables?: Readonly<Record<string, string>>;
}

/**
 * Starts the whole service on this machine: the Worker with its queues in workerd, and a temporary
 * PostgreSQL. Nothing is kept.
 */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const closing: (() => unknown)[] = [];
  const stop = async () => {
    for (let close = closing.pop(); close !== undefined; close = closing.pop()) await close();
  };
  try {
    const { databaseUrl, postgresUrl, outboundProxyUrl } = await startLocalServices(closing);
    const folder = mkdtempSync(join(tmpdir(), 'maitred-local-'));
    closing.push(() => rmSync(folder, { recursive: true, force: true }));
    const envFile = join(folder, 'variables.env');
    const variables = {
      DATABASE_URL: databaseUrl,
      KEY_SECRET,
      OUTBOUND_PROXY_URL: outboundProxyUrl,
      CANARY: 'off',
      ...options.variables,
    };
    const lines = Object.entries(variables).map(([name, value]) => `${name}="${value}"`);
    writeFileSync(envFile, `${lines.join('\n')}\n`, { mode: 0o600 });
    const port = await freePort();
    const wrangler = startWranglerDev({ port, envFile, onLine: options.onLine });
    closing.push(() => wrangler.stop());
    const url = `http://127.0.0.1:${port}`;
    await untilHealthy(url, wrangler);
    return {
      url,
      databaseUrl,
      postgresUrl,
      keyOfWorkspace: (workspace) =>
        createFirstKey({
          ...{ databaseUrl, keySecret: KEY_SECRET },
          ...{ workspace, name: workspace, scopes: SCOPES },
        }),
      async fireCron() {
        const answer = await fetch(`${url}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`);
        await answer.arrayBuffer();
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
