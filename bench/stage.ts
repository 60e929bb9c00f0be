import { z } from 'zod';
import { QUEUE_HEADER } from '../scripts/local/queue-header.ts';
import { startRuntime } from '../scripts/local/workerd-runtime.ts';
import { createSigner } from '../src/platform/auth/key.ts';
import { idSchema } from '../src/platform/ids.ts';
import { ringOf } from '../src/platform/secret-ring.ts';
import type { Bundles } from './bundle-workers.ts';
import { KEY_SCOPES } from './caller-scopes.ts';
import { startChild } from './child.ts';
import {
  QUEUE_NAMES,
  QUEUES,
  type QueueName,
  type QueueStats,
  queueStatsSchema,
} from './queues.ts';
import { KEY_ID, WORKSPACE_ID } from './seed.ts';
import type { VariantName } from './variants.ts';
import type { Workload } from './workload.ts';

/** Signs the keys of the benchmark. */
export const KEY_SECRET = 'a-secret-of-the-benchmark-only-0123456789';

/** The longest time that consumers may take for their remaining work. */
const SETTLED_WITHIN_MS = 120_000;

/** Round trips to the database: those before an answer, and those of background work. */
export interface RoundTrips {
  blocking: number;
  background: number;
}

export interface Stage {
  /** The URL for requests. Undefined for the statement alone. */
  readonly url: string | undefined;
  readonly headers: Record<string, string>;
  /** Connection strings of PostgreSQL without and with the delay. */
  readonly database: string;
  readonly delayedDatabase: string;
  /** The processes whose CPU is measured, by name. */
  readonly pids: Record<string, number>;
  setDelay(delayMs: number): Promise<void>;
  roundTrips(): Promise<RoundTrips>;
  /** Sends a command about a queue to the broker: /stats, /pause, /resume or /flush. */
  askQueue(name: QueueName, path: string): Promise<QueueStats>;
  /**
   * Resolves when the consumers have no work left, so that they do not slow down the next
   * measurement.
   */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

const portSchema = z.object({ port: z.number() });
const endpointSchema = z.object({ connectionString: z.url() });
const proxySchema = z.object({ ports: z.tuple([z.number(), z.number(), z.number()]) });
const countSchema = z.object({ roundTrips: z.tuple([z.number(), z.number(), z.number()]) });

/** Starts everything that a variant needs, with a database that no other process uses. */
export async function startStage(
  variant: VariantName,
  database: string,
  bundles: Bundles,
  workload: Workload,
): Promise<Stage> {
  const stopping: (() => Promise<void>)[] = [];
  const keep = <T extends { stop(): Promise<void> }>(started: T): T => {
    stopping.push(() => started.stop());
    return started;
  };
  const endpoint = keep(await startChild('sql-endpoint.ts', [database], endpointSchema));
  const databasePort = new URL(database).port;
  const { connectionString } = endpoint.ready;
  const targets = [new URL(connectionString).port, databasePort, databasePort];
  const proxy = keep(await startChild('delay-proxy.ts', targets, proxySchema));
  const [endpointPort, delayedPort, backgroundPort] = proxy.ready.ports;
  const at = (address: string, port: number) => {
    const url = new URL(address);
    url.port = String(port);
    return url.href;
  };
  const databaseAt = (port: number) => at(database, port);
  const variables = { KEY_SECRET, DATABASE_TIMEOUT_MS: '30000', CORS_ORIGINS: '', CANARY: 'off' };

  const broker = keep(
    await startRuntime({
      name: 'broker',
      workers: { broker: bundles.broker, maitred: bundles.maitred },
      // The consumer does not use the proxy, so the proxy counts only the round trips of requests.
      variables: { ...variables, DATABASE_URL: connectionString },
      services: { CONSUMER: 'maitred' },
      // The consumer of one queue sends messages to another queue.
      queues: { address: 'itself', names: QUEUE_NAMES },
    }),
  );
  const server = await startServer();
  const askQueue: Stage['askQueue'] = async (name, path) => {
    const response = await fetch(`${broker.url}${path}`, { headers: { [QUEUE_HEADER]: name } });
    return queueStatsSchema.parse(await response.json());
  };
  return {
    url: server?.url,
    headers: { Authorization: `Bearer ${await signKey()}` },
    database,
    delayedDatabase: databaseAt(delayedPort),
    askQueue,
    async settle() {
      const deadline = performance.now() + SETTLED_WITHIN_MS;
      // Checks twice, because a consumer may be about to send to another queue.
      for (let idle = 0; idle < 2; ) {
        const queues = Object.values(QUEUES).map(({ name }) => askQueue(name, '/flush'));
        const stats = await Promise.all(queues);
        const done = stats.every(({ accepted, delivered }) => delivered === accepted);
        idle = done ? idle + 1 : 0;
        if (performance.now() > deadline) throw new Error('the consumers did not finish in time');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    pids: {
      ...(server === undefined ? {} : { server: server.pid }),
      endpoint: endpoint.pid,
      queue: broker.pid,
    },
    setDelay: async (delayMs) => void (await proxy.ask({ delayMs }, countSchema)),
    roundTrips: async () => {
      const [toEndpoint, toDatabase, background] = (await proxy.ask({}, countSchema)).roundTrips;
      return { blocking: toEndpoint + toDatabase, background };
    },
    stop: async () => {
      for (const stop of stopping.reverse()) await stop();
    },
  };

  async function startServer(): Promise<{ url: string; pid: number } | undefined> {
    switch (variant) {
      case 'statement':
        return undefined;
      case 'floor':
        return startNode(workload.floor, [at(connectionString, endpointPort), broker.url]);
      case 'maitred':
      case 'bare':
      case 'lean':
      case 'cte':
      case 'trivial':
        return keep(
          await startRuntime({
            name: variant,
            workers: { [variant]: bundles[variant] },
            variables: {
              ...variables,
              DATABASE_URL: at(connectionString, endpointPort),
              API_KEY_ID: KEY_ID,
              WORKSPACE_ID,
            },
            queues: { address: new URL(broker.url).host, names: QUEUE_NAMES },
          }),
        );
      default: {
        const args = [databaseAt(delayedPort), databaseAt(backgroundPort), broker.url];
        const peers = await startNode(workload.peers, args);
        return { ...peers, url: `${peers.url}/${variant}` };
      }
    }
  }

  async function startNode(script: string | undefined, args: readonly string[]) {
    if (script === undefined) throw new Error(`${workload.name} has no ${variant}`);
    const { ready, pid } = keep(
      await startChild(script, [...args, KEY_ID, WORKSPACE_ID], portSchema),
    );
    return { url: `http://127.0.0.1:${ready.port}`, pid };
  }
}

function signKey(): Promise<string> {
  return createSigner(ringOf(KEY_SECRET)).sign({
    keyId: idSchema<'key'>().parse(KEY_ID),
    workspaceId: idSchema<'workspace'>().parse(WORKSPACE_ID),
    scopes: [...KEY_SCOPES],
  });
}
