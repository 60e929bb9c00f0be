import type { EmotionLabel } from '../conversations/emotion.ts';

/** A mood at or below this needs attention; thousandths of valence. */
export const TURN = -350;
/** At or above this it has recovered. Apart from {@link TURN}, so that it does not flap. */
export const RECOVERED = -100;

/** Where a mood stands after all messages up to a seq. */
export interface MoodState {
  readonly asOfSeq: number;
  /** Thousandths, -1000 to 1000; begins at 0. */
  readonly mood: number;
  /** The turn that still needs attention. */
  readonly attention: Turn | null;
}

/** A message at which the mood turned, with the mood it came to. */
export interface Turn {
  readonly seq: number;
  readonly mood: number;
  readonly label: EmotionLabel;
}

/** A folded message, as the walk sees it. */
export interface Step {
  readonly seq: number;
  readonly role: string;
  readonly label: EmotionLabel | null;
  /** Thousandths. */
  readonly valence: number | null;
}

/**
 * Walks a mood over messages in seq order. Each labelled message of the customer moves it half the
 * way to its own valence. At or below {@link TURN} it turns; it no longer needs attention at or
 * above {@link RECOVERED}, or when an agent answers, who also starts it afresh. Walking in pieces
 * comes to the same as walking at once.
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
