import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { startBalancer } from './balancer.ts';
import { batchOutcomeSchema, startQueueBroker } from './queue-broker.ts';
import type { QueueSettings } from './queue-settings.ts';

// A thread with what Cloudflare has in front of a Worker: the queues, and the distribution of requests
// among instances. It first tells the address of the broker, which the instances need. Then it is told
// the instances, and tells the URL of the service.

export interface FrontData {
  readonly queues: readonly QueueSettings[];
}

export interface Instances {
  /** The loopback ports of the instances that serve requests. */
  readonly ports: readonly number[];
  /** The URLs of the doors of the instances that consume queues. */
  readonly doors: readonly string[];
}

if (parentPort !== null) {
  const { queues } = workerData as FrontData;
  const doors: { url: string; busy: number }[] = [];
  const broker = await startQueueBroker(queues, async (batch) => {
    const door = doors.reduce((least, each) => (each.busy < least.busy ? each : least));
    door.busy += 1;
    try {
      const response = await fetch(`${door.url}/queue`, {
        method: 'POST',
        body: JSON.stringify(batch),
      });
      return batchOutcomeSchema.parse(await response.json());
    } finally {
      door.busy -= 1;
    }
  });
  parentPort.postMessage(broker.address);
  const [instances] = (await once(parentPort, 'message')) as [Instances];
  doors.push(...instances.doors.map((url) => ({ url, busy: 0 })));
  const { url } = await startBalancer(instances.ports);
  parentPort.postMessage(url);
}
