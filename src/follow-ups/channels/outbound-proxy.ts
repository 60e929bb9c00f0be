/** Sends a request to a webhook endpoint, with the parameters of `fetch`. */
export type FetchOutside = (url: string, init: RequestInit) => Promise<Response>;

/** The header with the URL to which the proxy forwards the request. */
export const TARGET_HEADER = 'x-outbound-url';

/**
 * Sends requests through the outbound proxy of the local stack, or directly when there is none. The
 * proxy (scripts/local/outbound-proxy.ts) answers a failure as Cloudflare's network does, because
 * the error of the local runtime is the same for an unknown host and for an untrusted certificate.
 */
export function throughProxy(proxyUrl: string | undefined): FetchOutside {
  if (proxyUrl === undefined) return (url, init) => fetch(url, init);
  return (url, init) => {
    const headers = new Headers(init.headers);
    headers.set(TARGET_HEADER, url);
    return fetch(proxyUrl, { ...init, headers });
  };
}
