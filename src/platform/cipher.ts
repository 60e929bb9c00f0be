import { toHex } from './digest.ts';

/** Encrypts small secrets that are kept in the database. */
export interface Cipher {
  /** The secret as it is stored: hex. */
  encrypt(secret: string): Promise<string>;
  /** Reads what {@link encrypt} has written; throws when it was damaged or the key is another. */
  decrypt(stored: string): Promise<string>;
}

const IV_BYTES = 12;

/**
 * AES-256-GCM under a key derived from the service's secret (HKDF-SHA-256), so that whoever reads
 * the database alone reads no secret. Each encryption has a random nonce, kept before its text.
 */
export function createCipher(masterSecret: string): Cipher {
  const encoder = new TextEncoder();
  const key = crypto.subtle
    .importKey('raw', encoder.encode(masterSecret), 'HKDF', false, ['deriveKey'])
    .then((master) =>
      crypto.subtle.deriveKey(
        {
          name: 'HKDF',
          hash: 'SHA-256',
          salt: new Uint8Array(),
          info: encoder.encode('maitred/secrets/v1'),
        },
        master,
        { name: 'AES-GCM', length: 256 },
        false,
        ['encrypt', 'decrypt'],
      ),
    );
  return {
    async encrypt(secret) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const sealed = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv },
        await key,
        encoder.encode(secret),
      );
      return toHex(iv) + toHex(new Uint8Array(sealed));
    },
    async decrypt(stored) {
      const bytes = fromHex(stored);
      const iv = bytes.slice(0, IV_BYTES);
      const opened = await crypto.subtle.decrypt(
        { name: 'AES-GCM', iv },
        await key,
        bytes.slice(IV_BYTES),
      );
      return new TextDecoder().decode(opened);
    },
  };
}

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
