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

/**
 * Why a classifier gave a text no label. `low_confidence`: no label is likely enough.
 * `unsupported`: the text is in a language that the model was not trained on.
 */
export const ABSTENTIONS = ['low_confidence', 'unsupported'] as const;
export type Abstention = (typeof ABSTENTIONS)[number];

/**
 * The stored label of a message to which a classifier gave none. Its valence is stored as 0, which
 * nothing reads.
 */
export const ABSTAINED = 'abstained';

/** A label as statistics count it: one of the emotions, or {@link ABSTAINED}. */
export const statisticsLabelSchema = z.enum([...EMOTION_LABELS, ABSTAINED]);
export type StatisticsLabel = z.infer<typeof statisticsLabelSchema>;

/** An emotion as it is stored: confidence and valence in thousandths, so that sums are exact. */
export interface Emotion {
  readonly label: EmotionLabel;
  /** 0 to 1000; null when the caller gave none. */
  readonly confidence: number | null;
  /** -1000 (very bad) to 1000 (very good). */
  readonly valence: number;
  /** The classifier that read the emotion, or {@link GIVEN_BY_CALLER}. */
  readonly modelVersion: string;
}

/** The model version of an emotion that an operator has corrected. */
export const CORRECTED = 'operator';

/** The model version of an emotion that came with its message. */
export const GIVEN_BY_CALLER = 'caller';

/** The valence of a label that was given without one, in thousandths. */
const USUAL_VALENCE: Record<EmotionLabel, number> = {
  anger: -700,
  disgust: -600,
  fear: -500,
  joy: 700,
  neutral: 0,
  sadness: -500,
  surprise: 0,
};

/** An emotion in a request. */
export const givenEmotionSchema = z.strictObject({
  label: emotionLabelSchema,
  confidence: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .openapi({ description: 'How certain the label is, from 0 to 1.' }),
  valence: z.number().min(-1).max(1).optional().openapi({
    description:
      'How bad (-1) or good (1) the feeling is. The default is the usual valence of the label.',
  }),
});
export type GivenEmotion = z.infer<typeof givenEmotionSchema>;

/** An emotion of a request as it is stored. */
export function emotionFromCaller(given: GivenEmotion): Emotion {
  return {
    label: given.label,
    confidence: given.confidence === undefined ? null : Math.round(given.confidence * 1000),
    valence:
      given.valence === undefined ? USUAL_VALENCE[given.label] : Math.round(given.valence * 1000),
    modelVersion: GIVEN_BY_CALLER,
  };
}
