import { Webhook } from 'standardwebhooks';
import { refuseEndpointUrl } from '../../webhooks/endpoint-url.ts';
import type { Attempt } from '../job.ts';
import type { FollowUpPorts } from '../ports.ts';
import { reasonOf, reasonOfStatus } from './failure-reason.ts';

/** A message to an endpoint. */
export interface WebhookMessage {
  /**
   * Identifies the message; each attempt has the same id: the job's id as clients see it (`job_…`).
   */
  readonly id: string;
  readonly url: string;
  /**
   * The valid secrets (`whsec_…`), the current one first. The request is signed with each of them.
   */
  readonly secrets: readonly string[];
  /** The event as JSON. The same text is signed and sent. */
  readonly body: string;
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 1024;
const MAX_RETRY_AFTER_SECONDS = 24 * 60 * 60;

/**
 * Sends a message to an endpoint once, as Standard Webhooks defines it
 * (https://www.standardwebhooks.com), and returns the result of the attempt. Never throws.
 *
 * Only the status decides about the result, also when the body of the answer cannot be read. With
 * 2xx the message is delivered, 410 disables the endpoint, and after any other status the message
 * is sent again later. Redirects are not followed, because only the URL of the webhook was checked.
 * `timeoutMs` limits the headers and the body together.
 */
export async function sendWebhook(
  {
    fetchOutside,
    now,
    endpointRules,
  }: Pick<FollowUpPorts, 'fetchOutside' | 'now' | 'endpointRules'>,
  { id, url, secrets, body }: WebhookMessage,
  { timeoutMs = TIMEOUT_MS }: { timeoutMs?: number } = {},
): Promise<Attempt> {
  // The rules for URLs may have become stricter since this URL was stored.
  if (refuseEndpointUrl(url, endpointRules) !== undefined)
    return { outcome: 'retry', reason: 'url_refused' };
  const started = now();
  const signature = sign(secrets, id, started, body);
  if (signature === undefined) return { outcome: 'retry', reason: 'secret_unusable' };

  const deadline = createDeadline(timeoutMs);
  const asked = call(() =>
    fetchOutside(url, {
      method: 'POST',
      redirect: 'manual',
      signal: deadline.signal,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Maitred-Webhooks/1',
        'webhook-id': id,
        'webhook-timestamp': String(toSeconds(started)),
        'webhook-signature': signature,
      },
      body,
    }),
  );
  try {
    const response = await Promise.race([asked, deadline.passed]);
    const answer = await readStart(response, deadline.passed);
    const latencyMs = now() - started;
    const judged = judge(response, answer, now());
    return { ...judged, latencyMs, ...(answer === '' ? {} : { answer }) };
  } catch (error) {
    // The body of a late answer is cancelled, so that it does not keep a connection open.
    asked.then((late) => late.body?.cancel()).catch(() => {});
    const reason = deadline.signal.aborted ? 'timeout' : reasonOf(error);
    return { outcome: 'retry', reason, latencyMs: now() - started };
  } finally {
    deadline.clear();
  }
}

/** Turns an error that `work` throws synchronously into a rejection. */
async function call(work: () => Promise<Response>): Promise<Response> {
  return work();
}

/** One signature for each secret; undefined when a secret is malformed. */
function sign(secrets: readonly string[], id: string, at: number, body: string) {
  try {
    const signatures = secrets.map((secret) => new Webhook(secret).sign(id, new Date(at), body));
    return signatures.length > 0 ? signatures.join(' ') : undefined;
  } catch {
    return undefined;
  }
}

const toSeconds = (milliseconds: number) => Math.floor(milliseconds / 1000);

/**
 * A time limit with an abort signal. `passed` also ends the wait for work that ignores the signal.
 */
function createDeadline(milliseconds: number) {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(new Error('timeout'));
    }, milliseconds);
  });
  // This handler avoids an unhandled rejection when the limit passes after the request has ended.
  passed.catch(() => {});
  return {
    signal: controller.signal,
    passed,
    clear() {
      if (timer !== undefined) clearTimeout(timer);
    },
  };
}

/**
 * Derives the result of an attempt from the status, the headers and the start of the body of an
 * answer. `now` is in milliseconds since 1970.
 */
function judge(response: Response, answer: string, now: number): Attempt {
  const { status } = response;
  if (status >= 200 && status < 300) return { outcome: 'delivered', status };
  // A runtime that hides redirects from scripts gives them the status 0. No other answer has it.
  if (status === 0) return { outcome: 'retry', reason: 'redirect' };
  if (status >= 300 && status < 400) return { outcome: 'retry', reason: 'redirect', status };
  if (status === 410) return { outcome: 'suppressed', reason: 'gone', status, gone: true };
  const retryAfterSeconds =
    status === 429 || status === 503
      ? readRetryAfter(response.headers.get('retry-after'), now)
      : undefined;
  return {
    outcome: 'retry',
    reason: reasonOfStatus(status, answer) ?? `http_${status}`,
    status,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

/**
 * Reads a Retry-After header (RFC 9110, 10.2.3) as seconds from now, at most a day; undefined when
 * the value is neither a number of seconds nor a date. The obsolete date formats (5.6.7) are read
 * too. One of them names no time zone and is read as GMT.
 */
function readRetryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? '';
  const asked = /^\d+$/.test(text)
    ? Number(text)
    : /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)
      ? Math.ceil((Date.parse(text.endsWith('GMT') ? text : `${text} GMT`) - now) / 1000)
      : Number.NaN;
  if (Number.isNaN(asked)) return undefined;
  return Math.min(Math.max(asked, 0), MAX_RETRY_AFTER_SECONDS);
}

/**
 * Reads the first bytes of an answer as text that PostgreSQL can store: invalid UTF-8 is replaced,
 * and NUL characters are removed. The rest of the body is not read. If the body breaks off or
 * stalls, the part that has arrived is returned.
 */
async function readStart({ body }: Response, passed: Promise<never>): Promise<string> {
  if (body === null) return '';
  const start = new Uint8Array(MAX_ANSWER_BYTES);
  let length = 0;
  const reader = body.getReader();
  try {
    while (length < MAX_ANSWER_BYTES) {
      const { done, value } = await Promise.race([reader.read(), passed]);
      if (done) break;
      const part = value.subarray(0, MAX_ANSWER_BYTES - length);
      start.set(part, length);
      length += part.length;
    }
  } catch {
    // The status has arrived, and it alone decides about the result.
  }
  reader.cancel().catch(() => {});
  // The option `stream` leaves out a character that the limit has cut in two.
  const text = new TextDecoder().decode(start.subarray(0, length), { stream: true });
  return text.replaceAll('\0', '');
}
