import ipaddr from 'ipaddr.js';

/**
 * The name under which requests of an address are counted. A provider gives each customer at least
 * a /64 of IPv6 (RFC 6177), so addresses of one /64 count together. An IPv4 address that is written as
 * IPv6 (`::ffff:192.0.2.1`) counts as IPv4. A zone id (`%eth0`) is left out.
 * @param text the header CF-Connecting-IP, which Cloudflare sets
 * @returns `unknown` for a text that is no address
 */
export function countedAddress(text: string | undefined): string {
  if (text === undefined || !ipaddr.isValid(text)) return 'unknown';
  const address = ipaddr.process(text);
  if (address.kind() === 'ipv4') return address.toString();
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${address.toString().split('%')[0]}/64`);
  return `${network.toString()}/64`;
}
