import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const requestSchema = z.looseObject({ type: z.string(), data: z.looseObject({}) });
export type ReceivedEvent = z.infer<typeof requestSchema>;

export interface Receiver {
  readonly url: string;
  close(): void;
}

/**
 * Receives webhooks on a loopback port. Challenges are answered at once, events after a delay.
 * @param onEvent is called when an event arrives
 */
export async function startReceiver(
  delayMs: number,
  onEvent: (event: ReceivedEvent) => void,
): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    const event = requestSchema.safeParse(JSON.parse(await readAll(request))).data;
    if (event?.type === 'webhook.verification') {
      response.writeHead(200).end(String(event.data['challenge']));
      return;
    }
    if (event !== undefined) onEvent(event);
    if (delayMs > 0) await sleep(delayMs);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
