import { Agent } from 'node:http';
import { type LoadOptions, type LoadResult, send, summariseLatencies } from './load.ts';

/** A request that starts later than this after its time is counted as late, in milliseconds. */
const LATE_MS = 5;

export interface OpenLoadOptions
  extends Pick<LoadOptions, 'url' | 'seconds' | 'warmSeconds' | 'headers' | 'next' | 'accepted'> {
  /** Requests a second. */
  rate: number;
}

export interface OpenLoadResult extends Pick<LoadResult, 'p50' | 'p95' | 'p99' | 'failures'> {
  /** How many requests were due after the warm-up. All of them are counted. */
  due: number;
  /**
   * How many of them this process started more than 5 ms late, because it had no processor. The
   * waiting is part of their latencies.
   */
  late: number;
}

/**
 * Runs an open loop: requests are due at a fixed rate, whether earlier ones have been answered or not.
 * A latency is counted from the time at which the request was due, and each request that was due is
 * counted, however late its answer comes. So a stall of the server, or of this process, is seen in the
 * latencies of all requests that were due during it.
 */
export async function runOpenLoad(options: OpenLoadOptions): Promise<OpenLoadResult> {
  const { url, rate, seconds, warmSeconds, headers, next, accepted } = options;
  const agent = new Agent({ keepAlive: true });
  const warm = Math.round(rate * warmSeconds);
  const all = warm + Math.round(rate * seconds);
  const latencies: number[] = [];
  const failures: Record<string, number> = {};
  const answers: Promise<void>[] = [];
  let late = 0;
  const began = performance.now();
  const ask = async (n: number, dueAt: number) => {
    const status = await send(url, next(n), headers, agent);
    if (!accepted.includes(status)) failures[status] = (failures[status] ?? 0) + 1;
    if (n >= warm) latencies.push(performance.now() - dueAt);
  };
  for (let n = 0; n < all; n += 1) {
    const dueAt = began + (n * 1000) / rate;
    for (let early = dueAt - performance.now(); early > 0; early = dueAt - performance.now()) {
      await new Promise((resolve) => setTimeout(resolve, early));
    }
    if (n >= warm && performance.now() - dueAt > LATE_MS) late += 1;
    answers.push(ask(n, dueAt));
  }
  await Promise.all(answers);
  agent.destroy();
  const { requests: due, p50, p95, p99 } = summariseLatencies(latencies, seconds);
  return { due, late, p50, p95, p99, failures };
}
