import { Agent, request } from 'node:http';
import { QUEUE_HEADER } from '../scripts/local/queue-header.ts';
import type { QueueName } from './queues.ts';

/** Sends messages to the broker at this URL without waiting, as the Workers do. */
export function openQueues(broker: string): (queue: QueueName, message: object) => void {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return (queue, message) => {
    const outgoing = request(`${broker}/message`, {
      method: 'POST',
      agent,
      headers: { [QUEUE_HEADER]: queue },
    });
    outgoing.on('response', (response) => response.resume());
    outgoing.on('error', () => {});
    outgoing.end(JSON.stringify(message));
  };
}
