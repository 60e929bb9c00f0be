import type { EmotionLabel } from '../../src/conversations/emotion.ts';

/**
 * For the one label that is given, thresholds are moved by so much: those of Reddit give anger too
 * easily to what guests say, and joy not easily enough.
 */
const LEAN: Partial<Record<EmotionLabel, number>> = { anger: 1.2, joy: 0.85 };

/** How the model is trained; committed beside the weights. */
export const SETTINGS = {
  modelVersion: 'linear-3',
  wordBuckets: 32_768,
  letterBuckets: 32_768,
  /** Held down how strongly: what everybody means, what guests mean besides, and who is a guest. */
  C: { everybody: 0.018, guests: 0.01, gate: 0.05 },
  letterScale: 1,
  smoothing: 1,
  tolerance: 0.01,
  /** Of a line of the additions, and at least of each of its utterances, which repeat its words. */
  additions: { everybody: { whole: 0.15, each: 0.05 }, guests: { whole: 4, each: 0.6 } },
  /** Of an utterance whose label was guessed from SGD. */
  sgd: { weight: 0.3, guestWeight: 0.3 },
  guests: {
    wordBuckets: 16_384,
    letterBuckets: 16_384,
    /** Of what guests mean half counts where this share of the others, as fitted, is more like guests. */
    half: 0.035,
    /** How fast it counts more from there on. */
    steepness: 1.5,
    /** The share of the others, those most like guests, that it is learnt with. */
    learnt: 0.08,
    /** Steps of a weight to each side, which reach to this share of the largest weight. */
    levels: 31,
    reach: 0.7,
  },
  lean: LEAN,
  /** The model abstains where the likeliest label stays below this share of its moved threshold. */
  abstainBelow: 0.7,
  /** A word is known when it comes up this often in training. */
  knownFrom: 3,
  knownBytes: 16_384,
};
