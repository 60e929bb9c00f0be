import Fastify from 'fastify';
import pg from 'pg';
import { openQueues } from './queue-client.ts';

// The common part of every peer's process: Fastify in front of pg. Its arguments are the connection
// string of the database, another one for background work, the URL of the queue broker, the key and
// its workspace.

const [connectionString, backgroundConnectionString, broker = '', keyId = '', workspaceId = ''] =
  process.argv.slice(2);

export { keyId, workspaceId };
export const pool = new pg.Pool({ connectionString, max: 64 });
/** The pool of queue consumers, which would be other processes. */
export const backgroundPool = new pg.Pool({
  connectionString: backgroundConnectionString,
  max: 64,
});

/** Runs a prepared statement of this name, and returns its first row. */
export const one = async (
  on: pg.Pool | pg.PoolClient,
  name: string,
  text: string,
  values: unknown[],
) => (await on.query({ name, text, values })).rows[0];

/** Works in a transaction. `ping` adds a `select 1` before it, as SQLAlchemy does. */
export async function transaction<T>(
  ping: boolean,
  work: (on: pg.PoolClient) => Promise<T>,
  from: pg.Pool = pool,
): Promise<T> {
  const client = await from.connect();
  try {
    if (ping) await client.query('select 1');
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

export const enqueue = openQueues(broker);

/**
 * Serves one path for each implementation, under its name, and sends the port to the parent
 * process.
 */
export async function serve<Params>(
  path: string,
  ways: Record<string, (body: unknown, params: Params) => Promise<object>>,
): Promise<void> {
  const server = Fastify({ logger: false });
  for (const [name, way] of Object.entries(ways)) {
    server.post<{ Params: Params }>(`/${name}${path}`, async (incoming, reply) => {
      reply.code(201);
      return way(incoming.body, incoming.params as Params);
    });
  }
  const address = await server.listen({ port: 0, host: '127.0.0.1' });
  process.on('disconnect', () => process.exit());
  process.send?.({ port: Number(new URL(address).port) });
}
