import { isLoopbackHost } from '../platform/loopback.ts';

/** The longest URL that an endpoint may have, in characters. */
export const MAX_URL_LENGTH = 2048;

/**
 * Names that never are a public host, with all below them: RFC 6761 (localhost, test, example,
 * invalid, and what is delegated to nobody), RFC 6762 (local, and in its appendix G intranet,
 * internal, private, corp, home and lan, which networks use within), RFC 7686 (onion), RFC 8375
 * (home.arpa; nothing else below arpa is a host either), RFC 9476 (alt), and localdomain, which
 * resolvers add by themselves.
 */
const RESERVED = new Set([
  'alt',
  'arpa',
  'corp',
  'example',
  'home',
  'internal',
  'intranet',
  'invalid',
  'lan',
  'local',
  'localdomain',
  'localhost',
  'onion',
  'private',
  'test',
]);

/** What else than public hosts an endpoint may name. */
export interface EndpointRules {
  /** Whether http:// and https:// URLs of 127.0.0.1, [::1] and localhost are accepted. */
  readonly allowLoopback: boolean;
}

/**
 * Why a URL cannot be a webhook's endpoint, said to whoever wrote it; undefined when it can. It
 * looks at the URL alone, with the parser that `fetch` uses (WHATWG), so every notation of an
 * address that the parser knows (2130706433, 0x7f.1, full-width digits) is seen as the address it is.
 *
 * What this leaves open is a public name that resolves to a private address, at once or later (DNS
 * rebinding): no look at the URL can tell, and an answer of DNS is good only for the moment. On
 * Cloudflare's network outgoing requests do not reach private networks. Wherever else this service
 * runs, put an egress proxy in front that connects to public addresses only.
 *
 * With `allowLoopback`, for development only, a URL of this machine is accepted too, also as http.
 */
export function refuseEndpointUrl(
  text: string,
  { allowLoopback }: EndpointRules,
): string | undefined {
  if (text.length > MAX_URL_LENGTH) return `must be at most ${MAX_URL_LENGTH} characters`;
  // The parser drops or mends these silently: what is stored would not be what is asked.
  if (/[\s\p{C}\\]/u.test(text)) return 'must not hold spaces, control characters or backslashes';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return 'must be a URL, like https://example.com/webhooks';
  const loopback = allowLoopback && isLoopbackHost(url.hostname);
  const scheme = loopback ? /^https?:\/\/([^/?#]+)/i : /^https:\/\/([^/?#]+)/i;
  const authority = scheme.exec(text)?.[1];
  if (authority === undefined) return 'must be an https:// URL';
  // An empty user or fragment leaves no trace in the parsed URL, so the text is asked.
  if (authority.includes('@')) return 'must not hold a user or password';
  if (text.includes('#')) return 'must not have a fragment';
  return loopback ? undefined : refuseHost(url.hostname);
}

/** The same of a host as the parser writes it: lower case, ASCII, addresses in their one notation. */
function refuseHost(host: string): string | undefined {
  if (host.startsWith('[') || /^\d+(\.\d+){3}$/.test(host)) {
    return 'must name a host, not an IP address';
  }
  // A trailing dot says that the name is whole; it is the same name.
  const labels = host.replace(/\.$/, '').split('.');
  const last = labels.at(-1) ?? '';
  if (labels.some((label) => label.length < 1 || label.length > 63) || host.length > 254) {
    return 'must name a host that can be in DNS';
  }
  if (RESERVED.has(last)) return `must name a public host; .${last} is reserved`;
  if (labels.length < 2) return 'must name a public host with its domain';
  return undefined;
}
