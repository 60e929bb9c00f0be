/**
 * Why a request did not get an answer. `unreachable` is what is left: the connection was reset or
 * broken, or the runtime does not say.
 */
export type FailureReason = 'dns' | 'tls' | 'refused' | 'timeout' | 'unreachable';

/** In this order: a failed look-up may name a host that is called after a certificate. */
const SIGNS: readonly (readonly [FailureReason, RegExp])[] = [
  ['timeout', /AbortError|TimeoutError|ETIMEDOUT|_TIMEOUT\b|timed out/],
  ['dns', /ENOTFOUND|EAI_AGAIN|DNS lookup|lookup address/],
  ['refused', /ECONNREFUSED|connection refused/i],
  ['tls', /\b(TLS|SSL)\b|_(TLS|SSL)_|CERT\b|CERT_|certificate/i],
];

/**
 * Reads a failure's reason from what `fetch` or Node's `http` threw. Node names it in `code` or in
 * `cause`. workerd names only the time limit: it says "Network connection lost." of a refused, reset
 * or broken connection and "internal error; reference = …" of DNS and TLS, both of which come to
 * `unreachable`. See {@link reasonOfStatus} for what Cloudflare's network answers instead.
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
 * The failures that Cloudflare's network answers a Worker's `fetch` with, instead of failing
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
 * The reason that an answer of Cloudflare's network stands for, or undefined when the receiver itself
 * answered. 530 stands for several errors, of which the body names one; 1016 is that of DNS
 * (https://developers.cloudflare.com/workers/platform/known-issues/#fetch-api-in-cname-setup).
 */
export function reasonOfStatus(status: number, answer: string): FailureReason | undefined {
  if (status === 530) return /\b1016\b/.test(answer) ? 'dns' : undefined;
  return OF_STATUS[status];
}
