import { Webhook } from 'standardwebhooks';
import { refuseEndpointUrl } from '../../webhooks/endpoint-url.ts';
import type { Attempt } from '../job.ts';
import type { FollowUpPorts } from '../ports.ts';
import { reasonOf, reasonOfStatus } from './failure-reason.ts';

/** A message to an endpoint. */
export interface WebhookMessage {
  /** Which message it is, the same at each attempt: the job's id as it is shown (`job_…`). */
  readonly id: string;
  readonly url: string;
  /** Those in force (`whsec_…`), the current one first; each signs. */
  readonly secrets: readonly string[];
  /** The event as JSON, as it is signed and sent. */
  readonly body: string;
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 1024;
const MAX_RETRY_AFTER_SECONDS = 24 * 60 * 60;

/**
 * Sends one message to an endpoint, once, as Standard Webhooks says
 * (https://www.standardwebhooks.com), and tells what came of it. Never throws.
 *
 * The status decides, whatever becomes of the answer's body: 2xx is delivered, 410 wants no more,
 * all else is to be tried again. Redirects are not followed: the owner named one place, and only
 * that one was checked. `timeoutMs` is for headers and body together.
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
  // Rules may have grown stricter since the URL was stored.
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
    // An answer that comes after all is let go, so that it keeps no connection.
    asked.then((late) => late.body?.cancel()).catch(() => {});
    const reason = deadline.signal.aborted ? 'timeout' : reasonOf(error);
    return { outcome: 'retry', reason, latencyMs: now() - started };
  } finally {
    deadline.clear();
  }
}

/** Throwing at once and rejecting become the same. */
async function call(work: () => Promise<Response>): Promise<Response> {
  return work();
}

/** One signature for each secret, or undefined when any cannot sign. */
function sign(secrets: readonly string[], id: string, at: number, body: string) {
  try {
    const signatures = secrets.map((secret) => new Webhook(secret).sign(id, new Date(at), body));
    return signatures.length > 0 ? signatures.join(' ') : undefined;
  } catch {
    return undefined;
  }
}

const toSeconds = (milliseconds: number) => Math.floor(milliseconds / 1000);

/** A time limit that also ends the wait for what does not heed its signal. */
function createDeadline(milliseconds: number) {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(new Error('timeout'));
    }, milliseconds);
  });
  // Nobody may be waiting any more when it passes.
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
 * What an answer comes to, by its status, headers and the start of its body. `now` is in
 * milliseconds since 1970.
 */
function judge(response: Response, answer: string, now: number): Attempt {
  const { status } = response;
  if (status >= 200 && status < 300) return { outcome: 'delivered', status };
  // Where redirects are hidden from scripts they have the status 0, and answers are nothing else.
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
 * How many seconds from now a Retry-After means (RFC 9110, 10.2.3), a day at most; undefined when it
 * is neither seconds nor a date. The obsolete dates, of which one names no zone, are read too (5.6.7).
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
 * The first bytes of an answer as text that PostgreSQL can store: what is no UTF-8 is replaced, NUL
 * left out. The rest is not read. A body that breaks off or stalls gives what came of it.
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
    // The status has come, and that is what counts.
  }
  reader.cancel().catch(() => {});
  // As a stream, so that a character that the limit cuts in two is left out.
  const text = new TextDecoder().decode(start.subarray(0, length), { stream: true });
  return text.replaceAll('\0', '');
}
