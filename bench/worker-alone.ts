import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { bookings } from './bookings/workload.ts';
import { messages } from './messages/workload.ts';
import { QUEUES } from './queues.ts';

// A process that runs a Worker's code by itself: without a socket, and with the database's first answer
// to a statement whenever it is sent again. Of a request it does everything that the Worker computes,
// also the JSON of the messages that it sends to queues. It is asked for turns, and answers the CPU of
// a request.

const [bundle, name, databaseUrl, authorization, keySecret] = process.argv.slice(2);
const workload = [messages, bookings].find((each) => each.name === name);
if (bundle === undefined || workload === undefined) throw new Error('no bundle, or no workload');

/** How many requests are under way at the same time. */
const AT_ONCE = 16;

const workerSchema = z.object({
  default: z.object({
    fetch: z.custom<(request: Request, env: object, context: object) => Promise<Response>>(
      (value) => typeof value === 'function',
    ),
  }),
});
const queue = { send: async (body: unknown) => void JSON.stringify(body) };
const limit = { limit: async () => ({ success: true }) };
const env = {
  ...{ DATABASE_URL: databaseUrl, KEY_SECRET: keySecret, CANARY: 'off' },
  ...{ KEY_RATE_LIMIT: limit, ADDRESS_RATE_LIMIT: limit },
  ...Object.fromEntries(Object.keys(QUEUES).map((binding) => [binding, queue])),
};
for (const method of ['log', 'info', 'warn'] as const) {
  console[method] = (...line: unknown[]) => void line.map(String);
}

const statementSchema = z.object({ query: z.string() });
/** The body of the first answer to each statement, by its text. */
const answers = new Map<string, string>();
const realFetch = globalThis.fetch;
globalThis.fetch = async (...request) => {
  const { query } = statementSchema.parse(JSON.parse(String(request[1]?.body)));
  let body = answers.get(query);
  if (body === undefined) {
    const response = await realFetch(...request);
    body = await response.text();
    if (!response.ok) return new Response(body, response);
    answers.set(query, body);
  }
  return new Response(body, { headers: { 'Content-Type': 'application/json' } });
};

const { default: worker } = workerSchema.parse(await import(pathToFileURL(bundle).href));
const headers = { 'Content-Type': 'application/json', Authorization: authorization ?? '' };
let sent = 0;

async function send(): Promise<void> {
  const { path, body } = workload?.request('alone', sent) ?? { path: '/' };
  sent += 1;
  const work: Promise<unknown>[] = [];
  const context = {
    waitUntil: (promise: Promise<unknown>) => void work.push(promise),
    passThroughOnException: () => {},
  };
  const request = new Request(`http://127.0.0.1${path}`, {
    ...{ method: 'POST', headers },
    ...(body === undefined ? {} : { body }),
  });
  const response = await worker.fetch(request, env, context);
  const text = await response.text();
  if (!workload?.accepted.includes(response.status)) throw new Error(text);
  await Promise.all(work);
}

process.on('disconnect', () => process.exit());
process.on('message', async (asked) => {
  const { requests } = z.object({ requests: z.int().positive() }).parse(asked);
  const before = process.cpuUsage();
  for (let n = 0; n < requests; n += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, send));
  const { user, system } = process.cpuUsage(before);
  process.send?.({ cpuMicroseconds: (user + system) / requests });
});
await send();
process.send?.({ ready: true });
