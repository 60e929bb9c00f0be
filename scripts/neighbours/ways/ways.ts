import type { Client } from '../client.ts';
import { costlySearches, fullCache, longWaitlist, manyHolds } from './of-bookings.ts';
import { hugeBodies, overTheRate } from './of-requests.ts';
import { hugeGuest, hugeTenant, longConversation, patchedBooking } from './of-rows.ts';
import { jobsAtOnce, slowEndpoints } from './of-work.ts';

/** What a way has to make its noise with. */
export interface Noise {
  readonly client: Client;
  /** Multiplies the numbers of rows that a way seeds. */
  readonly scale: number;
  /** The name of the workspace. */
  readonly workspace: string;
  /** Runs a statement on the database, to seed rows which would take too long to make by requests. */
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /**
   * Runs a task over and over, in so many clients at the same time, until the noise has to stop.
   * @param task gets the number of its run
   */
  clients(count: number, task: (n: number) => Promise<unknown>): Promise<void>;
}

export interface RunningWay {
  /** Makes the noise until it has to stop. */
  run(): Promise<unknown>;
  /** Removes what would go on after the noise. */
  end?(): Promise<unknown>;
}

/** Prepares a way: after it, only `run` makes noise. */
export type Way = (noise: Noise) => Promise<RunningWay>;

/** The twelve ways in which one tenant does its worst. */
export const WAYS = {
  'slow-endpoints': slowEndpoints,
  'patched-booking': patchedBooking,
  'long-conversation': longConversation,
  'huge-tenant': hugeTenant,
  'long-waitlist': longWaitlist,
  'costly-searches': costlySearches,
  'full-cache': fullCache,
  'huge-guest': hugeGuest,
  'over-the-rate': overTheRate,
  'many-holds': manyHolds,
  'huge-bodies': hugeBodies,
  'jobs-at-once': jobsAtOnce,
} as const satisfies Readonly<Record<string, Way>>;

export type WayName = keyof typeof WAYS;
