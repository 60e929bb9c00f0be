import { deriveKey } from './derived-key.ts';
import { toHex } from './digest.ts';

/** Encrypts small secrets that are stored in the database. */
export interface Cipher {
  /** The encrypted secret as hexadecimal text. */
  encrypt(secret: string): Promise<string>;
  /** Decrypts what {@link encrypt} returned. Throws when it is damaged or has another key. */
  decrypt(stored: string): Promise<string>;
}

const IV_BYTES = 12;

/**
 * AES-256-GCM with a key that HKDF-SHA-256 derives from the service's secret, so that the database
 * alone reveals no secret. Each encryption uses a random nonce, stored in front of the ciphertext.
 */
export function createCipher(masterSecret: string): Cipher {
  const encoder = new TextEncoder();
  const aes = { name: 'AES-GCM', length: 256 } as const;
  const key = deriveKey(masterSecret, 'maitred/secrets/v1', aes, ['encrypt', 'decrypt']);
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
