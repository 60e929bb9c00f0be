import type { Signer } from './auth/key.ts';
import type { RefusedKeys } from './auth/refused-keys.ts';
import type { Budgets } from './budgets/budgets.ts';
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
   */
  enqueueEmotion(job: EmotionJob): void;
  /** Sends a job to the queue `follow-ups`, without waiting. The sweep replaces a lost job. */
  enqueueFollowUp(job: FollowUpJob): void;
  /**
   * Tells this isolate that a request has changed a venue or its bookings: cached answers about the
   * venue are dropped, so a client reads what it has written.
   */
  venueChanged(workspace: WorkspaceId, venue: VenueId): void;
}

/** The further dependencies of the HTTP layer, which checks keys and rate limits. */
export interface GatePorts {
  readonly signer: Signer;
  /** Milliseconds since 1970. */
  now(): number;
  readonly refusedKeys: RefusedKeys;
  readonly budgets: Budgets;
  /** Reads the rates of a workspace into `budgets`, after the response. */
  learnRates(workspace: WorkspaceId): void;
  /** Counts a request of a key; false when the key has made too many. */
  admitKey(keyId: string): Promise<boolean>;
  /** Counts a request from an address; false when too many came from there. */
  admitAddress(address: string): Promise<boolean>;
}
