import { z } from 'zod';
import { type EmotionLabel, emotionLabelSchema } from '../conversations/emotion.ts';
import { roleSchema } from '../conversations/message.ts';
import type { ConversationId } from '../platform/ids.ts';
import { type Step, type Turn, walkMood } from './mood.ts';
import type { Reading } from './reading.ts';
import { moodStateOf, storedMoodSchema } from './stored-mood.ts';

/** The mood of a conversation, and messages after it that may not be folded yet. */
export const unwalkedSchema = storedMoodSchema.extend({
  toldSeq: z.number(),
  /** Null, as `walkedVersion`, when the conversation has no mood yet. */
  foldVersion: z.number().nullable(),
  walkedVersion: z.number().nullable(),
  /** The messages after `asOfSeq`, in seq order, at most `most`. */
  page: z.array(
    z.object({
      seq: z.number(),
      role: roleSchema,
      isPending: z.boolean(),
      /** Whether it has a label, which is null for one that abstains. */
      isRead: z.boolean(),
      label: emotionLabelSchema.nullable(),
      valence: z.number().nullable(),
    }),
  ),
});
export type Unwalked = z.infer<typeof unwalkedSchema>;

/** The mood of a conversation after a fold that has not happened yet, and what it was read from. */
export interface MoodAhead {
  readonly conversation: ConversationId;
  /** How many messages the fold must have. */
  readonly messages: number;
  readonly from_seq: number;
  readonly from_walked: number | null;
  readonly from_fold: number | null;
  readonly from_told: number;
  readonly as_of_seq: number;
  readonly mood: number;
  readonly attention_seq: number | null;
  readonly attention_mood: number | null;
  readonly attention_label: EmotionLabel | null;
  readonly turns: readonly Turn[];
}

/**
 * Walks the mood of a conversation as if some of its pending messages were folded with their readings.
 * @param readings the reading of each of these messages by its seq; null when it needs none
 * @param most how many messages a page has at most
 * @returns undefined when the walk would need more than the page
 */
export function walkAhead(
  conversation: ConversationId,
  unwalked: Unwalked,
  readings: ReadonlyMap<number, Reading | null>,
  most: number,
): MoodAhead | undefined {
  const { asOfSeq, page } = unwalked;
  const steps: Step[] = [];
  let readTo = asOfSeq;
  let isEnded = page.length < most;
  for (const { seq, role, isPending, isRead, label, valence } of page) {
    if (isPending && !readings.has(seq)) {
      isEnded = true;
      break;
    }
    readTo = seq;
    const read = isRead ? { label, valence } : readings.get(seq);
    if (role === 'agent') steps.push({ seq, role, label: null, valence: null });
    else if (role === 'customer' && read !== null && read !== undefined) {
      steps.push({ seq, role, label: read.label, valence: read.valence });
    }
  }
  if (!isEnded) return undefined;
  const { state, turns } = walkMood(moodStateOf(unwalked), steps);
  return {
    conversation,
    messages: readings.size,
    from_seq: asOfSeq,
    from_walked: unwalked.walkedVersion,
    from_fold: unwalked.foldVersion,
    from_told: unwalked.toldSeq,
    as_of_seq: readTo,
    mood: state.mood,
    attention_seq: state.attention?.seq ?? null,
    attention_mood: state.attention?.mood ?? null,
    attention_label: state.attention?.label ?? null,
    turns,
  };
}
