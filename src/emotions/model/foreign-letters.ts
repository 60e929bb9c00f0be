import { hashCode, spread } from './hash.ts';

/** What is known of the letters of words in other languages. */
export interface ForeignLetters {
  /** For each bucket of letters a score: positive if they are more frequent in other languages. */
  readonly scores: Int8Array;
  /** The value of one step of a score. */
  readonly step: number;
  readonly bias: number;
}

/** The most letters that are looked at together. The start and the end of a word count too. */
const LONGEST = 4;

/**
 * The bucket of each two to four neighbouring letters of a word, without its accents. `buckets` is a
 * power of two.
 */
export function letterBuckets(word: string, buckets: number): number[] {
  const found: number[] = [];
  eachBucket(word, buckets, (bucket) => found.push(bucket));
  return found;
}

/** The share of one of `count` buckets in the score of a word. */
export const letterShare = (count: number): number => 1 / Math.sqrt(count);

/**
 * Makes a function that judges a word in lower case by its letters: the logarithm of the odds that it
 * is a word of another language, and not English. It is about 0 for a word such as a name.
 */
export function createForeignness({
  scores,
  step,
  bias,
}: ForeignLetters): (word: string) => number {
  return (word) => {
    let [sum, count] = [0, 0];
    eachBucket(word, scores.length, (bucket) => {
      sum += scores[bucket] ?? 0;
      count += 1;
    });
    return bias + sum * step * letterShare(count);
  };
}

function eachBucket(word: string, buckets: number, take: (bucket: number) => void): void {
  const padded = `<${ACCENTED.test(word) ? word.normalize('NFD').replace(ACCENTS, '') : word}>`;
  for (let start = 0; start + 2 <= padded.length; start += 1) {
    let hash = hashCode(0x811c9dc5, padded.charCodeAt(start));
    const end = Math.min(padded.length, start + LONGEST);
    for (let at = start + 1; at < end; at += 1) {
      hash = hashCode(hash, padded.charCodeAt(at));
      take(spread(hash) & (buckets - 1));
    }
  }
}

const ACCENTED = /[^\x20-\x7e]/;
const ACCENTS = /\p{M}/gu;
