import { UUID } from 'uuidv7';
import { fromBase64Url, toBase64Url } from '../../platform/base64url.ts';
import { deriveKey } from '../../platform/derived-key.ts';
import { idSchema, type WorkspaceId } from '../../platform/ids.ts';
import { bySecret, type SecretRing } from '../../platform/secret-ring.ts';

/** An email address of a guest, as a workspace recognises it. */
export interface KnownAddress {
  readonly workspaceId: WorkspaceId;
  /** The 32 bytes of address_hash_v1. */
  readonly address: Uint8Array;
}

/** Signs and verifies the token of a link by which the owner of an address ends email to it. */
export interface UnsubscribeLinks {
  sign(known: KnownAddress): Promise<string>;
  /** Undefined when the token is damaged or was not made by this service. */
  verify(token: string): Promise<KnownAddress | undefined>;
}

const ID_BYTES = 16;
const CLAIM_BYTES = ID_BYTES + 32;
/** 80 bytes are 107 characters of base64url. */
const FORMAT = /^[\w-]{107}$/;
const workspaceIdSchema = idSchema<'workspace'>();

/**
 * A token is base64url( workspace id, hash of the address, HMAC-SHA-256 of both ). It does not expire,
 * because an email is kept for years. Each secret of the ring verifies it.
 */
export function createUnsubscribeLinks(ring: SecretRing): UnsubscribeLinks {
  const hmac = { name: 'HMAC', hash: 'SHA-256', length: 256 } as const;
  const keys = bySecret(ring, (secret) =>
    deriveKey(secret, 'maitred/unsubscribe/v1', hmac, ['sign', 'verify']),
  );
  return {
    async sign({ workspaceId, address }) {
      const claim = new Uint8Array(CLAIM_BYTES);
      claim.set(UUID.parse(workspaceId).bytes);
      claim.set(address, ID_BYTES);
      const signature = await crypto.subtle.sign('HMAC', await keys.current(), claim);
      return toBase64Url(new Uint8Array([...claim, ...new Uint8Array(signature)]));
    },

    async verify(token) {
      if (!FORMAT.test(token)) return undefined;
      const bytes = fromBase64Url(token);
      const [claim, signature] = [bytes.slice(0, CLAIM_BYTES), bytes.slice(CLAIM_BYTES)];
      for (const key of keys.all()) {
        if (!(await crypto.subtle.verify('HMAC', await key, signature, claim))) continue;
        const workspaceId = UUID.ofInner(claim.slice(0, ID_BYTES)).toString();
        return {
          workspaceId: workspaceIdSchema.parse(workspaceId),
          address: claim.slice(ID_BYTES),
        };
      }
      return undefined;
    },
  };
}

/** The URL of an email's List-Unsubscribe header (RFC 2369). */
export const unsubscribeUrl = (origin: string, token: string) => `${origin}/unsubscribe/${token}`;
