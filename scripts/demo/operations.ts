import { storeLight } from '../../src/operations/light/light-store.ts';
import { newIdAt, type WorkspaceId } from '../../src/platform/ids.ts';
import type { Sample } from '../../src/platform/latency/sample.ts';
import { countTelemetry } from '../../src/platform/latency/sample-store.ts';
import { type Step, simulate } from '../simulate/simulate.ts';
import type { DemoApi } from './demo-api.ts';
import { earlierSamples } from './earlier-samples.ts';
import type { EveningTime } from './evening-time.ts';
import { slowHour } from './slow-hour.ts';

const AT_ONCE = 2000;

/**
 * Writes what the operations pages show: the durations of four weeks of requests, and the light of the
 * last half day, in which the database was slow for an hour. No request can be measured in the past, so the
 * samples are counted as the queue brings them, and the light is judged by the functions of the Worker.
 * @returns the colours that the light had, in their order
 */
export async function writeOperations(
  { deps }: DemoApi,
  workspaceId: WorkspaceId,
  { now, timeZone }: EveningTime,
  seed: number,
): Promise<string[]> {
  const { operations } = deps;
  const { run, samples } = slowHour(operations, { now, timeZone, seed });
  const lights = await storeChanges(deps, simulate(run));
  const earlier = earlierSamples(operations, { until: run.from, seed });
  await count(deps, workspaceId, [...earlier, ...samples]);
  return lights;
}

async function count(
  { database }: DemoApi['deps'],
  workspaceId: WorkspaceId,
  samples: readonly Sample[],
): Promise<void> {
  for (let start = 0; start < samples.length; start += AT_ONCE) {
    await database.run(countTelemetry, {
      samples: samples.slice(start, start + AT_ONCE).map((sample) => ({
        ...{ id: crypto.randomUUID(), sample },
        workspaceId: sample.measured.startsWith('canary_') ? null : workspaceId,
      })),
    });
  }
}

/** Stores the light as it was judged, each time that it or a signal has changed, and at the end. */
async function storeChanges(
  { database }: DemoApi['deps'],
  steps: Iterable<Step>,
): Promise<string[]> {
  const lights: string[] = [];
  let stored: Step | undefined;
  let last: Step | undefined;
  const store = async (step: Step, isChanged: boolean) => {
    const { at, light, signals } = step;
    await database.run(storeLight, {
      ...{ now: at, light, signals, formerAt: stored?.at, former: stored?.light },
      ...{ isChanged, isReported: false, missedAt: null },
      ids: [newIdAt(at), newIdAt(at)],
    });
    if (light !== stored?.light) lights.push(light);
    stored = step;
  };
  for (const step of steps) {
    // The history begins when enough has been measured.
    if (stored === undefined && step.light === 'grey') continue;
    last = step;
    if (stored === undefined || levelsOf(step) !== levelsOf(stored)) await store(step, true);
  }
  if (last !== undefined && last !== stored) await store(last, false);
  return lights;
}

/** What makes a step another one in the history: the colours, and what cannot be measured. */
const levelsOf = ({ light, signals }: Step) =>
  JSON.stringify([
    light,
    signals.map(({ level, unmeasuredSince }) => [level, unmeasuredSince !== null]),
  ]);
