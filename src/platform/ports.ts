import type { ConfirmedKeys } from './auth/confirmed-keys.ts';
import type { Signer } from './auth/key.ts';
import type { RefusedKeys } from './auth/refused-keys.ts';
import type { Budgets } from './budgets/budgets.ts';
import type { AnswerCache } from './cache/answer-cache.ts';
import type { CachedClass } from './cache/classes.ts';
import type { Cursors } from './cursors.ts';
import type { Database } from './database.ts';
import type { VenueId, WorkspaceId } from './ids.ts';
import type { EmotionJob, FollowUpJob } from './jobs.ts';
import type { Log } from './log.ts';

/**
 * The dependencies that every room may use. A room with further dependencies declares its own
 * interface that extends this one; `compose.ts` builds them all.
 */
export interface Ports {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly log: Log;
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Sends a job to the queue `emotions`, without waiting. If the job is lost, the sweep does the
   * work, because the message's row still has the state `pending`.
   * @param of `stored`: the request has stored the message, so its duration is counted with it
   */
  enqueueEmotion(job: EmotionJob, of?: 'stored'): void;
  /**
   * Sends a job to the queue `follow-ups`, without waiting. The sweep replaces a lost job. With the
   * version that the request gave a booking, the duration of the request is counted with it.
   */
  enqueueFollowUp(job: FollowUpJob): void;
  /**
   * Tells this isolate that a request has changed a venue's settings or its bookings, or may have:
   * cached answers that show them are dropped, so a client reads what it has written. A refused or
   * failed write counts too, because it shows that cached answers may be outdated.
   * @param venue undefined when it is not known: any venue of the workspace
   */
  venueChanged(
    workspace: WorkspaceId,
    venue: VenueId | undefined,
    what: 'settings' | 'bookings',
  ): void;
}

/** The further dependencies of routes whose answers are cached. */
export interface CachePorts {
  /** Milliseconds since 1970. */
  now(): number;
  readonly answerCaches: Readonly<Record<CachedClass, AnswerCache>>;
  readonly confirmedKeys: ConfirmedKeys;
}

/** The further dependencies of the HTTP layer, which checks keys and rate limits. */
export interface GatePorts {
  readonly signer: Signer;
  /** Signs and verifies sessions of the console. A session has the claims of the key that opened it. */
  readonly sessions: Signer;
  /** Milliseconds since 1970. */
  now(): number;
  readonly refusedKeys: RefusedKeys;
  readonly confirmedKeys: ConfirmedKeys;
  /** Tells this isolate that keys of a workspace were revoked, or may have been. */
  keysRevoked(workspace: WorkspaceId): void;
  readonly budgets: Budgets;
  /** Reads the rates of a workspace into `budgets`, after the response. */
  learnRates(workspace: WorkspaceId): void;
  /** Counts a request of a key; false when the key has made too many. */
  admitKey(keyId: string): Promise<boolean>;
  /** Counts a request from an address; false when too many came from there. */
  admitAddress(address: string): Promise<boolean>;
}
