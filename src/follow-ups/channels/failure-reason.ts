/**
 * The reason why a request got no answer. `unreachable` covers the remaining cases: the connection
 * was reset or broken, or the runtime does not report the reason.
 */
export type FailureReason = 'dns' | 'tls' | 'refused' | 'timeout' | 'unreachable';

/**
 * The first pattern that matches decides. DNS comes before TLS, because the message of a failed
 * look-up contains the host name, which may contain a word such as "certificate".
 */
const SIGNS: readonly (readonly [FailureReason, RegExp])[] = [
  ['timeout', /AbortError|TimeoutError|ETIMEDOUT|_TIMEOUT\b|timed out/],
  ['dns', /ENOTFOUND|EAI_AGAIN|DNS lookup|lookup address/],
  ['refused', /ECONNREFUSED|connection refused/i],
  ['tls', /\b(TLS|SSL)\b|_(TLS|SSL)_|CERT\b|CERT_|certificate/i],
];

/**
 * Reads the reason of a failure from the error that `fetch` or Node's `http` threw. Node gives the
 * reason in `code` or in `cause`. workerd reports only a timeout. Its message is "Network
 * connection lost." for a refused, reset or broken connection, and "internal error; reference = …"
 * for a failure of DNS or TLS; all of these give `unreachable`. On Cloudflare's network many
 * failures are answers with a status instead: see {@link reasonOfStatus}.
 */
export function reasonOf(error: unknown): FailureReason {
  const texts = textsOf(error);
  return SIGNS.find(([, sign]) => texts.some((text) => sign.test(text)))?.[0] ?? 'unreachable';
}

function textsOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return [code, error.name, error.message, ...textsOf(error.cause)];
}

/**
 * The statuses with which Cloudflare's network answers a Worker's `fetch` that has failed
 * (https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/).
 */
const OF_STATUS: Partial<Record<number, FailureReason>> = {
  520: 'unreachable',
  521: 'refused',
  522: 'timeout',
  523: 'unreachable',
  524: 'timeout',
  525: 'tls',
  526: 'tls',
};

/**
 * The reason that an answer of Cloudflare's network stands for; undefined when the receiver itself
 * has answered. The status 530 stands for several errors, and the body contains the number of the
 * error; 1016 is a DNS error
 * (https://developers.cloudflare.com/workers/platform/known-issues/#fetch-api-in-cname-setup).
 */
export function reasonOfStatus(status: number, answer: string): FailureReason | undefined {
  if (status === 530) return /\b1016\b/.test(answer) ? 'dns' : undefined;
  return OF_STATUS[status];
}
