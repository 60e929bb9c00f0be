import type { EmotionLabel } from '../../src/conversations/emotion.ts';

/**
 * The factor of a label's threshold when the one label of a text is chosen. With the thresholds of
 * Reddit, guests' texts are labelled anger too often, and joy not often enough.
 */
const LEAN: Partial<Record<EmotionLabel, number>> = { anger: 1.2, joy: 0.85 };

/** How the model is trained. The trainer writes a copy to weights.json. */
export const SETTINGS = {
  modelVersion: 'linear-4',
  wordBuckets: 32_768,
  letterBuckets: 32_768,
  /** The inverse of the regularisation, for the first table, the second one and the gate. */
  C: { everybody: 0.018, guests: 0.01, gate: 0.05 },
  letterScale: 1,
  smoothing: 1,
  tolerance: 0.01,
  /** The weight of a line of the additions, and the least weight of each of its utterances. */
  additions: { everybody: { whole: 0.15, each: 0.05 }, guests: { whole: 4, each: 0.6 } },
  /** The weight of an utterance whose label was guessed from SGD. */
  sgd: { weight: 0.3, guestWeight: 0.3 },
  guests: {
    wordBuckets: 16_384,
    letterBuckets: 16_384,
    /** The gate is 0.5 at the score that this share of the other texts exceeds. */
    half: 0.035,
    /** The steepness of the gate. */
    steepness: 1.5,
    /**
     * The second table is also learnt from this share of the other texts: those most similar to
     * guests' texts.
     */
    learnt: 0.08,
    /** The number of steps of a weight on each side of 0. */
    levels: 31,
    /** The share of the largest weight that the steps reach. Larger weights are cut off. */
    reach: 0.7,
  },
  lean: LEAN,
  /**
   * The model abstains when the probability of the given label is below this share of its `choice`.
   */
  abstainBelow: 0.7,
  /** How often a word must occur in the training texts to be known. */
  knownFrom: 3,
  knownBytes: 16_384,
  /** The scores of letters by which words of other languages are recognised. */
  foreign: { buckets: 8192, rounds: 12, rate: 0.3, shrinkage: 0.0002 },
};
