import type { WorkspaceId } from '../../src/platform/ids.ts';
import { bucketOf } from '../../src/platform/latency/histogram.ts';
import type { Measured, Outcome, Sample } from '../../src/platform/latency/sample.ts';
import { countTelemetry } from '../../src/platform/latency/sample-store.ts';
import { testDeps } from './workspace.ts';

/** A request that a test counts. Durations are in milliseconds. */
export interface Counted {
  readonly totalMs: number;
  readonly measured?: Measured;
  readonly outcome?: Outcome;
  readonly region?: string;
  /** Milliseconds since 1970; now by default. */
  readonly at?: number;
  readonly inDatabaseMs?: number;
  readonly isSlow?: boolean;
  readonly weight?: number;
}

/** Counts requests as the queue `telemetry` brings them. */
export async function countDurations(
  requests: readonly Counted[],
  workspaceId: WorkspaceId | null = null,
): Promise<void> {
  const samples = requests.map((each) => ({
    id: crypto.randomUUID(),
    workspaceId,
    sample: sampleOf(each),
  }));
  for (let start = 0; start < samples.length; start += 500) {
    await testDeps().database.run(countTelemetry, { samples: samples.slice(start, start + 500) });
  }
}

function sampleOf(request: Counted): Sample {
  const { totalMs, inDatabaseMs = totalMs / 4 } = request;
  return {
    measured: request.measured ?? 'store_message',
    outcome: request.outcome ?? 'done',
    region: request.region ?? 'EU-CDG',
    at: Math.floor(request.at ?? Date.now()),
    weight: request.weight ?? 1,
    isSlow: request.isSlow ?? false,
    total: bucketOf(totalMs),
    inDatabase: bucketOf(inDatabaseMs),
    wait: bucketOf(totalMs - inDatabaseMs),
  };
}
