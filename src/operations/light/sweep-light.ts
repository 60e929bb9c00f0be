import { runStep } from '../../platform/run-step.ts';
import type { LightPorts } from '../ports.ts';
import { evaluateLight } from './evaluate-light.ts';
import { deleteOldLight } from './light-store.ts';

/** How long the history of the light is kept: two years. */
const KEPT_MS = 732 * 24 * 60 * 60 * 1000;
const ROWS = 1000;

/** Evaluates the light, and deletes old history. The sweep runs it once a minute. */
export async function sweepLight(deps: LightPorts): Promise<void> {
  await runStep(deps, 'evaluate_light', () => evaluateLight(deps));
  await runStep(deps, 'delete_light', () =>
    deps.database.run(deleteOldLight, { before: deps.now() - KEPT_MS, rows: ROWS }),
  );
}
