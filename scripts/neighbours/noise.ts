import { parentPort, workerData } from 'node:worker_threads';
import pg from 'pg';
import { Client } from './client.ts';
import { type Noise, WAYS, type WayName } from './ways/ways.ts';

// A thread that makes the noise of one way: it prepares, says `ready`, and goes on until it is told to
// stop. Then it reports which answers it got.

export interface NoiseOrder {
  way: WayName;
  url: string;
  key: string;
  postgresUrl: string;
  /** The name of the noisy tenant's workspace. */
  workspace: string;
  /** What is seeded is multiplied by this. */
  scale: number;
}

export interface NoiseReport {
  /** How many answers had each status; 0 stands for no answer. */
  statuses: Record<string, number>;
  /** One request for each status of 500 and above, and for 0. */
  examples: Record<string, string>;
}

/** The most requests that are sent in a second: twice the rate that a workspace has by default. */
const MOST_A_SECOND = 400;

const port = parentPort;
if (port !== null) {
  const order = workerData as NoiseOrder;
  const report: NoiseReport = { statuses: {}, examples: {} };
  let running = true;
  port.once('message', () => {
    running = false;
  });
  const pool = new pg.Pool({
    connectionString: order.postgresUrl,
    max: 1,
    // A seed may take longer than a statement of the service.
    options: '-c statement_timeout=0',
  });
  const client = new Client(order.url, order.key, ({ method, path, answer }) => {
    const { status } = answer;
    report.statuses[status] = (report.statuses[status] ?? 0) + 1;
    if (status !== 0 && status < 500) return;
    report.examples[status] ??=
      `${method} ${path.slice(0, 200)}: ${JSON.stringify(answer.body).slice(0, 300)}`;
  });
  let next = performance.now();
  const noise: Noise = {
    client,
    scale: order.scale,
    workspace: order.workspace,
    async sql(text, values = []) {
      return (await pool.query<Record<string, unknown>>(text, values)).rows;
    },
    async clients(count, task) {
      const started = performance.now();
      let n = 0;
      const one = async () => {
        while (running) {
          const wait = Math.max(next, started) - performance.now();
          next = Math.max(next, performance.now()) + 1000 / MOST_A_SECOND;
          if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
          await task(n++);
        }
      };
      await Promise.all(Array.from({ length: count }, one));
    },
  };
  const way = await WAYS[order.way](noise);
  port.postMessage('ready');
  await way.run();
  await way.end?.();
  await pool.end();
  port.postMessage(report);
}
