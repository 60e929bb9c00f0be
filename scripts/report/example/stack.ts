import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { startChild } from '../../../bench/child.ts';
import { SCOPES } from '../../../src/platform/auth/scopes.ts';
import { createFirstKey } from '../../create-first-key.ts';
import { freePort } from '../../local/free-port.ts';
import { startOutboundProxy } from '../../local/outbound-proxy.ts';
import { startPostgresCluster } from '../../local/postgres-cluster.ts';
import { startWranglerDev, untilHealthy } from '../../local/wrangler-dev.ts';
import { migrate } from '../../migrate.ts';

const KEY_SECRET = 'a-secret-of-local-runs-only-0123456789';

const endpointSchema = z.object({ connectionString: z.string() });
const proxySchema = z.object({ ports: z.tuple([z.int()]) });
const versionSchema = z.object({ rows: z.tuple([z.object({ server_version: z.string() })]) });

export interface ExampleStack {
  readonly url: string;
  /** A key of the workspace `example` with every scope. */
  readonly key: string;
  /** The version of PostgreSQL. */
  readonly postgres: string;
  /** Calls the scheduled handler once, because `wrangler dev` fires no Cron Trigger by itself. */
  fireCron(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the whole service on this machine with a delay between the Worker and its database: the
 * Worker with its queues in workerd, a proxy, Neon's protocol, and a temporary PostgreSQL with its
 * default durability. Nothing is kept.
 * @param roundTripMs what the proxy adds to each request to the database
 * @param onLine receives each line that the Worker logs
 */
export async function startExampleStack(
  roundTripMs: number,
  onLine: (line: string) => void,
): Promise<ExampleStack> {
  const closing: (() => unknown)[] = [];
  const stop = async () => {
    for (let close = closing.pop(); close !== undefined; close = closing.pop()) await close();
  };
  try {
    const cluster = await startPostgresCluster();
    closing.push(() => cluster.stop());
    const endpoint = await startChild(
      'sql-endpoint.ts',
      [cluster.connectionString],
      endpointSchema,
    );
    closing.push(() => endpoint.stop());
    const databaseUrl = endpoint.ready.connectionString;
    await migrate(databaseUrl);
    const proxy = await startChild('delay-proxy.ts', [new URL(databaseUrl).port], proxySchema);
    closing.push(() => proxy.stop());
    await proxy.ask({ delayMs: roundTripMs }, z.unknown());
    const delayed = new URL(databaseUrl);
    delayed.port = String(proxy.ready.ports[0]);
    const outbound = await startOutboundProxy();
    closing.push(() => outbound.close());

    const folder = mkdtempSync(join(tmpdir(), 'maitred-example-'));
    closing.push(() => rmSync(folder, { recursive: true, force: true }));
    const envFile = join(folder, 'variables.env');
    const variables = { DATABASE_URL: delayed.href, KEY_SECRET, OUTBOUND_PROXY_URL: outbound.url };
    const lines = Object.entries(variables).map(([name, value]) => `${name}="${value}"`);
    writeFileSync(envFile, `${lines.join('\n')}\n`, { mode: 0o600 });
    const port = await freePort();
    const wrangler = startWranglerDev({ port, envFile, onLine });
    closing.push(() => wrangler.stop());
    const url = `http://127.0.0.1:${port}`;
    await untilHealthy(url, wrangler);
    const named = { workspace: 'example', name: 'example' };
    return {
      url,
      key: await createFirstKey({ databaseUrl, keySecret: KEY_SECRET, ...named, scopes: SCOPES }),
      postgres: await versionOf(cluster.connectionString),
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

async function versionOf(connectionString: string): Promise<string> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = versionSchema.parse(await client.query('show server_version'));
    return rows[0].server_version.split(' ')[0] ?? '';
  } finally {
    await client.end();
  }
}
