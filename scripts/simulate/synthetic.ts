import type { OperationsSettings } from '../../src/operations/settings.ts';
import { type Conditions, type ConditionsAt, ordinaryConditions } from './conditions.ts';
import { FAULTS, type FaultName } from './faults.ts';
import { createRandom } from './random.ts';
import { samplesBetween } from './samples.ts';
import type { Run } from './simulate.ts';
import { TRAFFICS, type TrafficName } from './traffics.ts';

const DAY_MS = 86_400_000;

export interface Synthetic {
  readonly traffic: TrafficName;
  readonly days: number;
  readonly seed: number;
  /** The mean of requests a minute. */
  readonly perMinute: number;
  /** What goes wrong, from when to when, in milliseconds since the beginning. */
  readonly fault?:
    | { readonly name: FaultName; readonly fromMs: number; readonly toMs: number }
    | undefined;
}

/** Makes a run of synthetic days. */
export function syntheticRun(settings: OperationsSettings, synthetic: Synthetic): Run {
  const { traffic, days, seed, perMinute, fault } = synthetic;
  const { starts, timeZone, change } = TRAFFICS[traffic];
  const random = createRandom(seed);
  const from = Date.parse(starts);
  const ordinary = ordinaryConditions(perMinute, timeZone, random);
  const conditionsAt: ConditionsAt = (at) => {
    const usual = ordinary(at);
    const conditions = { ...usual, ...change(usual, at - from) };
    return fault === undefined ? conditions : withFault(conditions, fault, at - from);
  };
  return {
    ...{ settings, from, to: from + days * DAY_MS, conditionsAt },
    samplesBetween: (range) => samplesBetween(settings, conditionsAt, random, range),
  };
}

/** The conditions while something is wrong. */
export function withFault(
  conditions: Conditions,
  { name, fromMs, toMs }: NonNullable<Synthetic['fault']>,
  sinceMs: number,
): Conditions {
  if (sinceMs < fromMs || sinceMs >= toMs) return conditions;
  return { ...conditions, ...FAULTS[name].apply(conditions, sinceMs - fromMs) };
}
