import { EMOTION_LABELS } from '../../conversations/emotion.ts';
import { createFeaturiser, WHOLE } from './features.ts';
import type { Token } from './tokens.ts';
import type { Weights } from './weights.ts';

const LABELS = EMOTION_LABELS.length;

/** The scores of a text before calibration, one for each label, in the order of EMOTION_LABELS. */
export function createScorer({
  header,
  vocabulary,
  table,
}: Weights): (tokens: readonly Token[]) => Float64Array {
  const featurise = createFeaturiser(header.geometry, vocabulary);
  const sums = new Int32Array(LABELS);
  return (tokens) => {
    const { buckets, strengths, count } = featurise(tokens);
    sums.fill(0);
    for (let i = 0; i < count; i += 1) {
      const at = (buckets[i] ?? 0) * LABELS;
      const strength = strengths[i] ?? 0;
      for (let label = 0; label < LABELS; label += 1) {
        sums[label] = (sums[label] ?? 0) + strength * (table[at + label] ?? 0);
      }
    }
    return Float64Array.from(
      sums,
      (sum, label) => (sum / WHOLE) * (header.steps[label] ?? 0) + (header.biases[label] ?? 0),
    );
  };
}

/** Probabilities, 0 to 1, each that its label holds: several may, so they do not add up to 1. */
export const calibrate = (
  scores: Float64Array,
  { slopes, offsets }: { slopes: readonly number[]; offsets: readonly number[] },
): number[] =>
  Array.from(scores, (score, label) =>
    logistic((slopes[label] ?? 1) * score + (offsets[label] ?? 0)),
  );

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
