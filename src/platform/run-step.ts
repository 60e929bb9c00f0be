import { describeFault } from './log.ts';
import type { Ports } from './ports.ts';

/**
 * Runs one step of a sweep. When it fails, the failure is logged, and the steps after it still run.
 * @returns the result of the step, or undefined when it has failed
 */
export async function runStep<Result>(
  deps: Pick<Ports, 'log'>,
  step: string,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    deps.log.error('sweep_step_failed', { step, ...describeFault(error) });
    return undefined;
  }
}
