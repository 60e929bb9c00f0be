import { Agent, request } from 'node:http';
import { percentile } from '../scripts/percentile.ts';
import type { BenchRequest } from './workload.ts';

export interface LoadOptions {
  url: string;
  clients: number;
  seconds: number;
  /** The warm-up: requests in these first seconds are not counted. */
  warmSeconds: number;
  /** The clients start evenly spread over this number of milliseconds. */
  spreadMs: number;
  headers: Record<string, string>;
  next(n: number): BenchRequest;
  /** The statuses of successful answers. */
  accepted: readonly number[];
  /** Called when counting begins. */
  onSteady?: () => void;
}

export interface LoadResult {
  /** The counted requests. `sent` also includes the requests of the warm-up. */
  requests: number;
  sent: number;
  perSecond: number;
  p50: number;
  p95: number;
  /** Null with fewer than 1,000 samples, which are too few for a P99. */
  p99: number | null;
  /** How many answers were not successful, by status. 0 is a failed connection. */
  failures: Record<string, number>;
}

/** Runs a closed loop: each client sends its next request after the answer to its previous one. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.clients });
  const latencies: number[] = [];
  const failures: Record<string, number> = {};
  const began = performance.now();
  const steadyAt = began + options.warmSeconds * 1000;
  const endsAt = steadyAt + options.seconds * 1000;
  let sent = 0;
  const client = async (at: number) => {
    // Clients that start together would send all their requests at the same moments, and each would
    // wait for the others.
    await new Promise((resolve) => setTimeout(resolve, (options.spreadMs * at) / options.clients));
    while (performance.now() < endsAt) {
      const asked = options.next(sent);
      sent += 1;
      const started = performance.now();
      const status = await send(options.url, asked, options.headers, agent);
      const ended = performance.now();
      if (!options.accepted.includes(status)) failures[status] = (failures[status] ?? 0) + 1;
      if (ended >= steadyAt && ended <= endsAt) latencies.push(ended - started);
    }
  };
  const steady = setTimeout(() => options.onSteady?.(), options.warmSeconds * 1000);
  await Promise.all(Array.from({ length: options.clients }, (_, at) => client(at)));
  clearTimeout(steady);
  agent.destroy();
  return { ...summariseLatencies(latencies, options.seconds), sent, failures };
}

/** Percentiles of raw latencies in milliseconds. */
export function summariseLatencies(latencies: number[], seconds: number): LoadResult {
  latencies.sort((a, b) => a - b);
  return {
    requests: latencies.length,
    sent: latencies.length,
    perSecond: latencies.length / seconds,
    p50: percentile(latencies, 50),
    p95: percentile(latencies, 95),
    p99: latencies.length < 1000 ? null : percentile(latencies, 99),
    failures: {},
  };
}

/** Sends one request, and returns the status of its answer; 0 when the connection failed. */
export function send(
  url: string,
  { path, body }: BenchRequest,
  headers: Record<string, string>,
  agent: Agent,
): Promise<number> {
  const content =
    body === undefined
      ? {}
      : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  return new Promise((resolve) => {
    const outgoing = request(url + path, {
      method: body === undefined ? 'GET' : 'POST',
      agent,
      headers: { ...headers, ...content },
    });
    outgoing.once('error', () => resolve(0));
    outgoing.once('response', (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
      response.once('error', () => resolve(0));
    });
    outgoing.end(body);
  });
}
