import { EMOTION_LABELS } from '../../conversations/emotion.ts';
import { createFeaturiser, type Features } from './features.ts';
import type { Token } from './tokens.ts';
import type { Weights } from './weights.ts';

const LABELS = EMOTION_LABELS.length;

/**
 * Makes the function that scores a text: one score for each label, in the order of EMOTION_LABELS,
 * before calibration. Each label has two scores: one with weights learnt from all texts, and one
 * that adds weights learnt from guests' texts. The gate estimates the probability that the text is
 * a guest's, and the two scores are weighted by it.
 */
export function createScorer({
  header,
  vocabulary,
  table,
  guests,
}: Weights): (tokens: readonly Token[]) => Float64Array {
  const { geometry, steps, biases } = header;
  const featurise = createFeaturiser(geometry, vocabulary);
  const sums = new Int32Array(LABELS);
  const guestSums = new Int32Array(LABELS + 1);
  const guestBucketOf = foldBuckets(geometry, header.guests);
  return (tokens) => {
    const features = featurise(tokens);
    addUp(features, table, sums, (bucket) => bucket);
    addUp(features, guests, guestSums, guestBucketOf);
    const guest = logistic(scoreOf(guestSums[LABELS] ?? 0, header.guests, LABELS));
    return Float64Array.from(sums, (sum, label) => {
      const score = scoreOf(sum, { steps, biases }, label);
      const besides = scoreOf(guestSums[label] ?? 0, header.guests, label);
      const asGuest = besides + (header.guests.leads[label] ?? 0) * score;
      return guest * asGuest + (1 - guest) * score;
    });
  };
}

interface Buckets {
  readonly wordBuckets: number;
  readonly letterBuckets: number;
}

/** Maps buckets to a smaller number of buckets, so that several share one. */
const foldBuckets = (from: Buckets, to: Buckets) => (bucket: number) =>
  bucket < from.wordBuckets
    ? bucket % to.wordBuckets
    : to.wordBuckets + ((bucket - from.wordBuckets) % to.letterBuckets);

/** Adds up the weights of a text's buckets, for each column of the table. */
function addUp(
  { buckets, count }: Features,
  table: Int8Array,
  sums: Int32Array,
  bucketOf: (bucket: number) => number,
): void {
  const columns = sums.length;
  sums.fill(0);
  for (let i = 0; i < count; i += 1) {
    const at = bucketOf(buckets[i] ?? 0) * columns;
    for (let column = 0; column < columns; column += 1) {
      sums[column] = (sums[column] ?? 0) + (table[at + column] ?? 0);
    }
  }
}

const scoreOf = (
  sum: number,
  { steps, biases }: { steps: readonly number[]; biases: readonly number[] },
  column: number,
): number => sum * (steps[column] ?? 0) + (biases[column] ?? 0);

/**
 * For each label the probability that it applies, 0 to 1. Several labels may apply, so the
 * probabilities do not add up to 1.
 */
export const calibrate = (
  scores: Float64Array,
  { slopes, offsets }: { slopes: readonly number[]; offsets: readonly number[] },
): number[] =>
  Array.from(scores, (score, label) =>
    logistic((slopes[label] ?? 1) * score + (offsets[label] ?? 0)),
  );

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
