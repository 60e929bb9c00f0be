import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Lexicon, unpackSense, wordKey } from '../../src/emotions/model/polarity.ts';
import { tokenise } from '../../src/emotions/model/tokens.ts';
import { bitOf, type Example, type Importance } from './goemotions.ts';

const fileSchema = z.array(
  z.object({
    turns: z.array(
      z.object({
        speaker: z.enum(['USER', 'SYSTEM']),
        utterance: z.string(),
        frames: z.array(z.object({ actions: z.array(z.object({ act: z.string() })) })),
      }),
    ),
  }),
);

export interface Utterance {
  readonly role: 'customer' | 'assistant';
  /** Counted from 0. */
  readonly turn: number;
  /** Whether it is one of the last two utterances of its dialogue. */
  readonly closing: boolean;
  readonly text: string;
  /** Its dialogue acts in SGD: THANK_YOU, INFORM, REQUEST and so on. */
  readonly acts: readonly string[];
}

/** Reads a file of the Schema-Guided Dialogue format (Rastogi et al., AAAI 2020). */
export function readSgd(path: string): Utterance[] {
  return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).flatMap(({ turns }) =>
    turns.map(({ speaker, utterance, frames }, turn) => ({
      role: speaker === 'USER' ? 'customer' : 'assistant',
      turn,
      closing: turn >= turns.length - 2,
      text: utterance,
      acts: frames.flatMap(({ actions }) => actions.map(({ act }) => act)),
    })),
  );
}

/**
 * Guesses the labels of customers' utterances. An utterance that thanks gets the label joy. One
 * that does not thank and has no word with a feeling gets neutral. All others are left out, and
 * each text is used once.
 */
export function guessLabels(
  utterances: readonly Utterance[],
  lexicon: Lexicon,
  importance: Importance,
): Example[] {
  const examples = new Map<string, Example>();
  for (const { role, text, acts } of utterances) {
    if (role !== 'customer') continue;
    const thanks = acts.includes('THANK_YOU');
    if (!thanks && hasFeeling(text, lexicon)) continue;
    const labels = bitOf(thanks ? 'joy' : 'neutral');
    examples.set(text, { text, labels, guest: true, ...importance });
  }
  return [...examples.values()];
}

const hasFeeling = (text: string, lexicon: Lexicon): boolean =>
  tokenise(text).some(({ text: word }) => {
    const found = lexicon.get(wordKey(word));
    return found !== undefined && unpackSense(found).feeling !== null;
  });
