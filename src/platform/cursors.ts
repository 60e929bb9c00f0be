import type { Caller } from './auth/key.ts';
import { fromBase64Url, toBase64Url } from './base64url.ts';
import { deriveKey } from './derived-key.ts';
import { bySecret, type SecretRing } from './secret-ring.ts';

/**
 * Signs and verifies cursors. A cursor is valid for one kind of list in one workspace. A position
 * that the service has not written itself therefore never reaches the database.
 */
export interface Cursors {
  /** The cursor of a position in a kind of list of the caller's workspace. */
  sign(caller: Caller, list: string, position: string): Promise<string>;
  /** The position of such a cursor. Undefined when it is damaged, or was signed for another list. */
  verify(caller: Caller, list: string, cursor: string): Promise<string | undefined>;
}

const SIGNATURE_LENGTH = 32;
const FORMAT = /^[A-Za-z0-9_-]{44,200}$/;

/**
 * A cursor is base64url( HMAC-SHA-256 of the workspace, the kind of list and the position, followed
 * by the position ). Its key is derived from the current secret of the service. A cursor of another
 * secret of the ring is verified too, so that a rotation ends no walk through a list.
 */
export function createCursors(ring: SecretRing): Cursors {
  const hmac = { name: 'HMAC', hash: 'SHA-256', length: 256 } as const;
  const keys = bySecret(ring, (secret) =>
    deriveKey(secret, 'maitred/cursors/v1', hmac, ['sign', 'verify']),
  );
  const encoder = new TextEncoder();
  const signedBytes = ({ workspaceId }: Caller, list: string, position: string) =>
    encoder.encode(JSON.stringify([workspaceId, list, position]));

  return {
    async sign(caller, list, position) {
      const signed = signedBytes(caller, list, position);
      const signature = new Uint8Array(
        await crypto.subtle.sign('HMAC', await keys.current(), signed),
      );
      return toBase64Url(new Uint8Array([...signature, ...encoder.encode(position)]));
    },

    async verify(caller, list, cursor) {
      // No base64 text has a length of 4n + 1.
      if (!FORMAT.test(cursor) || cursor.length % 4 === 1) return undefined;
      const bytes = fromBase64Url(cursor);
      const signature = bytes.slice(0, SIGNATURE_LENGTH);
      const position = new TextDecoder().decode(bytes.slice(SIGNATURE_LENGTH));
      const signed = signedBytes(caller, list, position);
      for (const key of keys.all()) {
        if (await crypto.subtle.verify('HMAC', await key, signature, signed)) return position;
      }
      return undefined;
    },
  };
}
