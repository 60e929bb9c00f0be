import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLoad } from '../../bench/load.ts';
import { runOpenLoad } from '../../bench/open-load.ts';

// A server that answers at once, except while it stalls: then it answers when the stall ends.
let stallsUntil = 0;
let status = 201;
const server = createServer((request, response) => {
  request.resume();
  const answer = () => response.writeHead(status).end();
  const wait = stallsUntil - performance.now();
  if (wait > 0) setTimeout(answer, wait);
  else answer();
});
let url = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  url = `http://127.0.0.1:${address.port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const common = {
  headers: {},
  accepted: [201],
  next: () => ({ path: '/', body: '{}' }),
};
const open = (seconds = 3) => runOpenLoad({ ...common, url, rate: 100, seconds, warmSeconds: 0.5 });

/** Starts a stall in the middle of the counted seconds. */
const stallAfter = (ms: number, forMs: number) =>
  setTimeout(() => {
    stallsUntil = performance.now() + forMs;
  }, ms);

describe('runOpenLoad', () => {
  it('counts every request that was due', async () => {
    const result = await open();
    expect(result.due).toBe(300);
    expect(result.failures).toEqual({});
    expect(result.p50).toBeLessThan(200);
  });

  it('shows a stall in the latencies of all requests that were due during it', async () => {
    stallAfter(1500, 1200);
    const result = await open();
    expect(result.due).toBe(300);
    // 120 of 300 requests were due in the stall, and waited for 600 ms on average. So at least 30 of
    // them, a tenth of all, waited for 900 ms or longer.
    expect(result.p95).toBeGreaterThan(900);
    expect(result.p50).toBeLessThan(400);
  });

  it('which a closed loop hides', async () => {
    stallAfter(1500, 1200);
    // Its two clients wait for the end of the stall, so only two of its requests show it.
    const { p95 } = await runLoad({
      ...{ ...common, url, clients: 2, seconds: 3, warmSeconds: 0.5, spreadMs: 0 },
    });
    expect(p95).toBeLessThan(400);
  });

  it('counts the requests that it starts late, and their waiting', async () => {
    setTimeout(() => {
      const until = performance.now() + 1000;
      while (performance.now() < until);
    }, 1500);
    const result = await open();
    expect(result.due).toBe(300);
    expect(result.late).toBeGreaterThan(90);
    expect(result.p95).toBeGreaterThan(700);
  });

  it('counts failures by their status', async () => {
    status = 503;
    const result = await open(0.5);
    status = 201;
    expect(result.failures).toEqual({ 503: 100 });
  });
});
