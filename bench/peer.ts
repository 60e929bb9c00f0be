import { Agent, request } from 'node:http';
import Fastify from 'fastify';
import pg from 'pg';
import { QUEUE_HEADER, type QueueName } from './queues.ts';

// What every peer's process is made of: Fastify in front of pg. Begun with the way to the database,
// the same for work that has connections of its own, the queues' stand-in, the key and its workspace.

const [connectionString, backgroundConnectionString, broker = '', keyId = '', workspaceId = ''] =
  process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

export { keyId, workspaceId };
export const pool = new pg.Pool({ connectionString, max: 64 });
/** For consumers of a queue, which are processes of their own. */
export const backgroundPool = new pg.Pool({
  connectionString: backgroundConnectionString,
  max: 64,
});

/** The first row of a statement that is prepared under its name. */
export const one = async (
  on: pg.Pool | pg.PoolClient,
  name: string,
  text: string,
  values: unknown[],
) => (await on.query({ name, text, values })).rows[0];

/** Begins, works and commits; with a ping before, as SQLAlchemy does it at each checkout. */
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

/** Sends a message to a queue, after the answer, as the Workers do. */
export function enqueue(queue: QueueName, message: object): void {
  const outgoing = request(`${broker}/message`, {
    method: 'POST',
    agent,
    headers: { [QUEUE_HEADER]: queue },
  });
  outgoing.on('response', (response) => response.resume());
  outgoing.on('error', () => {});
  outgoing.end(JSON.stringify(message));
}

/** Serves one path in each of these ways, under its name, and tells the parent where. */
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
