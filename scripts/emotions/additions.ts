import { readFileSync } from 'node:fs';
import { EMOTION_LABELS } from '../../src/conversations/emotion.ts';
import { bitOf, type Example, type Importance } from './goemotions.ts';
import { seededRandom } from './metrics.ts';

const FILE = new URL('./additions.tsv', import.meta.url);

/** How many of a line's utterances are taken, by chance. */
const MOST_OF_A_LINE = 40;

/** The utterances of additions.tsv, with alternatives written out, each of this importance. */
export function readAdditions(importance: Importance): Example[] {
  const random = seededRandom(1);
  return readFileSync(FILE, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [names = '', pattern] = line.split('\t');
      if (line.startsWith('#') || pattern === undefined) return [];
      const labels = names.split(',').reduce((bits, name) => bits | bitNamed(name), 0);
      const texts = [...new Set(writeOut(pattern))]
        .map((text) => ({ text, order: random() }))
        .sort((a, b) => a.order - b.order);
      return texts.slice(0, MOST_OF_A_LINE).map(({ text }) => ({ text, labels, ...importance }));
    });
}

/** `a {b|c}` is `a b` and `a c`. */
export function writeOut(pattern: string): string[] {
  const found = /\{([^{}]*)\}/.exec(pattern);
  if (found === null) return [pattern.trim()];
  const [whole, inner = ''] = found;
  const before = pattern.slice(0, found.index);
  const after = writeOut(`.${pattern.slice(found.index + whole.length)}`).map((s) => s.slice(1));
  return inner.split('|').flatMap((one) => after.map((rest) => `${before}${one}${rest}`.trim()));
}

function bitNamed(name: string): number {
  const label = EMOTION_LABELS.find((known) => known === name);
  if (label === undefined) throw new Error(`${name} is no label`);
  return bitOf(label);
}
