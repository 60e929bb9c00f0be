import { EMOTION_LABELS, type EmotionLabel } from '../../conversations/emotion.ts';

/**
 * How good or bad each label is, -1 to 1. The values lie further out than the usual valences of
 * `conversations/emotion.ts`, because {@link valenceOf} takes a mean, which draws them inwards.
 */
const VALENCES: Readonly<Record<EmotionLabel, number>> = {
  anger: -0.9,
  disgust: -0.85,
  fear: -0.65,
  joy: 0.9,
  neutral: 0,
  sadness: -0.7,
  surprise: 0,
};

/** The share of the given label in a valence, so that the other labels do not outweigh it. */
const SHARE_OF_LABEL = 0.2;

/**
 * The valence of a text, -1 to 1: the mean of the labels' valences, weighted by their
 * probabilities, mixed with the valence of the label that was given.
 */
export function valenceOf(probabilities: readonly number[], given: EmotionLabel): number {
  let [sum, total] = [0, 0];
  for (const [at, label] of EMOTION_LABELS.entries()) {
    const probability = probabilities[at] ?? 0;
    sum += probability * VALENCES[label];
    total += probability;
  }
  const mean = total === 0 ? 0 : sum / total;
  return (1 - SHARE_OF_LABEL) * mean + SHARE_OF_LABEL * VALENCES[given];
}
