import { UUID } from 'uuidv7';
import { fromBase64Url, toBase64Url } from '../base64url.ts';
import { type DerivedKey, deriveKey } from '../derived-key.ts';
import { idSchema, type KeyId, type WorkspaceId } from '../ids.ts';
import type { Once } from '../once.ts';
import { bySecret, type SecretRing } from '../secret-ring.ts';
import { bitsToScopes, type Scope, scopesToBits } from './scopes.ts';

/** What a key says about itself. */
export interface KeyClaims {
  readonly keyId: KeyId;
  readonly workspaceId: WorkspaceId;
  readonly scopes: readonly Scope[];
  /** Milliseconds since 1970. Undefined for a key that does not expire. */
  readonly expiresAt?: number | undefined;
}

/** The caller: the claims of a key whose signature has been verified. */
export interface Caller extends KeyClaims {
  /** The Idempotency-Key of the request, if it has one; not part of the API key. */
  readonly once?: Once;
}

const SIGNATURE_LENGTH = 32;

/**
 * Format 1: mtd_ + base64url( 1, key id, workspace id, one byte of scopes, HMAC-SHA-256 of these
 * fields ). Such keys are still verified, and no longer made.
 */
const CLAIMS_LENGTH_1 = 1 + 16 + 16 + 1;

/**
 * Format 2: mtd_ + base64url( 2, number of the secret (1 byte), cell (2 bytes, 0 for now), key id,
 * workspace id, scopes (4 bytes, bit n for the nth scope), expiry in milliseconds since 1970
 * (6 bytes, 0 for none), HMAC-SHA-256 of these fields under that secret ).
 */
const CLAIMS_LENGTH_2 = 1 + 1 + 2 + 16 + 16 + 4 + 6;
const AT_2 = { secret: 1, cell: 2, keyId: 4, workspaceId: 20, scopes: 36, expiresAt: 40 };

/** The only cell that exists. */
const CELL = 0;

/**
 * The 66 bytes of format 1 are exactly 88 characters of base64url, and the 78 bytes of format 2 are
 * 104, so each key can be written in one way only.
 */
const ENCODED = /^(?:[A-Za-z0-9_-]{88}|[A-Za-z0-9_-]{104})$/;

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const;

/** What a signer signs: the beginning of the text, and the HMAC key that a secret of the ring gives. */
export interface Signed {
  readonly prefix: string;
  keyOf(secret: string): Promise<DerivedKey>;
}

/** API keys. */
export const API_KEYS: Signed = {
  prefix: 'mtd_',
  keyOf: (secret) =>
    crypto.subtle.importKey('raw', new TextEncoder().encode(secret), HMAC, false, [
      'sign',
      'verify',
    ]),
};

/**
 * Sessions of the console. Their HMAC key is derived, so that no session is a valid API key and no API
 * key a valid session.
 */
export const SESSIONS: Signed = {
  prefix: 'mts_',
  keyOf: (secret) =>
    deriveKey(secret, 'maitred/sessions/v1', { ...HMAC, length: 256 }, ['sign', 'verify']),
};

const keyIdSchema = idSchema<'key'>();
const workspaceIdSchema = idSchema<'workspace'>();

export interface Signer {
  /** The text of a key with these claims. It is shown to its owner once. */
  sign(claims: KeyClaims): Promise<string>;
  /**
   * The caller of a key, which may have expired. Undefined when the key is damaged, or was signed
   * with a secret that the ring does not have.
   */
  verify(key: string): Promise<Caller | undefined>;
}

/** The most verified keys that an isolate keeps, so that it verifies a busy key only once. */
const REMEMBERED = 1000;

/** Signs and verifies API keys, or sessions, in memory, without the database. */
export function createSigner(ring: SecretRing, { prefix, keyOf }: Signed = API_KEYS): Signer {
  const keys = bySecret(ring, keyOf);
  const verified = new Map<string, Caller>();

  /** The secrets that may have signed these claims. Format 1 does not say which one has. */
  function candidates(claims: Uint8Array): ReturnType<typeof keys.all> {
    if (claims[0] === 1 && claims.length === CLAIMS_LENGTH_1) return keys.all();
    if (claims[0] !== 2 || claims.length !== CLAIMS_LENGTH_2) return [];
    const named = keys.numbered(claims[AT_2.secret] ?? 0);
    return named === undefined ? [] : [named];
  }

  return {
    async sign({ keyId, workspaceId, scopes, expiresAt }) {
      const claims = new Uint8Array(CLAIMS_LENGTH_2);
      const view = new DataView(claims.buffer);
      claims[0] = 2;
      claims[AT_2.secret] = ring.current.number;
      view.setUint16(AT_2.cell, CELL);
      claims.set(UUID.parse(keyId).bytes, AT_2.keyId);
      claims.set(UUID.parse(workspaceId).bytes, AT_2.workspaceId);
      view.setUint32(AT_2.scopes, scopesToBits(scopes));
      // setUint48 does not exist.
      view.setUint16(AT_2.expiresAt, Math.floor((expiresAt ?? 0) / 2 ** 32));
      view.setUint32(AT_2.expiresAt + 2, (expiresAt ?? 0) % 2 ** 32);
      const signature = await crypto.subtle.sign('HMAC', await keys.current(), claims);
      return prefix + toBase64Url(new Uint8Array([...claims, ...new Uint8Array(signature)]));
    },

    async verify(key) {
      const known = verified.get(key);
      if (known !== undefined) return known;
      const encoded = key.slice(prefix.length);
      if (!key.startsWith(prefix) || !ENCODED.test(encoded)) return undefined;
      const bytes = fromBase64Url(encoded);
      const claims = bytes.slice(0, -SIGNATURE_LENGTH);
      const signature = bytes.slice(-SIGNATURE_LENGTH);
      for (const candidate of candidates(claims)) {
        if (!(await crypto.subtle.verify('HMAC', await candidate, signature, claims))) continue;
        const caller = claims[0] === 1 ? readFormat1(claims) : readFormat2(claims);
        if (caller === undefined) return undefined;
        if (verified.size >= REMEMBERED) verified.clear();
        verified.set(key, caller);
        return caller;
      }
      return undefined;
    },
  };
}

function readFormat1(claims: Uint8Array<ArrayBuffer>): Caller {
  return { ...idsAt(claims, 1, 17), scopes: bitsToScopes(claims[33] ?? 0) };
}

/** Undefined when the key belongs to another cell. */
function readFormat2(claims: Uint8Array<ArrayBuffer>): Caller | undefined {
  const view = new DataView(claims.buffer);
  if (view.getUint16(AT_2.cell) !== CELL) return undefined;
  const expiresAt = view.getUint16(AT_2.expiresAt) * 2 ** 32 + view.getUint32(AT_2.expiresAt + 2);
  return {
    ...idsAt(claims, AT_2.keyId, AT_2.workspaceId),
    scopes: bitsToScopes(view.getUint32(AT_2.scopes)),
    ...(expiresAt === 0 ? {} : { expiresAt }),
  };
}

function idsAt(claims: Uint8Array<ArrayBuffer>, keyAt: number, workspaceAt: number) {
  const uuidAt = (at: number) => UUID.ofInner(claims.slice(at, at + 16)).toString();
  return {
    keyId: keyIdSchema.parse(uuidAt(keyAt)),
    workspaceId: workspaceIdSchema.parse(uuidAt(workspaceAt)),
  };
}
