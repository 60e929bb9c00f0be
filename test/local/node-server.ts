import { createServer } from 'node:http';
import { createFirstKey } from '../../scripts/create-first-key.ts';
import { startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { openPgliteBackend } from '../../scripts/local/pglite-backend.ts';
import { migrate } from '../../scripts/migrate.ts';
import { createApp } from '../../src/app.ts';
import { compose } from '../../src/compose.ts';
import { SCOPES } from '../../src/platform/auth/scopes.ts';

/** The KEY_SECRET of {@link startNodeServer}. */
export const NODE_SERVER_SECRET = 'a-secret-of-these-tests-only-0123456789';

/** The API as a server in this process, with its own embedded database. */
export interface NodeServer {
  readonly url: string;
  /** A key with every scope. */
  readonly key: string;
  readonly databaseUrl: string;
  /** The bindings of the server, for an app with others. */
  readonly bindings: object;
  /** Runs SQL and returns the rows, whose values are text. */
  rows(sql: string): Promise<Record<string, string>[]>;
  close(): Promise<void>;
}

/** Starts the API on a free port of the loopback interface. Queue messages are dropped. */
export async function startNodeServer(): Promise<NodeServer> {
  const backend = await openPgliteBackend({});
  const endpoint = await startNeonEndpoint({ backend });
  const databaseUrl = endpoint.connectionString;
  await migrate(databaseUrl);
  const queue = { send: async () => {}, sendBatch: async () => {} };
  const admitsAll = { limit: async () => ({ success: true }) };
  const bindings = {
    DATABASE_URL: databaseUrl,
    KEY_SECRET: NODE_SERVER_SECRET,
    EMOTIONS: queue,
    FOLLOW_UPS: queue,
    DELIVERIES: queue,
    WEBHOOKS: queue,
    TELEMETRY: queue,
    KEY_RATE_LIMIT: admitsAll,
    ADDRESS_RATE_LIMIT: admitsAll,
  };
  const app = createApp(compose);
  const context = { waitUntil() {}, passThroughOnException() {}, props: {} };
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    );
    const request = new Request(`http://${incoming.headers.host}${incoming.url}`, {
      method: incoming.method ?? 'GET',
      headers,
      ...(body.length === 0 ? {} : { body }),
    });
    const response = await app.fetch(request, bindings, context);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const key = await createFirstKey({
    databaseUrl,
    keySecret: NODE_SERVER_SECRET,
    workspace: 'test',
    name: 'test',
    scopes: SCOPES,
  });
  return {
    url: `http://127.0.0.1:${address.port}`,
    key,
    databaseUrl,
    bindings,
    rows: async (sql) => {
      const [result] = await backend.run([{ query: sql, params: [] }]);
      const { fields = [], rows = [] } = result ?? {};
      return rows.map((row) =>
        Object.fromEntries(fields.map(({ name }, at) => [name, row[at] ?? ''])),
      );
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await endpoint.close();
      await backend.close();
    },
  };
}
