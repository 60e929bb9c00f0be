/** How the model is trained; committed beside the weights. */
export const SETTINGS = {
  modelVersion: 'linear-1',
  wordBuckets: 32_768,
  letterBuckets: 32_768,
  C: 0.02,
  letterScale: 1,
  smoothing: 1,
  tolerance: 0.01,
  /** Of an utterance of additions.tsv; counted less, as many repeat each other's words. */
  additions: { weight: 0.6, counted: 0.6 },
  /** Of an utterance whose label was guessed from SGD. */
  sgd: { weight: 0.3, counted: 0.3 },
  /** The model abstains where the likeliest label stays below this share of its threshold. */
  abstainBelow: 0.85,
  /** A word is known when it comes up this often in training. */
  knownFrom: 3,
  knownBytes: 16_384,
};
