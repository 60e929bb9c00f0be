import type { EmotionLabel } from '../conversations/emotion.ts';

/** A mood at or below this needs attention; thousandths of valence. */
export const TURN = -350;
/**
 * A mood at or above this no longer needs attention; thousandths of valence. It differs from {@link
 * TURN}, so that a mood near one threshold does not switch the state back and forth.
 */
export const RECOVERED = -100;

/** The mood of a conversation after all messages up to a seq. */
export interface MoodState {
  readonly asOfSeq: number;
  /** Thousandths, -1000 to 1000. A conversation begins at 0. */
  readonly mood: number;
  /** The turn that still needs attention. */
  readonly attention: Turn | null;
}

/** The message at which a mood turned, its label, and the mood after it. */
export interface Turn {
  readonly seq: number;
  /** Thousandths. */
  readonly mood: number;
  readonly label: EmotionLabel;
}

/** The part of a folded message that moves a mood. */
export interface Step {
  readonly seq: number;
  readonly role: string;
  readonly label: EmotionLabel | null;
  /** Thousandths. */
  readonly valence: number | null;
}

/**
 * Walks a mood over messages in seq order. Each labelled message of the customer moves the mood
 * half of the way to the message's valence. At or below {@link TURN} the mood turns, and the
 * conversation needs attention. The need ends at or above {@link RECOVERED}, or when an agent
 * answers, which also sets the mood back to 0. Walking the messages in several calls gives the same
 * result as one call.
 * @param steps messages after `before.asOfSeq`; those that move no mood may be left out
 */
export function walkMood(
  before: MoodState,
  steps: readonly Step[],
): { state: MoodState; turns: Turn[] } {
  let { asOfSeq, mood, attention } = before;
  const turns: Turn[] = [];
  for (const { seq, role, label, valence } of steps) {
    asOfSeq = seq;
    if (role === 'agent') {
      mood = 0;
      attention = null;
    } else if (role === 'customer' && label !== null && valence !== null) {
      mood += Math.trunc((valence - mood) / 2);
      if (mood >= RECOVERED) attention = null;
      if (mood <= TURN && attention === null) {
        attention = { seq, mood, label };
        turns.push(attention);
      }
    }
  }
  return { state: { asOfSeq, mood, attention }, turns };
}
