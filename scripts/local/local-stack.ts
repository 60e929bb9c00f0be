import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SCOPES } from '../../src/platform/auth/scopes.ts';
import { createFirstKey } from '../create-first-key.ts';
import { migrate } from '../migrate.ts';
import { freePort } from './free-port.ts';
import { startNeonEndpoint } from './neon-endpoint.ts';
import { startOutboundProxy } from './outbound-proxy.ts';
import { openPostgresBackend } from './postgres-backend.ts';
import { startPostgresCluster } from './postgres-cluster.ts';
import { startWranglerDev, untilHealthy } from './wrangler-dev.ts';

const KEY_SECRET = 'a-secret-of-local-runs-only-0123456789';

export interface LocalStack {
  readonly url: string;
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
  /** Whether a consumer gets several batches of a queue at the same time, as on Cloudflare. */
  concurrentQueues?: boolean;
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
    const cluster = await startPostgresCluster({ fsync: 'off' });
    closing.push(() => cluster.stop());
    const backend = openPostgresBackend({ connectionString: cluster.connectionString });
    closing.push(() => backend.close());
    const endpoint = await startNeonEndpoint({ backend });
    closing.push(() => endpoint.close());
    const databaseUrl = endpoint.connectionString;
    await migrate(databaseUrl);
    const proxy = await startOutboundProxy();
    closing.push(() => proxy.close());

    const folder = mkdtempSync(join(tmpdir(), 'maitred-local-'));
    closing.push(() => rmSync(folder, { recursive: true, force: true }));
    const envFile = join(folder, 'variables.env');
    const variables = {
      DATABASE_URL: databaseUrl,
      KEY_SECRET,
      OUTBOUND_PROXY_URL: proxy.url,
      ...options.variables,
    };
    const lines = Object.entries(variables).map(([name, value]) => `${name}="${value}"`);
    writeFileSync(envFile, `${lines.join('\n')}\n`, { mode: 0o600 });
    const port = await freePort();
    const { onLine, concurrentQueues = false } = options;
    const wrangler = startWranglerDev({ port, envFile, onLine, concurrentQueues });
    closing.push(() => wrangler.stop());
    const url = `http://127.0.0.1:${port}`;
    await untilHealthy(url, wrangler);
    return {
      url,
      postgresUrl: cluster.connectionString,
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
