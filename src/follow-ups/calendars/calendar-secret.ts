import { UUID } from 'uuidv7';
import { fromBase64Url, toBase64Url } from '../../platform/base64url.ts';
import { type DerivedKey, deriveKey } from '../../platform/derived-key.ts';
import type { VenueId } from '../../platform/ids.ts';
import { bySecret, type SecretRing } from '../../platform/secret-ring.ts';

/** Makes and checks the secrets in the URLs of venues' calendars. */
export interface CalendarSecrets {
  /** A new secret for a venue's calendar. */
  create(venue: VenueId): Promise<string>;
  /**
   * Whether the service may have made a secret. A secret from before secrets were signed cannot be
   * checked without the database, so every text of its form may be one.
   */
  mayBeGenuine(secret: string): Promise<boolean>;
}

const ID_BYTES = 16;
const RANDOM_BYTES = 16;
/** HMAC-SHA-256 is cut to 128 bits (RFC 2104, 5), so that the URL stays short. */
const SIGNATURE_BYTES = 16;
const CLAIM_BYTES = ID_BYTES + RANDOM_BYTES;
/** 48 bytes are exactly 64 characters of base64url. */
const FORMAT = /^[\w-]{64}$/;
/** The form of secrets before they were signed: 32 random bytes. */
const UNSIGNED_FORMAT = /^[\w-]{43}$/;

/**
 * A secret is base64url( venue id, 16 random bytes, signature of both ). Its key is derived from the
 * current secret of the service; a signature of another secret of the ring is genuine too. The random
 * bytes make each new secret of a venue another one.
 */
export function createCalendarSecrets(ring: SecretRing): CalendarSecrets {
  const hmac = { name: 'HMAC', hash: 'SHA-256', length: 256 } as const;
  const keys = bySecret(ring, (secret) =>
    deriveKey(secret, 'maitred/calendars/v1', hmac, ['sign']),
  );
  const sign = async (key: Promise<DerivedKey>, claim: Uint8Array<ArrayBuffer>) =>
    new Uint8Array(await crypto.subtle.sign('HMAC', await key, claim)).slice(0, SIGNATURE_BYTES);

  return {
    async create(venue) {
      const claim = new Uint8Array(CLAIM_BYTES);
      claim.set(UUID.parse(venue).bytes);
      crypto.getRandomValues(claim.subarray(ID_BYTES));
      return toBase64Url(new Uint8Array([...claim, ...(await sign(keys.current(), claim))]));
    },

    async mayBeGenuine(secret) {
      if (UNSIGNED_FORMAT.test(secret)) return true;
      if (!FORMAT.test(secret)) return false;
      const bytes = fromBase64Url(secret);
      const claim = bytes.slice(0, CLAIM_BYTES);
      for (const key of keys.all()) {
        if (isEqual(await sign(key, claim), bytes.slice(CLAIM_BYTES))) return true;
      }
      return false;
    },
  };
}

/** Compares two texts of bytes of the same length, in a time that does not depend on where they differ. */
function isEqual(left: Uint8Array, right: Uint8Array): boolean {
  let differing = 0;
  for (const [at, byte] of left.entries()) differing |= byte ^ (right[at] ?? 0);
  return differing === 0;
}

/** The SHA-256 of a secret, which the database stores instead of the secret. */
export async function hashCalendarSecret(secret: string): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(secret);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
