import {
  ABSTAINED,
  type Abstention,
  EMOTION_LABELS,
  type EmotionLabel,
} from '../conversations/emotion.ts';

/** The emotion that a classifier has read in a text. */
export type Reading = Labelled | Abstained;

interface Read {
  readonly modelVersion: string;
  /**
   * For each label the probability that it applies, in thousandths. Several labels may apply. Null
   * when the classifier gives no probabilities.
   */
  readonly probabilities: Readonly<Record<EmotionLabel, number>> | null;
}

export interface Labelled extends Read {
  readonly abstained: null;
  readonly label: EmotionLabel;
  /** How certain the label is, 0 to 1000. */
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

/** The columns of a message that hold a reading. */
export interface ReadingColumns {
  readonly label: string;
  readonly confidence: number | null;
  readonly valence: number;
  readonly abstained: Abstention | null;
  /** In the order of EMOTION_LABELS. */
  readonly probabilities: readonly number[] | null;
  readonly model_version: string;
}

/** A reading as a message's columns. */
export function columnsOf(reading: Reading): ReadingColumns {
  const { label, confidence, valence, abstained, probabilities, modelVersion } = reading;
  return {
    label: label ?? ABSTAINED,
    confidence,
    // A row with a label must have a valence. The valence of an abstention is never read.
    valence: valence ?? 0,
    abstained,
    probabilities: probabilities && EMOTION_LABELS.map((each) => probabilities[each]),
    model_version: modelVersion,
  };
}
