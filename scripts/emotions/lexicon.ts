import { readFileSync } from 'node:fs';
import { EMOTION_LABELS, type EmotionLabel } from '../../src/conversations/emotion.ts';
import { type Lexicon, packSense, wordKey } from '../../src/emotions/model/polarity.ts';

const FEELINGS = new URL('./feelings.txt', import.meta.url);
const VADER = new URL('../../node_modules/vader-sentiment/vader_lexicon.txt', import.meta.url);

/**
 * What words say by themselves: the lexicon of VADER (Hutto and Gilbert, ICWSM 2014; MIT) rounded to
 * halves, without its emoticons and its weakest words, and over it the words of feelings.txt, with
 * their likeliest typing mistakes where those are no words of the lexicon.
 */
export function readLexicon(): Lexicon {
  const lexicon = new Map<number, number>();
  const mistakes = new Map<number, number>();
  for (const line of readFileSync(VADER, 'utf8').split('\n')) {
    const [word = '', mean = '0'] = line.split('\t');
    const valence = Math.round(Number(mean) * 2);
    if (!/^[a-z']{2,}$/.test(word) || valence === 0) continue;
    lexicon.set(wordKey(word), packSense({ valence, feeling: null }));
  }
  for (const line of readFileSync(FEELINGS, 'utf8').split('\n')) {
    const found = /^(\w+) (-?\d): (.+)$/.exec(line);
    if (found === null) continue;
    const [, name, valence, words = ''] = found;
    const feeling = name === 'neutral' ? null : labelNamed(name ?? '');
    const sense = packSense({ valence: Number(valence), feeling });
    for (const word of words.split(' ')) {
      lexicon.set(wordKey(word), sense);
      for (const mistake of mistakesIn(word)) mistakes.set(wordKey(mistake), sense);
    }
  }
  return new Map([...mistakes, ...lexicon]);
}

/** A longer word without one of its letters, and with two swapped: the first stays. */
function mistakesIn(word: string): string[] {
  if (word.length < 6 || word.includes('_')) return [];
  return Array.from({ length: word.length - 1 }, (_, i) => i + 1).flatMap((i) => [
    word.slice(0, i) + word.slice(i + 1),
    word.slice(0, i) + word.slice(i + 1, i + 2) + word.charAt(i) + word.slice(i + 2),
  ]);
}

function labelNamed(name: string): EmotionLabel {
  const label = EMOTION_LABELS.find((known) => known === name);
  if (label === undefined) throw new Error(`${name} is no label`);
  return label;
}
