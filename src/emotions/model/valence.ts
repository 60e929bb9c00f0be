import { type Abstention, EMOTION_LABELS, type EmotionLabel } from '../../conversations/emotion.ts';

/** What a classifier makes of a text. */
export type Reading = Labelled | Abstained;

interface Read {
  readonly modelVersion: string;
  /** For each label the probability that it holds, in thousandths; several may hold. */
  readonly probabilities: Readonly<Record<EmotionLabel, number>> | null;
}

export interface Labelled extends Read {
  readonly abstained: null;
  readonly label: EmotionLabel;
  /** The probability of the label, 0 to 1000. */
  readonly confidence: number;
  /** -1000 to 1000. */
  readonly valence: number;
}

export interface Abstained extends Read {
  readonly abstained: Abstention;
  readonly label: null;
  readonly confidence: null;
  readonly valence: null;
}

/** How good or bad each label is, -1 to 1: as the usual valences of emotions, a little further out. */
const VALENCES: Readonly<Record<EmotionLabel, number>> = {
  anger: -0.9,
  disgust: -0.85,
  fear: -0.65,
  joy: 0.9,
  neutral: 0,
  sadness: -0.7,
  surprise: 0,
};

/** How much of a valence is that of the label given, which the rest must not drown out. */
const OF_LABEL = 0.2;

/** The mean valence over the labels, weighted by their probabilities, and some of the label given; -1 to 1. */
export function valenceOf(probabilities: readonly number[], given: EmotionLabel): number {
  let [sum, total] = [0, 0];
  for (const [at, label] of EMOTION_LABELS.entries()) {
    const probability = probabilities[at] ?? 0;
    sum += probability * VALENCES[label];
    total += probability;
  }
  const mean = total === 0 ? 0 : sum / total;
  return (1 - OF_LABEL) * mean + OF_LABEL * VALENCES[given];
}
