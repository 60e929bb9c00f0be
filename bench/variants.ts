import { z } from 'zod';
import { idSchema } from '../src/platform/ids.ts';
import { createSigner } from '../src/workspaces/key.ts';
import { type Child, startChild } from './child.ts';
import { bundle, type Runtime, startRuntime } from './runtime.ts';
import { KEY_ID, WORKSPACE_ID } from './seed.ts';

/** What is measured, in this order; the statement alone comes first and last. */
export const VARIANTS = {
  statement: 'the statement alone (pgbench, prepared)',
  maitred: 'Maitred',
  bare: 'a bare Worker, the same statement',
  trivial: 'a trivial Worker, one fetch',
  one: 'Fastify + pg, one statement',
  naive: 'Fastify + pg, naive',
  after: 'the earlier system, after',
  before: 'the earlier system, before',
} as const;
export type VariantName = keyof typeof VARIANTS;

const KEY_SECRET = 'a-secret-of-the-benchmark-only-0123456789';

/** Round trips that the variant makes after it has answered, on the same connections. */
export const BACKGROUND_ROUND_TRIPS: Partial<Record<VariantName, number>> = { after: 7 };

const rootConfig = 'wrangler.toml';
const benchConfig = 'bench/workers/wrangler.toml';

/** Bundles every Worker as it would be deployed; the path of each one's code. */
export async function bundleWorkers() {
  const [maitred, bare, trivial, broker] = await Promise.all([
    bundle('maitred', 'src/index.ts', rootConfig),
    bundle('bare', 'bench/workers/bare.ts', benchConfig),
    bundle('trivial', 'bench/workers/trivial.ts', benchConfig),
    bundle('broker', 'bench/workers/broker.ts', benchConfig),
  ]);
  return { maitred, bare, trivial, broker };
}
export type Bundles = Awaited<ReturnType<typeof bundleWorkers>>;

export interface Stage {
  /** Where to post messages; undefined for the statement alone. */
  readonly url: string | undefined;
  readonly headers: Record<string, string>;
  /** PostgreSQL behind the delay. */
  readonly delayedDatabase: string;
  readonly brokerUrl: string;
  /** Processes whose CPU is told apart. */
  readonly pids: Record<string, number>;
  setDelay(delayMs: number): Promise<void>;
  roundTrips(): Promise<number>;
  stop(): Promise<void>;
}

const portSchema = z.object({ port: z.number() });
const proxySchema = z.object({ ports: z.tuple([z.number(), z.number()]) });
const countSchema = z.object({ roundTrips: z.number() });

/** Starts everything that a variant needs, around a database that it has for itself. */
export async function startStage(
  variant: VariantName,
  database: string,
  bundles: Bundles,
): Promise<Stage> {
  const stopping: (() => Promise<void>)[] = [];
  const keep = <T extends { stop(): Promise<void> }>(started: T): T => {
    stopping.push(() => started.stop());
    return started;
  };
  const endpoint = keep(await startChild('sql-endpoint.ts', [database], portSchema));
  const databasePort = new URL(database).port;
  const proxy = keep(
    await startChild('delay-proxy.ts', [String(endpoint.ready.port), databasePort], proxySchema),
  );
  const [endpointPort, delayedPort] = proxy.ready.ports;
  const delayed = new URL(database);
  delayed.port = String(delayedPort);
  const neonUrl = (port: number) => `postgres://postgres:postgres@127.0.0.1:${port}/bench`;
  const variables = { KEY_SECRET, DATABASE_TIMEOUT_MS: '30000', CORS_ORIGINS: '' };

  const broker = keep(
    await startRuntime({
      name: 'broker',
      workers: { broker: bundles.broker, maitred: bundles.maitred },
      // The consumer's way to the database is not delayed, so that the proxy counts requests only.
      variables: { ...variables, DATABASE_URL: neonUrl(endpoint.ready.port) },
      services: { CONSUMER: 'maitred' },
      queue: '127.0.0.1:1',
    }),
  );
  const brokerAddress = new URL(broker.url).host;
  const server = await startServer();
  return {
    url: server?.url,
    headers: { Authorization: `Bearer ${await signKey()}` },
    delayedDatabase: delayed.href,
    brokerUrl: broker.url,
    pids: {
      ...(server === undefined ? {} : { server: server.pid }),
      endpoint: endpoint.pid,
      queue: broker.pid,
    },
    setDelay: async (delayMs) => void (await proxy.ask({ delayMs }, countSchema)),
    roundTrips: async () => (await proxy.ask({}, countSchema)).roundTrips,
    stop: async () => {
      for (const stop of stopping.reverse()) await stop();
    },
  };

  async function startServer(): Promise<{ url: string; pid: number } | undefined> {
    switch (variant) {
      case 'statement':
        return undefined;
      case 'maitred':
      case 'bare':
      case 'trivial': {
        const runtime: Runtime = keep(
          await startRuntime({
            name: variant,
            workers: { [variant]: bundles[variant] },
            variables: {
              ...variables,
              DATABASE_URL: neonUrl(endpointPort),
              API_KEY_ID: KEY_ID,
              WORKSPACE_ID,
            },
            queue: brokerAddress,
          }),
        );
        return runtime;
      }
      default: {
        const args = [delayed.href, broker.url, KEY_ID, WORKSPACE_ID];
        const peers: Child<{ port: number }> = keep(await startChild('peers.ts', args, portSchema));
        return { url: `http://127.0.0.1:${peers.ready.port}/${variant}`, pid: peers.pid };
      }
    }
  }
}

function signKey(): Promise<string> {
  return createSigner(KEY_SECRET).sign({
    keyId: idSchema<'key'>().parse(KEY_ID),
    workspaceId: idSchema<'workspace'>().parse(WORKSPACE_ID),
    scopes: ['messages:write', 'messages:read'],
  });
}
