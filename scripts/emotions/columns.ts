import { EMOTION_LABELS, type EmotionLabel } from '../../src/conversations/emotion.ts';
import { bitOf, type Example } from './goemotions.ts';
import type { Column } from './metrics.ts';

/** The groups of labels of Demszky et al. */
export const GROUPS: Readonly<Record<string, readonly EmotionLabel[]>> = {
  positive: ['joy'],
  negative: ['anger', 'disgust', 'fear', 'sadness'],
  ambiguous: ['surprise'],
  neutral: ['neutral'],
};

export const GROUP_NAMES = Object.keys(GROUPS);

/** One column for each label. `rows` holds the probabilities of each text. */
export const columnsOf = (rows: readonly ArrayLike<number>[], examples: readonly Example[]) =>
  EMOTION_LABELS.map(
    (label, at): Column => ({
      probabilities: Float64Array.from(rows, (row) => row[at] ?? 0),
      truths: Uint8Array.from(examples, ({ labels }) => ((labels & bitOf(label)) === 0 ? 0 : 1)),
    }),
  );

/**
 * One column for each group: whether any of its labels applies. Labels are taken as independent.
 */
export const groupColumnsOf = (columns: readonly Column[]): Column[] =>
  Object.values(GROUPS).map((labels) => {
    const members = labels.flatMap((label) => columns[EMOTION_LABELS.indexOf(label)] ?? []);
    const size = members[0]?.truths.length ?? 0;
    const texts = Array.from({ length: size }, (_, i) => i);
    return {
      probabilities: Float64Array.from(
        texts,
        (i) => 1 - members.reduce((none, m) => none * (1 - (m.probabilities[i] ?? 0)), 1),
      ),
      truths: Uint8Array.from(texts, (i) => (members.some((m) => m.truths[i] === 1) ? 1 : 0)),
    };
  });

/** Every second text, beginning with the first (0) or the second (1). */
export const half = ({ probabilities, truths }: Column, which: 0 | 1): Column => ({
  probabilities: probabilities.filter((_, i) => i % 2 === which),
  truths: truths.filter((_, i) => i % 2 === which),
});
