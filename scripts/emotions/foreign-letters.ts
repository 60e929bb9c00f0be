import {
  type ForeignLetters,
  letterBuckets,
  letterShare,
} from '../../src/emotions/model/foreign-letters.ts';
import { tokenise } from '../../src/emotions/model/tokens.ts';
import { readEnglishWords, readForeignWords } from './foreign-words.ts';
import { seededRandom } from './metrics.ts';
import { SETTINGS } from './settings.ts';

/** A word, whether it is foreign, and its weight. All words of a side weigh TOTAL together. */
interface Word {
  readonly buckets: readonly number[];
  readonly foreign: 0 | 1;
  readonly weight: number;
}

const TOTAL = 40_000;
/** The most that one word weighs. */
const MOST = 8;

/**
 * Learns the letters by which words of other languages differ from English ones: a logistic
 * regression, fitted by AdaGrad. All languages weigh the same. The English words are a list of
 * common ones, and those of the texts, which also contain slang, names and typing mistakes.
 */
export function learnForeignLetters(texts: readonly { readonly text: string }[]): ForeignLetters {
  const { buckets, rounds, rate, shrinkage } = SETTINGS.foreign;
  const words = readWords(texts, buckets);
  const random = seededRandom(1);
  const weights = new Float64Array(buckets);
  const squares = new Float64Array(buckets).fill(1e-6);
  let bias = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const { buckets: found, foreign, weight } of shuffled(words, random)) {
      const share = letterShare(found.length);
      const score = found.reduce((sum, bucket) => sum + (weights[bucket] ?? 0) * share, bias);
      const slope = (1 / (1 + Math.exp(-score)) - foreign) * Math.min(weight, MOST);
      bias -= 0.02 * slope;
      for (const bucket of found) {
        const step = slope * share + shrinkage * (weights[bucket] ?? 0);
        squares[bucket] = (squares[bucket] ?? 0) + step * step;
        weights[bucket] = (weights[bucket] ?? 0) - (rate * step) / Math.sqrt(squares[bucket] ?? 1);
      }
    }
  }
  const step = weights.reduce((most, one) => Math.max(most, Math.abs(one)), 0) / 127;
  return { scores: Int8Array.from(weights, (one) => Math.round(one / step)), step, bias };
}

function readWords(texts: readonly { readonly text: string }[], buckets: number): Word[] {
  const foreign = new Map<string, number>();
  for (const list of readForeignWords()) addShares(foreign, list.map(byRank));
  const english = new Map<string, number>();
  addShares(english, readEnglishWords().map(byRank));
  addShares(english, countWords(texts));
  return [...weighed(foreign, 1, buckets), ...weighed(english, 0, buckets)];
}

/** The weight of a word by its place in a list. */
const byRank = (word: string, rank: number): [word: string, weight: number] => [
  word.toLowerCase(),
  1 / Math.sqrt(rank + 30),
];

function countWords(texts: readonly { readonly text: string }[]): [word: string, weight: number][] {
  const counts = new Map<string, number>();
  for (const { text } of texts) {
    for (const token of tokenise(text)) {
      if (token.kind === 'word') counts.set(token.text, (counts.get(token.text) ?? 0) + 1);
    }
  }
  return [...counts].map(([word, count]) => [word, Math.sqrt(count)]);
}

/** Adds the words of a list, which weigh 1 together. */
function addShares(to: Map<string, number>, list: readonly [word: string, weight: number][]) {
  const words = list.filter(([word]) => /^[\p{Script=Latin}\p{M}'\d]{2,}$/u.test(word));
  const total = words.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [word, weight] of words) to.set(word, (to.get(word) ?? 0) + weight / total);
}

function weighed(words: Map<string, number>, foreign: 0 | 1, buckets: number): Word[] {
  const total = [...words.values()].reduce((sum, weight) => sum + weight, 0);
  return [...words].map(([word, weight]) => ({
    buckets: letterBuckets(word, buckets),
    foreign,
    weight: (weight / total) * TOTAL,
  }));
}

function shuffled(words: readonly Word[], random: () => number): Word[] {
  return words
    .map((word) => ({ word, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ word }) => word);
}
