import { migrate } from '../migrate.ts';
import { startNeonEndpoint } from './neon-endpoint.ts';
import { startOutboundProxy } from './outbound-proxy.ts';
import { openPostgresBackend } from './postgres-backend.ts';
import { startPostgresCluster } from './postgres-cluster.ts';

/** What a Worker on this machine needs beside workerd. */
export interface LocalServices {
  /** The connection string for the Worker, which speaks HTTP. */
  readonly databaseUrl: string;
  /** The connection string of the PostgreSQL itself, for drivers that do not speak HTTP. */
  readonly postgresUrl: string;
  readonly outboundProxyUrl: string;
}

/**
 * Starts a temporary PostgreSQL with all migrations, behind Neon's protocol, and the outbound proxy.
 * Nothing is kept.
 * @param closing receives the functions that end what was started, in the order of the starts
 */
export async function startLocalServices(closing: (() => unknown)[]): Promise<LocalServices> {
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
  return { databaseUrl, postgresUrl: cluster.connectionString, outboundProxyUrl: proxy.url };
}
