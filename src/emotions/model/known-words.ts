import { hashText, spread } from './hash.ts';

/**
 * A set of words as a bit array: a word is in it when the bit of its hash is set. This is a Bloom
 * filter with one hash: a word that was never added counts as known if it shares its bit with an
 * added word.
 */
export type KnownWords = Uint8Array;

const bitOf = (bits: KnownWords, word: string) => spread(hashText(word)) % (bits.length * 8);

export const addKnown = (bits: KnownWords, word: string): void => {
  const bit = bitOf(bits, word);
  bits[bit >> 3] = (bits[bit >> 3] ?? 0) | (1 << (bit & 7));
};

export const isKnown = (bits: KnownWords, word: string): boolean => {
  const bit = bitOf(bits, word);
  return ((bits[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
};
