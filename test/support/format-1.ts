/**
 * Keys and encrypted secrets as the version before secrets had numbers made them. Written from the
 * description of the formats, without the service's code.
 */

const encoder = new TextEncoder();
const hexOf = (bytes: Uint8Array) =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const bytesOf = (hex: string) =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** HMAC-SHA-256. */
export async function hmac(secret: string, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, [
    'sign',
  ]);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes));
}

/** The text of a key with these claims and the right signature. */
export async function keyOf(secret: string, claimsInHex: string): Promise<string> {
  const claims = bytesOf(claimsInHex);
  const whole = claimsInHex + hexOf(await hmac(secret, claims));
  const base64 = btoa(String.fromCharCode(...bytesOf(whole)));
  return `mtd_${base64.replaceAll('+', '-').replaceAll('/', '_')}`;
}

/** The claims and the signature of a key in hexadecimal. */
export function readKey(key: string): { claims: string; signature: string } {
  const base64 = key.slice('mtd_'.length).replaceAll('-', '+').replaceAll('_', '/');
  const hex = hexOf(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
  return { claims: hex.slice(0, -64), signature: hex.slice(-64) };
}

/** A key of format 1. `bits` holds a bit for each scope. */
export function signInFormat1(
  secret: string,
  { keyId, workspaceId }: { keyId: string; workspaceId: string },
  bits: number,
): Promise<string> {
  const ids = (keyId + workspaceId).replaceAll('-', '');
  return keyOf(secret, `01${ids}${bits.toString(16).padStart(2, '0')}`);
}

/** A secret as it was encrypted before it was bound to its row, as hexadecimal text. */
export async function encryptInFormat1(masterSecret: string, text: string): Promise<string> {
  const raw = encoder.encode(masterSecret);
  const master = await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey']);
  const info = encoder.encode('maitred/secrets/v1');
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
  const aes = { name: 'AES-GCM', length: 256 };
  const key = await crypto.subtle.deriveKey(derivation, master, aes, false, ['encrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, encoder.encode(text));
  return hexOf(iv) + hexOf(new Uint8Array(sealed));
}
