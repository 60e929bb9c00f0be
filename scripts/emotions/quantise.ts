import { EMOTION_LABELS } from '../../src/conversations/emotion.ts';
import type { Fitted } from './fit.ts';

const LABELS = EMOTION_LABELS.length;

/** Weights as 8-bit numbers of steps, one size of step for each label. */
export function quantise({ weights }: Fitted): { table: Int8Array; steps: number[] } {
  const steps = EMOTION_LABELS.map((_, label) => {
    let largest = 0;
    for (let at = label; at < weights.length; at += LABELS) {
      largest = Math.max(largest, Math.abs(weights[at] ?? 0));
    }
    return largest / 127;
  });
  const table = Int8Array.from(weights, (weight, at) =>
    Math.round(weight / (steps[at % LABELS] ?? 1)),
  );
  return { table, steps };
}
