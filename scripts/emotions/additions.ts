import { readFileSync } from 'node:fs';
import { EMOTION_LABELS } from '../../src/conversations/emotion.ts';
import { BEHAVIOUR_GROUPS } from '../../test/emotions/behaviour/cases.ts';
import type { BehaviourCase } from '../../test/emotions/behaviour/expectations.ts';
import { HELD_OUT_GROUPS } from '../../test/emotions/behaviour/held-out/cases.ts';
import { bitOf, type Example } from './goemotions.ts';
import { seededRandom } from './metrics.ts';

const FILES = ['additions.tsv', 'additions-complaints.tsv', 'additions-praise.tsv'].map(
  (name) => new URL(name, import.meta.url),
);

/** How many of a line's utterances are taken, by chance. */
const MOST_OF_A_LINE = 40;

/**
 * The utterances of the additions, with alternatives written out: a line weighs so much, shared by
 * its utterances, of which each weighs at least so much. Without those that the model is tested with.
 */
export function readAdditions({ whole, each }: { whole: number; each: number }): Example[] {
  const random = seededRandom(1);
  const tested = new Set(
    [...BEHAVIOUR_GROUPS, ...HELD_OUT_GROUPS]
      .flatMap(({ cases }) => cases.flatMap(textsOf))
      .map(bare),
  );
  return FILES.flatMap((file) => readFileSync(file, 'utf8').split('\n')).flatMap((line) => {
    const [names = '', pattern] = line.split('\t');
    if (line.startsWith('#') || pattern === undefined) return [];
    const labels = names.split(',').reduce((bits, name) => bits | bitNamed(name), 0);
    const texts = [...new Set(writeOut(pattern))]
      .filter((text) => !tested.has(bare(text)))
      .map((text) => ({ text, order: random() }))
      .sort((a, b) => a.order - b.order);
    const taken = texts.slice(0, MOST_OF_A_LINE);
    const weight = Math.max(each, whole / taken.length);
    return taken.map(({ text }) => ({ text, labels, weight, counted: weight }));
  });
}

const textsOf = (one: BehaviourCase): string[] =>
  'variant' in one ? [one.text, one.variant] : [one.text];

/** What is left of a text when case and punctuation do not count; of one without words, all. */
const bare = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim() || text;

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
