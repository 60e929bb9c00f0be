import { readdirSync, readFileSync } from 'node:fs';
import { EMOTION_LABELS } from '../../src/conversations/emotion.ts';
import { BEHAVIOUR_GROUPS } from '../../test/emotions/behaviour/cases.ts';
import type { BehaviourCase } from '../../test/emotions/behaviour/expectations.ts';
import { HELD_OUT_GROUPS } from '../../test/emotions/behaviour/held-out/cases.ts';
import { SECOND_HELD_OUT_GROUPS } from '../../test/emotions/behaviour/second-held-out/cases.ts';
import { bitOf, type Example } from './goemotions.ts';
import { seededRandom } from './metrics.ts';

const FOLDER = new URL('additions/', import.meta.url);

/** The most utterances of a line that are used, chosen at random. */
const MOST_OF_A_LINE = 40;

/** The weight of a line, which its utterances share. */
interface LineWeight {
  readonly whole: number;
  /** The least weight of one utterance. */
  readonly each: number;
}

/** A line of the additions, with its alternatives written out. */
export interface Addition {
  readonly file: string;
  /** As bits, like those of an {@link Example}. */
  readonly labels: number;
  readonly examples: readonly Example[];
}

/**
 * Reads the additions, without the utterances that occur in the tests of the model.
 * @param everybody the weights for the first table
 * @param guests the weights for the second table
 */
export function readAdditions(everybody: LineWeight, guests: LineWeight): Addition[] {
  const random = seededRandom(1);
  const tested = new Set(
    [...BEHAVIOUR_GROUPS, ...HELD_OUT_GROUPS, ...SECOND_HELD_OUT_GROUPS]
      .flatMap(({ cases }) => cases.flatMap(textsOf))
      .map(bare),
  );
  return readLines().map(({ file, names, pattern }) => {
    const labels = names.split(',').reduce((bits, name) => bits | bitNamed(name), 0);
    const texts = [...new Set(writeOut(pattern))]
      .filter((text) => !tested.has(bare(text)))
      .map((text) => ({ text, order: random() }))
      .sort((a, b) => a.order - b.order);
    const taken = texts.slice(0, MOST_OF_A_LINE);
    const share = ({ whole, each }: LineWeight) => Math.max(each, whole / taken.length);
    const importance = { weight: share(everybody), guestWeight: share(guests) };
    const examples = taken.map(({ text }) => ({ text, labels, guest: true, ...importance }));
    return { file, labels, examples };
  });
}

const readLines = () =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.tsv'))
    .sort()
    .flatMap((file) =>
      readFileSync(new URL(file, FOLDER), 'utf8')
        .split('\n')
        .flatMap((line) => {
          const [names = '', pattern] = line.split('\t');
          return line.startsWith('#') || pattern === undefined ? [] : [{ file, names, pattern }];
        }),
    );

const textsOf = (one: BehaviourCase): string[] =>
  'variant' in one ? [one.text, one.variant] : [one.text];

/** A text without case and punctuation, for comparison; a text without words stays as it is. */
const bare = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim() || text;

/** All utterances of a pattern: `a {b|c}` stands for `a b` and `a c`. */
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
  if (label === undefined) throw new Error(`${name} is not a label`);
  return bitOf(label);
}
