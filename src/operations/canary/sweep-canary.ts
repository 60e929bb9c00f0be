import { runStep } from '../../platform/run-step.ts';
import type { CanaryPorts } from './run-canary.ts';
import { deleteCanary } from './store.ts';

/** Of how many conversations and bookings one sweep deletes rows. The canary makes one booking a minute. */
const ROWS = 200;

/** Deletes what the canary has made more than an hour ago; see delete_canary_v1. */
export async function sweepCanary(
  deps: Pick<CanaryPorts, 'database' | 'log' | 'isCanaryOn'>,
): Promise<void> {
  if (!deps.isCanaryOn) return;
  await runStep(deps, 'canary', () => deps.database.run(deleteCanary, { rows: ROWS }));
}
