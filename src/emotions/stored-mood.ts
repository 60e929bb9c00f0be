import { z } from 'zod';
import { emotionLabelSchema } from '../conversations/emotion.ts';
import type { MoodState } from './mood.ts';

/** The columns of a mood as a statement returns them. */
export const storedMoodSchema = z.object({
  asOfSeq: z.number(),
  mood: z.number(),
  attentionSeq: z.number().nullable(),
  attentionMood: z.number().nullable(),
  attentionLabel: emotionLabelSchema.nullable(),
});

/** A stored mood as the walk begins with it. */
export function moodStateOf(stored: z.infer<typeof storedMoodSchema>): MoodState {
  const { asOfSeq, mood, attentionSeq, attentionMood, attentionLabel } = stored;
  const attention =
    attentionSeq === null || attentionMood === null || attentionLabel === null
      ? null
      : { seq: attentionSeq, mood: attentionMood, label: attentionLabel };
  return { asOfSeq, mood, attention };
}
