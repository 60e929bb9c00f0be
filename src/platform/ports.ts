import type { Signer } from './auth/key.ts';
import type { Database } from './database.ts';
import type { EmotionJob, FollowUpJob } from './jobs.ts';
import type { Log } from './log.ts';

/**
 * What every room may need from outside. A room that needs more declares an interface of its own
 * that extends this one; `compose.ts` builds them all.
 */
export interface Ports {
  readonly database: Database;
  readonly log: Log;
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Asks for a message's emotion to be read soon, without waiting. Losing the request loses
   * nothing: the message's row says that its emotion is pending.
   */
  enqueueEmotion(job: EmotionJob): void;
  /** Asks for follow-ups to be planned soon, without waiting. Losing the request loses nothing. */
  enqueueFollowUp(job: FollowUpJob): void;
}

/** What the HTTP layer needs besides, to let a request in. */
export interface GatePorts {
  readonly signer: Signer;
  /** Counts a request of a key; false when the key has made too many. */
  admitKey(keyId: string): Promise<boolean>;
  /** Counts a request from an address; false when too many came from there. */
  admitAddress(address: string): Promise<boolean>;
}
