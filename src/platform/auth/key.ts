import { UUID } from 'uuidv7';
import { fromBase64Url, toBase64Url } from '../base64url.ts';
import { idSchema, type KeyId, type WorkspaceId } from '../ids.ts';
import type { Once } from '../once.ts';
import { bitsToScopes, type Scope, scopesToBits } from './scopes.ts';

/** The caller: the claims of a key whose signature has been verified. */
export interface Caller {
  readonly keyId: KeyId;
  readonly workspaceId: WorkspaceId;
  readonly scopes: readonly Scope[];
  /** The Idempotency-Key of the request, if it has one; not part of the API key. */
  readonly once?: Once;
}

// mtd_ + base64url( version, key id, workspace id, scopes, HMAC-SHA-256 of these fields )
const PREFIX = 'mtd_';
const VERSION = 1;
const CLAIMS_LENGTH = 1 + 16 + 16 + 1;
const KEY_LENGTH = CLAIMS_LENGTH + 32;
/** 66 bytes are exactly 88 characters of base64url, so each key can be written in one way only. */
const FORMAT = /^mtd_[A-Za-z0-9_-]{88}$/;

const keyIdSchema = idSchema<'key'>();
const workspaceIdSchema = idSchema<'workspace'>();

export interface Signer {
  /** The text of a key with these claims. It is shown to its owner once. */
  sign(caller: Caller): Promise<string>;
  /** The caller of a key. Undefined when the key is damaged or was signed with another secret. */
  verify(key: string): Promise<Caller | undefined>;
}

/** The most verified keys that an isolate keeps, so that it verifies a busy key only once. */
const REMEMBERED = 1000;

/** Signs and verifies API keys in memory, without the database. */
export function createSigner(secret: string): Signer {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const secretBytes = new TextEncoder().encode(secret);
  const hmacKey = crypto.subtle.importKey('raw', secretBytes, algorithm, false, ['sign', 'verify']);
  const verified = new Map<string, Caller>();

  return {
    async sign(caller) {
      const claims = new Uint8Array(CLAIMS_LENGTH);
      claims[0] = VERSION;
      claims.set(UUID.parse(caller.keyId).bytes, 1);
      claims.set(UUID.parse(caller.workspaceId).bytes, 17);
      claims[33] = scopesToBits(caller.scopes);
      const signature = await crypto.subtle.sign('HMAC', await hmacKey, claims);
      const whole = new Uint8Array(KEY_LENGTH);
      whole.set(claims);
      whole.set(new Uint8Array(signature), CLAIMS_LENGTH);
      return PREFIX + toBase64Url(whole);
    },

    async verify(key) {
      const known = verified.get(key);
      if (known !== undefined) return known;
      if (!FORMAT.test(key)) return undefined;
      const bytes = fromBase64Url(key.slice(PREFIX.length));
      const claims = bytes.slice(0, CLAIMS_LENGTH);
      const signature = bytes.slice(CLAIMS_LENGTH);
      const genuine = await crypto.subtle.verify('HMAC', await hmacKey, signature, claims);
      if (!genuine || claims[0] !== VERSION) return undefined;
      const caller: Caller = {
        keyId: keyIdSchema.parse(UUID.ofInner(claims.slice(1, 17)).toString()),
        workspaceId: workspaceIdSchema.parse(UUID.ofInner(claims.slice(17, 33)).toString()),
        scopes: bitsToScopes(claims[33] ?? 0),
      };
      if (verified.size >= REMEMBERED) verified.clear();
      verified.set(key, caller);
      return caller;
    },
  };
}
