import { hashText } from './hash.ts';

/** Shorter words are not corrected, because they are similar to too many other words. */
const SHORTEST = 4;
/**
 * From this length on, a word may have one letter too many and another one missing, at different
 * places.
 */
const LONG = 7;

/**
 * Makes a function that finds the correct word for a mistyped one. The mistyped word may have one
 * letter too many, missing, wrong or swapped with its neighbour; a long word may have both one too
 * many and one missing. Its first letter must be right. Words are looked up by their forms with one
 * letter left out (the method of SymSpell, W. Garbe 2012).
 */
export function createSpeller(words: readonly string[]): (word: string) => string | undefined {
  const shortened = new Map<number, string[]>();
  let longest = 0;
  for (const word of words) {
    if (word.length < SHORTEST) continue;
    longest = Math.max(longest, word.length);
    for (const hash of shorten(word)) {
      const there = shortened.get(hash);
      if (there === undefined) shortened.set(hash, [word]);
      else there.push(word);
    }
  }
  return (mistyped) => {
    if (mistyped.length < SHORTEST || mistyped.length > longest + 1) return undefined;
    let found: string | undefined;
    for (const hash of shorten(mistyped)) {
      for (const word of shortened.get(hash) ?? []) {
        if (word.charCodeAt(0) !== mistyped.charCodeAt(0)) continue;
        if (word.length !== mistyped.length || differsOnce(word, mistyped)) return word;
        if (mistyped.length >= LONG) found ??= word;
      }
    }
    return found;
  };
}

/** Whether two words of one length differ by at most one letter, or by two neighbours swapped. */
function differsOnce(one: string, other: string): boolean {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  if (one.slice(at + 1) === other.slice(at + 1)) return true;
  const swapped = one[at] === other[at + 1] && one[at + 1] === other[at];
  return swapped && one.slice(at + 2) === other.slice(at + 2);
}

/** The hash of a word, and those of its forms with one letter left out, never the first one. */
function shorten(word: string): number[] {
  const found = [hashText(word)];
  for (let at = 1; at < word.length; at += 1) {
    if (word[at] === word[at - 1]) continue;
    found.push(hashText(word.slice(at + 1), hashText(word.slice(0, at))));
  }
  return found;
}
