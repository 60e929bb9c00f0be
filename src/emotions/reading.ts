import { ABSTAINED, EMOTION_LABELS } from '../conversations/emotion.ts';
import type { Reading } from './model/reading.ts';

export type { Reading } from './model/reading.ts';

/** A reading as a message's columns: probabilities in the order of EMOTION_LABELS. */
export function columnsOf(reading: Reading) {
  const { label, confidence, valence, abstained, probabilities, modelVersion } = reading;
  return {
    label: label ?? ABSTAINED,
    confidence,
    // A label needs a valence; where none was given it is never looked at.
    valence: valence ?? 0,
    abstained,
    probabilities: probabilities && EMOTION_LABELS.map((each) => probabilities[each]),
    model_version: modelVersion,
  };
}
