import { z } from '@hono/zod-openapi';

/** Ekman's six emotions and neutral, as GoEmotions groups them (Demszky et al., ACL 2020). */
export const EMOTION_LABELS = [
  'anger',
  'disgust',
  'fear',
  'joy',
  'neutral',
  'sadness',
  'surprise',
] as const;

export const emotionLabelSchema = z.enum(EMOTION_LABELS);
export type EmotionLabel = z.infer<typeof emotionLabelSchema>;

/** Why a text was given no label, which is not the same as neutral. */
export const ABSTENTIONS = ['low_confidence', 'unsupported'] as const;
export type Abstention = (typeof ABSTENTIONS)[number];

/** What stands for a label where a classifier gave none; its valence of 0 is never looked at. */
export const ABSTAINED = 'abstained';

/** A key of statistics: a label, or that none was given. */
export const statisticsLabelSchema = z.enum([...EMOTION_LABELS, ABSTAINED]);
export type StatisticsLabel = z.infer<typeof statisticsLabelSchema>;

/** An emotion as it is stored: confidence and valence in thousandths, so that sums stay exact. */
export interface Emotion {
  readonly label: EmotionLabel;
  /** 0 to 1000; null when nobody gave one. */
  readonly confidence: number | null;
  /** -1000 (as bad as it gets) to 1000. */
  readonly valence: number;
  /** The classifier that read it, or {@link GIVEN_BY_CALLER}. */
  readonly modelVersion: string;
}

/** The model version of a label that somebody has corrected. */
export const CORRECTED = 'operator';

/** The model version of an emotion that came with its message. */
export const GIVEN_BY_CALLER = 'caller';

/** The valence of a label that comes without one, in thousandths. */
const USUAL_VALENCE: Record<EmotionLabel, number> = {
  anger: -700,
  disgust: -600,
  fear: -500,
  joy: 700,
  neutral: 0,
  sadness: -500,
  surprise: 0,
};

/** An emotion given on the wire: confidence 0 to 1, valence -1 to 1. */
export const givenEmotionSchema = z.strictObject({
  label: emotionLabelSchema,
  confidence: z.number().min(0).max(1).optional(),
  valence: z.number().min(-1).max(1).optional(),
});
export type GivenEmotion = z.infer<typeof givenEmotionSchema>;

/** The stored form of an emotion that came with its message. */
export function emotionFromCaller(given: GivenEmotion): Emotion {
  return {
    label: given.label,
    confidence: given.confidence === undefined ? null : Math.round(given.confidence * 1000),
    valence:
      given.valence === undefined ? USUAL_VALENCE[given.label] : Math.round(given.valence * 1000),
    modelVersion: GIVEN_BY_CALLER,
  };
}
