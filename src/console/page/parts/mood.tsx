import * as m from 'messages:moods';
import { numberOf } from '../time.ts';

/** The emotions that a message can have. */
export const LABELS = [
  ...(['anger', 'disgust', 'fear', 'joy', 'neutral', 'sadness', 'surprise'] as const),
];
export type Label = (typeof LABELS)[number];

/** At or below it a mood is negative, and needs attention; the service counts outcomes by it too. */
export const NEGATIVE = -0.35;
const POSITIVE = 0.1;

const MARKS: Record<string, string> = { negative: '▼', neutral: '●', positive: '▲' };
const LOOKS: Record<string, string> = { negative: 'bad', neutral: '', positive: 'good' };

/** The kind of a mood from -1 to 1. */
export const moodOf = (mood: number | null) =>
  mood === null
    ? 'pending'
    : mood <= NEGATIVE
      ? 'negative'
      : mood >= POSITIVE
        ? 'positive'
        : 'neutral';

interface MoodProps {
  /** Such as `negative`. */
  readonly mood: string;
  /** What is said instead of the mood's name. */
  readonly text?: string;
}

/** A mood as a word with a mark. */
export function Mood({ mood, text }: MoodProps) {
  return (
    <span class={`badge ${LOOKS[mood] ?? ''}`}>
      <span aria-hidden="true">{MARKS[mood] ?? '○'}</span> {text ?? m.mood({ mood })}
    </span>
  );
}

/** A valence or a mood, such as +0.35. */
export const feelingOf = (value: number) =>
  numberOf(value, {
    ...{ minimumFractionDigits: 2, maximumFractionDigits: 2 },
    signDisplay: 'exceptZero',
  });

/** A share, such as 45 %. */
export const percentOf = (share: number) =>
  numberOf(share, { style: 'percent', maximumFractionDigits: 0 });
