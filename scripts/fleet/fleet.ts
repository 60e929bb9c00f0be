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
export type Fleet = LocalStack;

/**
 * Starts the service on this machine with several instances, as Cloudflare runs it: what one request
 * computes does not hold up the thread that serves another. The Worker is bundled as for a deploy.
 * Queues are kept in memory, the rate limits of Cloudflare admit everything, and emails go nowhere.
 * @param variables of the Worker, beside those that every local run needs
 */
export async function startFleet(variables: Readonly<Record<string, string>>): Promise<Fleet> {
  const closing: (() => unknown)[] = [];
  const stop = async () => {
    for (let close = closing.pop(); close !== undefined; close = closing.pop()) await close();
  };
  try {
    const { databaseUrl, postgresUrl, outboundProxyUrl } = await startLocalServices(closing);
    const maitred = await bundle('maitred', 'src/index.ts', 'wrangler.toml');
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
          ...variables,
        },
        queues: { address, names },
      });
      closing.push(() => runtime.stop());
      return runtime.url;
    };
    const ports: number[] = [];
    for (let n = 0; n < SERVING; n += 1) {
      ports.push(Number(new URL(await start(`serving-${n}`, { maitred })).port));
    }
    const doors: string[] = [];
    for (let n = 0; n < CONSUMING; n += 1) {
      doors.push(await start(`consuming-${n}`, { door, maitred }, { SERVICE: 'maitred' }));
    }
    const instances: Instances = { ports, doors };
    front.thread.postMessage(instances);
    return {
      url: await front.told(),
      postgresUrl,
      keyOfWorkspace: (workspace) =>
        createFirstKey({
          ...{ databaseUrl, keySecret: KEY_SECRET },
          ...{ workspace, name: workspace, scopes: SCOPES },
        }),
      async fireCron() {
        await (await fetch(`${doors[0]}/scheduled`)).arrayBuffer();
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
