// Metrics that compare probabilities with true labels. docs/emotion-model.md compares their results
// with those of scikit-learn.

/** For each text the probability of one label, and whether the label applies. */
export interface Column {
  readonly probabilities: Float64Array;
  readonly truths: Uint8Array;
}

export interface Scores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** The scores of a label that is given where its probability is at least the threshold. */
export function scoresAt({ probabilities, truths }: Column, threshold: number): Scores {
  let [hits, said, true_] = [0, 0, 0];
  for (let i = 0; i < truths.length; i += 1) {
    const says = (probabilities[i] ?? 0) >= threshold;
    if (says) said += 1;
    if (truths[i] === 1) true_ += 1;
    if (says && truths[i] === 1) hits += 1;
  }
  return scoresOf(hits, said, true_);
}

export function scoresOf(hits: number, said: number, truths: number): Scores {
  return {
    precision: said === 0 ? 0 : hits / said,
    recall: truths === 0 ? 0 : hits / truths,
    f1: said + truths === 0 ? 0 : (2 * hits) / (said + truths),
  };
}

/**
 * The threshold, a multiple of 0.01, with the best expected F1 if the probabilities are calibrated.
 * For rare labels it varies less by chance than the threshold with the best F1 on the true labels.
 */
export function tuneThreshold(probabilities: Float64Array): number {
  const total = probabilities.reduce((sum, one) => sum + one, 0);
  let best = { threshold: 0.5, f1: 0 };
  for (let hundredths = 5; hundredths <= 80; hundredths += 1) {
    const threshold = hundredths / 100;
    const said = probabilities.filter((one) => one >= threshold);
    const hits = said.reduce((sum, one) => sum + one, 0);
    const f1 = (2 * hits) / (said.length + total);
    if (f1 > best.f1) best = { threshold, f1 };
  }
  return best.threshold;
}

/** The expected calibration error, over bins of equal width. */
export function calibrationError({ probabilities, truths }: Column, bins = 10): number {
  const sums = Array.from({ length: bins }, () => ({ said: 0, held: 0 }));
  for (let i = 0; i < truths.length; i += 1) {
    const probability = probabilities[i] ?? 0;
    const bin = sums[Math.min(bins - 1, Math.floor(probability * bins))];
    if (bin === undefined) continue;
    bin.said += probability;
    bin.held += truths[i] ?? 0;
  }
  return sums.reduce((sum, { said, held }) => sum + Math.abs(said - held), 0) / truths.length;
}

/** The slope and offset that turn scores into probabilities (Platt 1999), by Newton's method. */
export function fitPlatt(
  scores: Float64Array,
  truths: Uint8Array,
): [slope: number, offset: number] {
  let [slope, offset] = [1, 0];
  for (let round = 0; round < 50; round += 1) {
    let [ga, gb, haa, hab, hbb] = [1e-3 * (slope - 1), 0, 1e-3, 0, 1e-9];
    for (let i = 0; i < truths.length; i += 1) {
      const x = scores[i] ?? 0;
      const p = 1 / (1 + Math.exp(-(slope * x + offset)));
      const error = p - (truths[i] ?? 0);
      const curvature = p * (1 - p);
      ga += error * x;
      gb += error;
      haa += curvature * x * x;
      hab += curvature * x;
      hbb += curvature;
    }
    const determinant = haa * hbb - hab * hab;
    slope -= (hbb * ga - hab * gb) / determinant;
    offset -= (haa * gb - hab * ga) / determinant;
  }
  return [slope, offset];
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The sample standard deviation. */
export function deviation(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, values.length - 1));
}

/** Reproducible random numbers from 0 to 1 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
