import { type DerivedKey, deriveKey } from './derived-key.ts';
import { fromHex, toHex } from './digest.ts';
import { bySecret, type SecretRing } from './secret-ring.ts';

/**
 * What an encrypted secret belongs to. A ciphertext can be decrypted for the same thing only, so that
 * a person who can write into the database cannot move it to another row.
 */
export interface SecretOwner {
  readonly purpose: 'webhook' | 'calendar';
  /** The id of the row. */
  readonly id: string;
}

/** Encrypts small secrets that are stored in the database. */
export interface Cipher {
  /** The encrypted secret as hexadecimal text. */
  encrypt(owner: SecretOwner, secret: string): Promise<string>;
  /**
   * Decrypts what {@link encrypt} returned for the same owner. Throws when it is damaged, belongs to
   * another owner, or was encrypted with a secret that the ring does not have.
   */
  decrypt(owner: SecretOwner, stored: string): Promise<string>;
  /** Whether a stored secret has the newest form, with the current secret of the ring. */
  isCurrent(stored: string): boolean;
}

const IV_BYTES = 12;

/** The bytes `mtd` and 2, which begin format 2. */
const MAGIC = '6d746402';

/**
 * AES-256-GCM with a key that HKDF-SHA-256 derives from a secret of the service, so that the database
 * alone reveals no secret. Each encryption uses a random nonce.
 *
 * Format 2: the bytes `mtd` and 2, the number of the service's secret, the nonce, the ciphertext. The
 * bytes before the nonce and the owner are authenticated as additional data. Format 1, the nonce and
 * the ciphertext without additional data, is still read. A nonce of format 1 that begins like format
 * 2 is tried as both.
 */
export function createCipher(ring: SecretRing): Cipher {
  const encoder = new TextEncoder();
  const aes = { name: 'AES-GCM', length: 256 } as const;
  const keys = bySecret(ring, (secret) =>
    deriveKey(secret, 'maitred/secrets/v1', aes, ['encrypt', 'decrypt']),
  );
  const headOf = (number: number) => MAGIC + toHex(Uint8Array.of(number));
  const currentHead = headOf(ring.current.number);
  const additional = (head: string, { purpose, id }: SecretOwner) =>
    encoder.encode(JSON.stringify([head, purpose, id]));

  /** Undefined when the key or the additional data is another one. */
  async function open(
    key: DerivedKey,
    sealed: Uint8Array<ArrayBuffer>,
    additionalData?: ReturnType<typeof additional>,
  ) {
    const iv = sealed.slice(0, IV_BYTES);
    const algorithm = { name: 'AES-GCM', iv, ...(additionalData && { additionalData }) };
    try {
      return await crypto.subtle.decrypt(algorithm, key, sealed.slice(IV_BYTES));
    } catch {
      return undefined;
    }
  }

  async function openFormat2(owner: SecretOwner, stored: string) {
    if (!stored.startsWith(MAGIC)) return undefined;
    const head = stored.slice(0, currentHead.length);
    const key = keys.numbered(Number.parseInt(head.slice(MAGIC.length), 16));
    return key && open(await key, fromHex(stored.slice(head.length)), additional(head, owner));
  }

  async function openFormat1(stored: string) {
    for (const key of keys.all()) {
      const opened = await open(await key, fromHex(stored));
      if (opened !== undefined) return opened;
    }
    return undefined;
  }

  return {
    async encrypt(owner, secret) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const sealed = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv, additionalData: additional(currentHead, owner) },
        await keys.current(),
        encoder.encode(secret),
      );
      return currentHead + toHex(iv) + toHex(new Uint8Array(sealed));
    },
    async decrypt(owner, stored) {
      const opened = (await openFormat2(owner, stored)) ?? (await openFormat1(stored));
      if (opened === undefined) throw new Error('the stored secret cannot be decrypted');
      return new TextDecoder().decode(opened);
    },
    isCurrent: (stored) => stored.startsWith(currentHead),
  };
}
