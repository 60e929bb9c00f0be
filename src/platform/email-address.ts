import { z } from '@hono/zod-openapi';

const encoder = new TextEncoder();
const octets = (text: string) => encoder.encode(text).length;

/** RFC 5321, 4.5.3.1.1. */
const MAX_LOCAL_OCTETS = 64;
/** A path has 256 octets with its angle brackets (RFC 5321, 4.5.3.1.3). */
const MAX_ADDRESS_OCTETS = 254;

/**
 * A word of a local part, which is words with dots between them (RFC 5322, 3.2.3: atext, dot-atom). A
 * word may have characters outside ASCII (RFC 6531, 3.3), except controls, spaces and lone surrogates.
 * Quoted local parts are not accepted: RFC 5321 (4.1.2) advises against addresses that need them.
 */
const WORD = /^(?:[\w!#$%&'*+/=?^`{|}~-]|[^\p{ASCII}\p{Cc}\p{Cs}\p{Z}])+$/u;

/** A label of a domain, 63 octets at most (RFC 1035, 2.3.4), also one that begins with `xn--`. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/**
 * A domain with its labels in ASCII (RFC 5890: A-labels); undefined when it is not the domain of an
 * address. A domain has two labels at least, and the last one is not a number (RFC 3696, 2).
 */
function asciiDomain(domain: string): string | undefined {
  const ascii = /^\p{ASCII}*$/u.test(domain) ? domain : toLabels(domain);
  const labels = ascii?.split('.') ?? [];
  const isDomain =
    labels.length >= 2 &&
    labels.every((label) => LABEL.test(label)) &&
    !/^\d+$/.test(labels.at(-1) ?? '');
  return isDomain ? ascii : undefined;
}

/** The runtime's URL parser converts the labels as UTS #46 describes. */
function toLabels(domain: string): string | undefined {
  // Other characters of ASCII would end the host of the URL.
  if (!/^(?:[a-z0-9.-]|\P{ASCII})+$/iu.test(domain)) return undefined;
  return URL.parse(`https://${domain}`)?.hostname;
}

/**
 * The address as email is sent to it: its domain in ASCII, so that only an address whose local part
 * has characters outside ASCII needs servers with SMTPUTF8 (RFC 6531). Undefined for a text that is
 * not an email address.
 */
export function mailbox(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const isLocalPart = local.split('.').every((word) => WORD.test(word));
  if (at < 0 || !isLocalPart || octets(local) > MAX_LOCAL_OCTETS) return undefined;
  const domain = asciiDomain(address.slice(at + 1));
  if (domain === undefined) return undefined;
  const sent = `${local}@${domain}`;
  return octets(sent) <= MAX_ADDRESS_OCTETS ? sent : undefined;
}

/** An email address, also with a local part or a domain outside ASCII. It is stored as it is given. */
export const emailSchema = z
  .string()
  .refine((text) => mailbox(text) !== undefined, 'must be an email address, like maya@example.com')
  .openapi({ maxLength: MAX_ADDRESS_OCTETS, example: 'maya@example.com' });
