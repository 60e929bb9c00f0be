import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import { openQueues } from './queue-client.ts';
import type { QueueName } from './queues.ts';
import type { SentStatement } from './statement-text.ts';

// The common part of every floor: a Node process that takes the same requests as Maitred, and sends the
// same statement to the same SQL endpoint. It is what the work needs at least. It reads the body, sends
// the statement as Neon's driver does, passes the answer on as it is, and sends the queue message. It
// has no framework, driver, router or checks; it verifies no key, computes no digest, and builds
// neither the text of the statement nor the answer. Its arguments are the connection string of the SQL
// endpoint, the URL of the queue broker, the key and its workspace.

const [connectionString = '', broker = '', keyId = '', workspaceId = ''] = process.argv.slice(2);

export { keyId, workspaceId };

/** How the floor of a workload does its requests. */
interface Floor {
  /** The statement for a request of the load generator. */
  statement(path: string, body: string): SentStatement;
  /** The queue message that follows, from the row that came back. */
  job(row: readonly string[]): { queue: QueueName; message: object };
}

/** Serves the requests of a workload, and sends the port to the parent process. */
export function serveFloor({ statement, job }: Floor): void {
  const { hostname, port } = new URL(connectionString);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const enqueue = openQueues(broker);
  // The headers of Neon's driver.
  const headers = {
    'Neon-Connection-String': connectionString,
    'Neon-Raw-Text-Output': 'true',
    'Neon-Array-Mode': 'true',
    'Content-Type': 'text/plain;charset=UTF-8',
  };
  const server = createServer(async (incoming, response) => {
    const sent = statement(incoming.url ?? '', await textOf(incoming));
    const body = JSON.stringify({ query: sent.text, params: sent.values });
    const outgoing = request({
      ...{ host: hostname, port, path: '/sql', method: 'POST', agent },
      headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
    });
    outgoing.once('error', () => response.writeHead(502).end());
    outgoing.once('response', async (answered) => {
      const answer = await textOf(answered);
      const isStored = answered.statusCode === 200;
      response.writeHead(isStored ? 201 : 502, { 'Content-Length': Buffer.byteLength(answer) });
      response.end(answer);
      if (!isStored) return;
      const [row = []]: string[][] = JSON.parse(answer).rows;
      const { queue, message } = job(row);
      enqueue(queue, message);
    });
    outgoing.end(body);
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    process.send?.({ port: address.port });
  });
  process.on('disconnect', () => process.exit());
}

function textOf(incoming: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    incoming.setEncoding('utf8');
    incoming.on('data', (chunk) => {
      text += chunk;
    });
    incoming.once('end', () => resolve(text));
    incoming.once('error', reject);
  });
}
