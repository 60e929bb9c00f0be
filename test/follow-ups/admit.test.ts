import { describe, expect, it } from 'vitest';
import {
  admit,
  type Candidate,
  type Load,
  MOST_OF_ENDPOINT,
  MOST_OF_WORKSPACE,
  MOST_RECEIVER_MS,
} from '../../src/follow-ups/delivery/admit.ts';
import { HEALTHY } from '../../src/follow-ups/delivery/endpoint-health.ts';
import { type JobId, newId, type WebhookId, type WorkspaceId } from '../../src/platform/ids.ts';

const NOW = 1_000_000_010_000;
const IDLE: Load = {
  health: HEALTHY,
  probe: null,
  running: 0,
  runningOfWorkspace: 0,
  receiverMs: 0,
};
const workspaceId: WorkspaceId = newId();

const jobs = (count: number, load: Partial<Load> = {}, webhookId: WebhookId = newId()) =>
  Array.from(
    { length: count },
    (): Candidate => ({ id: newId(), workspaceId, webhookId, load: { ...IDLE, ...load } }),
  );

/** How many are admitted, and the reasons of the others. */
function outcome(candidates: readonly Candidate[]) {
  const all = [...admit(candidates, NOW, () => 0.5).values()];
  const reasons = all.flatMap((each) => (each.isAdmitted ? [] : each.reason));
  return [all.length - reasons.length, ...new Set(reasons)];
}

describe('jobs that a consumer has taken', () => {
  it('are admitted up to the number that an endpoint may have', () => {
    expect(outcome(jobs(MOST_OF_ENDPOINT + 5))).toEqual([MOST_OF_ENDPOINT, 'endpoint_busy']);
    expect(outcome(jobs(10, { running: MOST_OF_ENDPOINT - 3 }))).toEqual([3, 'endpoint_busy']);
  });

  it('are admitted up to the number that a workspace may have', () => {
    const endpoints = [1, 2, 3, 4].flatMap(() => jobs(15));
    expect(outcome(endpoints)).toEqual([MOST_OF_WORKSPACE, 'workspace_busy']);
    expect(outcome(jobs(5, { runningOfWorkspace: MOST_OF_WORKSPACE - 1 }))).toEqual([
      1,
      'workspace_busy',
    ]);
  });

  it('wait for the next minute when the workspace’s receivers have taken their time', () => {
    const [job] = jobs(1, { receiverMs: MOST_RECEIVER_MS });
    if (job === undefined) throw new Error('no job');
    const admission = admit([job], NOW, () => 0).get(job.id);
    expect(admission).toMatchObject({ isAdmitted: false, reason: 'workspace_busy' });
    expect(admission?.isAdmitted === false && admission.until).toBeGreaterThan(
      Math.ceil(NOW / 60_000) * 60_000,
    );
  });

  it('wait while their endpoint rests, except the one that tries it out', () => {
    const health = { ...HEALTHY, failures: 5, opened: 1, openUntil: NOW + 60_000 };
    const probe: JobId = newId();
    const [first, ...rest] = jobs(5, { health, probe });
    if (first === undefined) throw new Error('no job');
    expect(outcome([{ ...first, id: probe }, ...rest])).toEqual([1, 'endpoint_resting']);
    const until = [...admit(rest, NOW, () => 0).values()].map(
      (each) => each.isAdmitted || each.until,
    );
    expect(until.every((each) => each === NOW + 70_000)).toBe(true);
  });

  it('do not wait for other endpoints and workspaces', () => {
    const other: Candidate[] = jobs(5).map((job) => ({ ...job, workspaceId: newId() }));
    expect(outcome([...jobs(5, { receiverMs: MOST_RECEIVER_MS }), ...other])).toEqual([
      5,
      'workspace_busy',
    ]);
  });
});
