/** How the model is trained; committed beside the weights. */
export const SETTINGS = {
  modelVersion: 'linear-2',
  wordBuckets: 32_768,
  letterBuckets: 32_768,
  C: 0.018,
  letterScale: 1,
  smoothing: 1,
  tolerance: 0.01,
  /** Of a line of the additions, and at least of each of its utterances, which repeat its words. */
  additions: { whole: 1.5, each: 0.3 },
  /** Of an utterance whose label was guessed from SGD. */
  sgd: { weight: 0.3, counted: 0.3 },
  /** The model abstains where the likeliest label stays below this share of its threshold. */
  abstainBelow: 0.7,
  /** A word is known when it comes up this often in training. */
  knownFrom: 3,
  knownBytes: 16_384,
};
