import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { SCOPES } from '../../src/platform/auth/scopes.ts';
import { createFirstKey } from '../create-first-key.ts';
import { startLocalServices } from '../local/local-services.ts';
import type { LocalStack } from '../local/local-stack.ts';
import { bundle, startRuntime } from '../local/workerd-runtime.ts';
import type { EndpointData } from './endpoint.ts';
import type { FrontData, Instances } from './front.ts';
import { readQueueSettings } from './queue-settings.ts';

const KEY_SECRET = 'a-secret-of-local-runs-only-0123456789';
/** How many instances serve requests, and how many consume queues. Each has a thread of its own. */
const SERVING = 4;
const CONSUMING = 2;
/** The connections to PostgreSQL of each instance. Together they leave some of its 200 for others. */
const CONNECTIONS = 28;

/** It is used as the stack with one instance is. */
export interface Fleet extends LocalStack {
  /** The connection string for the Worker, which speaks HTTP. */
  readonly databaseUrl: string;
  readonly keySecret: string;
  /** The URLs of the instances that serve requests, in the order of their bundles. */
  readonly instances: readonly string[];
}

/**
 * Starts the service on this machine with several instances, as Cloudflare runs it: what one request
 * computes does not hold up the thread that serves another. The Worker is bundled as for a deploy.
 * Queues are kept in memory, the rate limits of Cloudflare admit everything, and emails go nowhere.
 * @param variables of the Worker, beside those that every local run needs
 * @param bundles the paths of bundles of the Worker, which the instances run in turn. Without them, all
 *   run the Worker of this folder
 */
export async function startFleet(
  variables: Readonly<Record<string, string>>,
  bundles?: readonly string[],
): Promise<Fleet> {
  const closing: (() => unknown)[] = [];
  const stop = async () => {
    for (let close = closing.pop(); close !== undefined; close = closing.pop()) await close();
  };
  try {
    const { databaseUrl, postgresUrl, outboundProxyUrl } = await startLocalServices(closing);
    const workers = bundles ?? [await bundle('maitred', 'src/index.ts', 'wrangler.toml')];
    const workerOf = (instance: number) => workers[instance % workers.length] ?? '';
    const door = await bundle('door', 'scripts/fleet/door.ts', 'scripts/fleet/wrangler.toml');

    const settings = readQueueSettings();
    const data: FrontData = { queues: settings };
    const front = startThread('front.ts', data);
    closing.push(() => front.thread.terminate());
    const address = await front.told();
    const names = Object.fromEntries(
      settings.flatMap(({ binding, name }) => (binding === undefined ? [] : [[binding, name]])),
    );
    const start = async (name: string, workers: Record<string, string>, services = {}) => {
      const ofEndpoint: EndpointData = { postgresUrl, connections: CONNECTIONS };
      const endpoint = startThread('endpoint.ts', ofEndpoint);
      closing.push(() => endpoint.thread.terminate());
      const runtime = await startRuntime({
        ...{ name, workers, services },
        variables: {
          DATABASE_URL: await endpoint.told(),
          KEY_SECRET,
          OUTBOUND_PROXY_URL: outboundProxyUrl,
          DATABASE_TIMEOUT_MS: '5000',
          CANARY: 'off',
          ...variables,
        },
        queues: { address, names },
      });
      closing.push(() => runtime.stop());
      return runtime.url;
    };
    const instances: string[] = [];
    for (let n = 0; n < SERVING; n += 1) {
      instances.push(await start(`serving-${n}`, { maitred: workerOf(n) }));
    }
    const doors: string[] = [];
    for (let n = 0; n < CONSUMING; n += 1) {
      const maitred = workerOf(n);
      doors.push(await start(`consuming-${n}`, { door, maitred }, { SERVICE: 'maitred' }));
    }
    const ports = instances.map((url) => Number(new URL(url).port));
    front.thread.postMessage({ ports, doors } satisfies Instances);
    return {
      url: await front.told(),
      ...{ postgresUrl, databaseUrl, keySecret: KEY_SECRET, instances },
      keyOfWorkspace: (workspace) =>
        createFirstKey({
          ...{ databaseUrl, keySecret: KEY_SECRET },
          ...{ workspace, name: workspace, scopes: SCOPES },
        }),
      async fireCron() {
        const door = doors[Math.floor(Math.random() * doors.length)];
        await (await fetch(`${door}/scheduled`)).arrayBuffer();
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts a thread of this folder that tells texts, one after the other. */
function startThread(script: string, workerData: object) {
  const thread = new Worker(new URL(script, import.meta.url), { workerData });
  const told = async () => z.tuple([z.string()]).parse(await once(thread, 'message'))[0];
  return { thread, told };
}
