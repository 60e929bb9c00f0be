/** How webhooks leave this service: as `fetch` sends a request. */
export type FetchOutside = (url: string, init: RequestInit) => Promise<Response>;

/** The header that names the URL that the proxy is to send the request to. */
export const TARGET_HEADER = 'x-outbound-url';

/**
 * Sends requests through the outbound proxy of the local stack, or directly when there is none. The
 * proxy (scripts/local/outbound-proxy.ts) answers a failure as Cloudflare's network does, because the
 * local runtime does not tell a host that does not exist from a certificate that is not trusted.
 */
export function throughProxy(proxyUrl: string | undefined): FetchOutside {
  if (proxyUrl === undefined) return (url, init) => fetch(url, init);
  return (url, init) => {
    const headers = new Headers(init.headers);
    headers.set(TARGET_HEADER, url);
    return fetch(proxyUrl, { ...init, headers });
  };
}
