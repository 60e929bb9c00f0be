import {
  Agent,
  type ClientRequest,
  createServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { listen } from './listen.ts';

interface Instance {
  readonly port: number;
  readonly agent: Agent;
  busy: number;
}

/**
 * Starts a server that passes each request to the instance with the fewest requests under way, as
 * Cloudflare passes requests to another instance of a Worker when one is busy.
 * @param ports the loopback ports of the instances
 */
export async function startBalancer(
  ports: readonly number[],
): Promise<{ url: string; close(): void }> {
  const instances = ports.map(
    (port): Instance => ({ port, agent: new Agent({ keepAlive: true }), busy: 0 }),
  );
  const server = createServer(async (incoming, response) => {
    const body = Buffer.concat(await incoming.toArray());
    const instance = instances.reduce((least, each) => (each.busy < least.busy ? each : least));
    instance.busy += 1;
    response.once('close', () => {
      instance.busy -= 1;
    });
    // An instance that answers before it has read the body closes the connection, and the answer may
    // be lost. It gives the same answer to the header alone.
    pass(instance, incoming, response, body, () => {
      if (body.length > 0) pass(instance, incoming, response, undefined, () => fail(response));
      else fail(response);
    });
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
      for (const { agent } of instances) agent.destroy();
    },
  };
}

/**
 * Passes a request to an instance, and its answer to the client.
 * @param body undefined: only the header is sent
 * @param onLost called when no answer came
 */
function pass(
  { port, agent }: Instance,
  { method, url, headers }: IncomingMessage,
  response: ServerResponse,
  body: Buffer | undefined,
  onLost: () => void,
): void {
  const outgoing: ClientRequest = request({
    ...{ host: '127.0.0.1', port, method, path: url, headers },
    ...(body === undefined ? {} : { agent }),
  });
  outgoing.once('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  outgoing.on('error', () => {
    if (!response.headersSent && !response.destroyed) onLost();
  });
  // A client that goes ends its request to the instance.
  response.once('close', () => {
    if (body === undefined || !response.writableFinished) outgoing.destroy();
  });
  if (body === undefined) outgoing.flushHeaders();
  else outgoing.end(body);
}

function fail(response: ServerResponse): void {
  response.writeHead(502).end();
}
