import type { Input, OperationSpec, RequestOptions } from './operation.ts';
import { MaitredProblem, readProblem, unreachable } from './problem.ts';

export interface Settings {
  readonly url: string;
  readonly key: string;
  readonly attempts: number;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
}

/** A status that shows that the service has not acted on the request. */
const REFUSED = 429;
/** Statuses after which it is unknown whether the service has acted on the request. */
const UNCERTAIN = [502, 503, 504];

/**
 * Sends a request, and sends it again while that may help. A write has an Idempotency-Key or a
 * message's id, the same in all attempts, so the service acts on it once.
 * @returns the body of the answer; undefined where it has none
 * @throws MaitredProblem when the service refuses the request, or the last attempt has failed
 */
export async function send(
  settings: Settings,
  operation: OperationSpec,
  input: Input,
  { signal, fresh = false }: RequestOptions = {},
): Promise<unknown> {
  const { url, init } = write(settings, operation, input, fresh);
  /** Whether the service may have acted on an earlier attempt. */
  let isUncertain = false;
  for (let attempt = 1; ; attempt += 1) {
    const timeout = AbortSignal.timeout(settings.timeoutMs);
    const abort = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
    const answer = await settings
      .fetch(url, { ...init, signal: abort })
      .catch((error: unknown) => unreachable(error));
    const isLast = attempt >= settings.attempts || signal?.aborted === true;
    if (answer instanceof MaitredProblem) {
      if (isLast) throw answer;
      isUncertain = true;
      await pause(0, attempt, signal);
    } else if (answer.ok) {
      return await read(answer).catch((error: unknown) => {
        throw unreachable(error);
      });
    } else if (isUncertain && operation.isEmpty === true && answer.status === 404) {
      // An earlier attempt, whose answer was lost, has deleted the row. The lost answer had no body.
      await answer.body?.cancel();
      return undefined;
    } else {
      const mayHelp = answer.status === REFUSED || UNCERTAIN.includes(answer.status);
      if (isLast || !mayHelp) throw await readProblem(answer);
      isUncertain ||= UNCERTAIN.includes(answer.status);
      await answer.body?.cancel();
      await pause(Number(answer.headers.get('Retry-After') ?? 0), attempt, signal);
    }
  }
}

/** Writes the request once, so that all attempts send the same bytes. */
function write({ url, key }: Settings, operation: OperationSpec, input: Input, fresh: boolean) {
  const { method, query = [], headers = {}, repeat } = operation;
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(input[name])),
  );
  const target = new URL(url.replace(/\/$/, '') + path);
  for (const name of query) {
    const value = input[name];
    if (value !== undefined) target.searchParams.set(name, String(value));
  }
  const sent = new Headers({ Authorization: `Bearer ${key}` });
  if (fresh) sent.set('Cache-Control', 'no-cache');
  for (const [name, header] of Object.entries(headers)) {
    const value = input[name];
    if (value !== undefined) sent.set(header, String(value));
  }
  if (repeat === 'header' && !sent.has('Idempotency-Key')) {
    sent.set('Idempotency-Key', crypto.randomUUID());
  }
  let body = input['body'];
  if (repeat === 'body.id' && typeof body === 'object' && body !== null) {
    const id = Reflect.get(body, 'id') ?? input['idempotencyKey'] ?? crypto.randomUUID();
    body = { ...body, id };
  }
  if (body !== undefined) sent.set('Content-Type', 'application/json');
  const init = {
    method,
    headers: sent,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  return { url: target.href, init };
}

async function read(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const isJson = /\bjson\b/.test(response.headers.get('Content-Type') ?? '');
  return isJson ? response.json() : response.text();
}

/**
 * Waits for the time that `Retry-After` gives, and at least 100 ms, doubled with each attempt. A
 * random part of up to half is added, so that clients that failed together do not retry together.
 */
function pause(askedSeconds: number, attempt: number, signal?: AbortSignal): Promise<void> {
  const least = Math.max(askedSeconds * 1000, 100 * 2 ** (attempt - 1));
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, least * (1 + Math.random() / 2));
    signal?.addEventListener('abort', end);
  });
}
