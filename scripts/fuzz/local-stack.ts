import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SCOPES } from '../../src/platform/auth/scopes.ts';
import { createFirstKey } from '../create-first-key.ts';
import { freePort } from '../local/free-port.ts';
import { startNeonEndpoint } from '../local/neon-endpoint.ts';
import { startOutboundProxy } from '../local/outbound-proxy.ts';
import { openPostgresBackend } from '../local/postgres-backend.ts';
import { startPostgresCluster } from '../local/postgres-cluster.ts';
import { startWranglerDev, untilHealthy } from '../local/wrangler-dev.ts';
import { migrate } from '../migrate.ts';

const KEY_SECRET = 'a-secret-of-the-fuzzer-only-0123456789';

export interface LocalStack {
  readonly url: string;
  /** A key with every scope. */
  readonly key: string;
  stop(): Promise<void>;
}

/**
 * Starts the whole service on this machine: the Worker with its queues in workerd, and a temporary
 * PostgreSQL. Nothing is kept.
 * @param onLine receives each line that the Worker logs
 */
export async function startLocalStack(onLine: (line: string) => void): Promise<LocalStack> {
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

    const folder = mkdtempSync(join(tmpdir(), 'maitred-fuzz-'));
    closing.push(() => rmSync(folder, { recursive: true, force: true }));
    const envFile = join(folder, 'variables.env');
    const lines = [
      `DATABASE_URL="${databaseUrl}"`,
      `KEY_SECRET="${KEY_SECRET}"`,
      `OUTBOUND_PROXY_URL="${proxy.url}"`,
    ];
    writeFileSync(envFile, `${lines.join('\n')}\n`, { mode: 0o600 });
    const port = await freePort();
    const wrangler = startWranglerDev({ port, envFile, onLine });
    closing.push(() => wrangler.stop());
    const url = `http://127.0.0.1:${port}`;
    await untilHealthy(url, wrangler);
    const key = await createFirstKey({
      databaseUrl,
      keySecret: KEY_SECRET,
      workspace: 'fuzz',
      name: 'fuzz',
      scopes: SCOPES,
    });
    return { url, key, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
