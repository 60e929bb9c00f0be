import type { JobId, WebhookId, WorkspaceId } from '../../platform/ids.ts';
import type { EndpointHealth } from './endpoint-health.ts';

/** How many jobs of an endpoint, and of a workspace's endpoints, consumers have at the same time. */
export const MOST_OF_ENDPOINT = 20;
export const MOST_OF_WORKSPACE = 40;
/** How long a workspace's receivers may take in a minute, in milliseconds, all added up. */
export const MOST_RECEIVER_MS = 300_000;
/** A job that is not admitted waits between one and three times as long. */
const WAIT_MS = 10_000;
const MINUTE_MS = 60_000;

/** A job that a consumer has taken, with what else is under way. */
export interface Candidate {
  readonly id: JobId;
  readonly workspaceId: WorkspaceId;
  readonly webhookId: WebhookId;
  readonly load: Load;
}

/** What an endpoint and its workspace are doing when a consumer takes a job. */
export interface Load {
  readonly health: EndpointHealth;
  /** The job that tries out whether the endpoint is well again. */
  readonly probe: JobId | null;
  /** How many jobs of the endpoint, and of the workspace, other consumers have. */
  readonly running: number;
  readonly runningOfWorkspace: number;
  /** How long the workspace's receivers have taken in this minute, in milliseconds. */
  readonly receiverMs: number;
}

export type Admission =
  | { readonly isAdmitted: true }
  | { readonly isAdmitted: false; readonly reason: string; readonly until: number };

/**
 * Decides which of the jobs that a consumer has taken are attempted now. The others fire again later,
 * and no failure is counted. An endpoint that rests gets only the job that tries it out. An endpoint
 * and a workspace have a limited number of jobs under way, and a limited time a minute, so that slow
 * receivers of one tenant do not take all consumers.
 * @param now milliseconds since 1970
 * @param random a random number from 0 to 1
 */
export function admit(
  candidates: readonly Candidate[],
  now: number,
  random: () => number,
): Map<JobId, Admission> {
  const admitted = new Map<string, number>();
  const countOf = (key: string) => admitted.get(key) ?? 0;
  const wait = (reason: string, from: number): Admission => ({
    isAdmitted: false,
    reason,
    until: Math.round(from + WAIT_MS * (1 + 2 * random())),
  });
  const judge = ({ id, workspaceId, webhookId, load }: Candidate): Admission => {
    const { openUntil } = load.health;
    if (openUntil !== null && load.probe !== id) {
      return wait('endpoint_resting', Math.max(openUntil, now));
    }
    if (load.receiverMs >= MOST_RECEIVER_MS) {
      return wait('workspace_busy', Math.ceil(now / MINUTE_MS) * MINUTE_MS);
    }
    if (load.running + countOf(webhookId) >= MOST_OF_ENDPOINT) return wait('endpoint_busy', now);
    if (load.runningOfWorkspace + countOf(workspaceId) >= MOST_OF_WORKSPACE) {
      return wait('workspace_busy', now);
    }
    admitted.set(webhookId, countOf(webhookId) + 1);
    admitted.set(workspaceId, countOf(workspaceId) + 1);
    return { isAdmitted: true };
  };
  return new Map(candidates.map((each) => [each.id, judge(each)]));
}
