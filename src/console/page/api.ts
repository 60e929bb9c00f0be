import { createClient, MaitredProblem } from '../../client/index.ts';
import { noteConnection } from './connection.ts';
import { openSession, session } from './session.ts';

export { MaitredProblem };

/** Answers with an ETag, by URL, the ones used last at the end. */
const kept = new Map<string, { etag: string; body: unknown }>();
const MOST_KEPT = 60;

/**
 * Sends a request with the session instead of a key. Answers with an ETag are kept: the service says
 * 304 when nothing has changed, and the caller gets the same object again, so nothing is drawn anew.
 */
async function send(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const url = String(input);
  const headers = new Headers(init.headers);
  headers.delete('Authorization');
  headers.set('X-CSRF-Token', openSession()?.csrfToken ?? '');
  const known = init.method === 'GET' ? kept.get(url) : undefined;
  if (known !== undefined) headers.set('If-None-Match', known.etag);
  const sent = { ...init, headers, cache: 'no-store' } as const;
  const answer = await fetch(url, sent).catch((error: unknown) => {
    // A request that the page itself has ended says nothing about the network.
    if (init.signal?.aborted !== true || isTimeout(init.signal)) noteConnection(false);
    throw error;
  });
  noteConnection(true);
  if (answer.status === 401 && openSession() !== undefined) {
    session.set('ended');
    kept.clear();
  }
  if (answer.status === 304 && known !== undefined) return withBody(known.body);
  const etag = answer.headers.get('ETag');
  if (init.method !== 'GET' || etag === null || !answer.ok) return answer;
  const body: unknown = await answer.json();
  kept.delete(url);
  kept.set(url, { etag, body });
  const oldest = kept.keys().next();
  if (kept.size > MOST_KEPT && oldest.done !== true) kept.delete(oldest.value);
  return withBody(body);
}

const isTimeout = (signal: AbortSignal) =>
  signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError';

/** An answer with a body that has been read before. */
function withBody(body: unknown): Response {
  const headers = { 'Content-Type': 'application/json' };
  const answer = new Response(null, { headers });
  return Object.defineProperty(answer, 'json', { value: async () => body });
}

/** Every operation of the API, on behalf of the session. */
export const api = createClient({
  ...{ url: location.origin, key: 'session', attempts: 2, timeoutMs: 10_000 },
  fetch: send,
});

/** The problem that an error is. Every other error is a fault of the page and is thrown again. */
export function problemOf(error: unknown): MaitredProblem {
  if (error instanceof MaitredProblem) return error;
  throw error;
}
