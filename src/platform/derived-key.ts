/** A key of Web Crypto, as Workers and Node type it. */
export type DerivedKey = Awaited<ReturnType<typeof deriveKey>>;

/**
 * Derives a key for one purpose from the service's secret (HKDF-SHA-256, RFC 5869), so that a key of
 * one purpose reveals nothing about the others.
 * @param purpose names the purpose and its version, such as `maitred/cursors/v1`
 */
export async function deriveKey(
  masterSecret: string,
  purpose: string,
  algorithm: { name: 'AES-GCM' | 'HMAC'; hash?: 'SHA-256'; length: 256 },
  usages: ('encrypt' | 'decrypt' | 'sign' | 'verify')[],
) {
  const encoder = new TextEncoder();
  const secret = encoder.encode(masterSecret);
  const master = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const info = encoder.encode(purpose);
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
  return crypto.subtle.deriveKey(derivation, master, algorithm, false, usages);
}
