import { createConnection, createServer, type Socket } from 'node:net';
import { z } from 'zod';

// A process that forwards TCP with a round-trip delay and counts round trips. Its arguments are the
// ports to forward to. It sends the ports on which it listens to its parent, and answers each
// command with the counts.

const targets = process.argv.slice(2).map(Number);
/** Round trips by target. One begins when the client sends something after the server did. */
const roundTrips = targets.map(() => 0);
let delayMs = 0;

const commandSchema = z.object({ delayMs: z.number().optional() });

function pass(client: Socket, target: number): void {
  const server = createConnection({ port: targets[target] ?? 0, host: '127.0.0.1', noDelay: true });
  client.setNoDelay(true);
  let serverSpoke = true;
  client.on('data', (chunk) => {
    if (serverSpoke) roundTrips[target] = (roundTrips[target] ?? 0) + 1;
    serverSpoke = false;
    // The whole delay is added to the direction to the server. Timers of equal length keep their
    // order.
    if (delayMs === 0) server.write(chunk);
    else setTimeout(() => server.write(chunk), delayMs);
  });
  server.on('data', (chunk) => {
    serverSpoke = true;
    client.write(chunk);
  });
  for (const [one, other] of [
    [client, server],
    [server, client],
  ] as const) {
    one.on('close', () => other.destroy());
    one.on('error', () => other.destroy());
  }
}

const ports = await Promise.all(
  targets.map(
    (_, target) =>
      new Promise<number>((resolve) => {
        const server = createServer((client) => pass(client, target));
        server.listen(0, '127.0.0.1', () => {
          const address = server.address();
          resolve(typeof address === 'object' && address !== null ? address.port : 0);
        });
      }),
  ),
);

process.on('message', (message) => {
  const command = commandSchema.parse(message);
  delayMs = command.delayMs ?? delayMs;
  process.send?.({ roundTrips });
});
process.on('disconnect', () => process.exit());
process.send?.({ ports });
