import { readFileSync } from 'node:fs';
import { EMOTION_LABELS, type EmotionLabel } from '../../src/conversations/emotion.ts';
import { type Lexicon, packSense, wordKey } from '../../src/emotions/model/polarity.ts';

const FEELINGS = new URL('./feelings.txt', import.meta.url);
const VADER = new URL('../../node_modules/vader-sentiment/vader_lexicon.txt', import.meta.url);

/** The name of lines in feelings.txt whose words have no feeling, and only help the speller. */
const SPELLING = 'spelling';
/** The name of lines whose words the speller must not correct. */
const REAL = 'real';

/**
 * Reads the lexicon. It is VADER's (Hutto and Gilbert, ICWSM 2014; MIT), rounded to halves, without
 * emoticons and words that round to 0. The words of feelings.txt are added, or replace VADER's.
 */
export function readLexicon(): Lexicon {
  const lexicon = new Map<number, number>();
  for (const line of readFileSync(VADER, 'utf8').split('\n')) {
    const [word = '', mean = '0'] = line.split('\t');
    const valence = Math.round(Number(mean) * 2);
    if (!/^[a-z']{2,}$/.test(word) || valence === 0) continue;
    lexicon.set(wordKey(word), packSense({ valence, feeling: null }));
  }
  for (const { name, valence, words } of readFeelings()) {
    if (name === SPELLING || name === REAL) continue;
    const feeling = name === 'neutral' ? null : labelNamed(name);
    const sense = packSense({ valence, feeling });
    for (const word of words) lexicon.set(wordKey(word), sense);
  }
  return lexicon;
}

/** The words to which the speller corrects. */
export function readSpellings(): string[] {
  const feelings = readFeelings().flatMap(({ name, words }) => (name === REAL ? [] : words));
  return [...new Set(feelings.filter((word) => /^[a-z]{4,}$/.test(word)))];
}

/** Words that are similar to one of those, but are not mistakes. */
export const readRealWords = (): string[] =>
  readFeelings().flatMap(({ name, words }) => (name === REAL ? words : []));

function readFeelings(): { name: string; valence: number; words: string[] }[] {
  return readFileSync(FEELINGS, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const found = /^(\w+) (-?\d): (.+)$/.exec(line);
      if (found === null) return [];
      const [, name = '', valence, words = ''] = found;
      return [{ name, valence: Number(valence), words: words.split(' ') }];
    });
}

function labelNamed(name: string): EmotionLabel {
  const label = EMOTION_LABELS.find((known) => known === name);
  if (label === undefined) throw new Error(`${name} is not a label`);
  return label;
}
