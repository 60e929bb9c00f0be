import type { WorkspaceId } from '../ids.ts';
import type { Caller } from './key.ts';

/**
 * Keys that the database has accepted within the last seconds, in this isolate. An answer from a cache
 * makes no request to the database, so only these keys get one.
 *
 * A key is known by the `Caller` that the signer returns for its text, so a key with other claims is
 * another one, also if it has the same id.
 */
export interface ConfirmedKeys {
  /** Whether the database has accepted a key in a request that began within the last five seconds. */
  isConfirmed(caller: Caller, now: number): boolean;
  /**
   * Notes that the database has accepted a key.
   * @param at when the request began, which was before its statement, in milliseconds since 1970
   */
  confirm(caller: Caller, at: number): void;
  /** Forgets the keys of a workspace, because some of them were revoked. */
  forget(workspace: WorkspaceId, now: number): void;
}

const CONFIRMED_MS = 5000;
/** A key is noted again only after this time, to save work in busy isolates. */
const NOTED_AGAIN_MS = 1000;
/** The most keys that an isolate remembers. The oldest is forgotten first. */
const MOST = 1000;

export function createConfirmedKeys(): ConfirmedKeys {
  // In the order in which the keys were noted.
  const confirmed = new Map<Caller, number>();
  let revokedAt = Number.NEGATIVE_INFINITY;
  return {
    isConfirmed(caller, now) {
      const at = confirmed.get(caller);
      return at !== undefined && now - at < CONFIRMED_MS;
    },

    confirm(caller, at) {
      const known = confirmed.get(caller);
      if (known !== undefined && at - known < NOTED_AGAIN_MS) return;
      // The statement of a request that began before a revocation may not have seen it.
      if (at <= revokedAt) return;
      confirmed.delete(caller);
      const oldest = confirmed.keys().next();
      if (confirmed.size >= MOST && oldest.done !== true) confirmed.delete(oldest.value);
      confirmed.set(caller, at);
    },

    forget(workspace, now) {
      revokedAt = now;
      for (const caller of confirmed.keys()) {
        if (caller.workspaceId === workspace) confirmed.delete(caller);
      }
    },
  };
}
