import canonicalize from 'canonicalize';

/**
 * The SHA-256 of a request's canonical JSON (RFC 8785). It does not depend on the order of the
 * fields.
 */
export async function digestOf(content: object): Promise<Uint8Array> {
  const canonical = new TextEncoder().encode(canonicalize(content));
  return new Uint8Array(await crypto.subtle.digest('SHA-256', canonical));
}

export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return hex;
}

export function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
