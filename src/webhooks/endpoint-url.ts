import { isLoopbackHost } from '../platform/loopback.ts';
import { isTopLevelName } from './top-level-names.ts';

/** The longest URL that an endpoint may have, in characters. */
export const MAX_URL_LENGTH = 2048;

/**
 * Top-level names that are reserved for other uses, so that no public host exists under them: RFC 6761 (localhost, test, example, invalid),
 * RFC 6762 (local, and in its appendix G intranet, internal, private, corp, home and lan, which
 * private networks use), RFC 7686 (onion), RFC 8375 (home.arpa; the other names under arpa are not
 * hosts either), RFC 9476 (alt), and localdomain, which some resolvers append.
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

/** The ports of endpoints. The URL parser leaves out 443, the port of https. */
const PORTS = ['', '8443'];

/** The hosts that an endpoint may have besides public ones. */
export interface EndpointRules {
  /** Whether http:// and https:// URLs of 127.0.0.1, [::1] and localhost are accepted. */
  readonly allowLoopback: boolean;
}

/**
 * Returns why a URL cannot be a webhook's endpoint, as a message for the person who wrote the URL;
 * undefined when the URL is accepted. Only the URL itself is checked, with the parser that `fetch`
 * uses (WHATWG). Every notation of an address that the parser knows (2130706433, 0x7f.1, full-width
 * digits) is therefore recognised as an address. A host must be under a top-level domain that exists
 * in DNS, so that names of private networks and clusters (`*.svc`, `*.consul`) are refused.
 *
 * This check does not cover a public name that resolves to a private address, now or later (DNS
 * rebinding): the URL does not show it, and a DNS answer may change before the request. On
 * Cloudflare's network outgoing requests do not reach private networks. If the service runs
 * elsewhere, send its requests through an egress proxy that connects to public addresses only.
 *
 * With `allowLoopback`, which is for development only, URLs of this machine are accepted too, with
 * http or https.
 */
export function refuseEndpointUrl(
  text: string,
  { allowLoopback }: EndpointRules,
): string | undefined {
  if (text.length > MAX_URL_LENGTH) return `must be at most ${MAX_URL_LENGTH} characters`;
  // The parser removes or replaces these characters silently, so the stored URL would differ from
  // the URL that is called.
  if (/[\s\p{C}\\]/u.test(text)) return 'must not hold spaces, control characters or backslashes';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return 'must be a URL, like https://example.com/webhooks';
  const loopback = allowLoopback && isLoopbackHost(url.hostname);
  const scheme = loopback ? /^https?:\/\/([^/?#]+)/i : /^https:\/\/([^/?#]+)/i;
  const authority = scheme.exec(text)?.[1];
  if (authority === undefined) return 'must be an https:// URL';
  // The parsed URL does not show an empty user or fragment, so the text is searched.
  if (authority.includes('@')) return 'must not hold a user or password';
  if (text.includes('#')) return 'must not have a fragment';
  if (loopback) return undefined;
  return refuseHost(url.hostname) ?? refusePort(url.port);
}

function refusePort(port: string): string | undefined {
  return PORTS.includes(port) ? undefined : 'must use port 443 or 8443';
}

/**
 * Returns why a host is refused. The parser has written it in lower case, in ASCII, and addresses
 * in their normal notation.
 */
function refuseHost(host: string): string | undefined {
  if (host.startsWith('[') || /^\d+(\.\d+){3}$/.test(host)) {
    return 'must name a host, not an IP address';
  }
  // A trailing dot marks a fully qualified name. It does not change which host the name means.
  const labels = host.replace(/\.$/, '').split('.');
  const last = labels.at(-1) ?? '';
  if (labels.some((label) => label.length < 1 || label.length > 63) || host.length > 254) {
    return 'must name a host that can be in DNS';
  }
  if (RESERVED.has(last)) return `must name a public host; .${last} is reserved`;
  if (labels.length < 2) return 'must name a public host with its domain';
  if (!isTopLevelName(last)) return `must name a public host; .${last} is no top-level domain`;
  return undefined;
}
