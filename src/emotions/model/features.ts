import { createCleaner } from './cleaner.ts';
import { findAsides } from './contrast.ts';
import { hashCode, hashPair, hashText, spread } from './hash.ts';
import { markersOf } from './markers.ts';
import { openingOf } from './opening.ts';
import { endsReach, NEGATION_REACH, negates, staysAsItIs } from './polarity.ts';
import { LINE_END, type Token } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The buckets that features are hashed to: those of words and markers, then those of letters. */
export interface Geometry {
  readonly seed: number;
  readonly wordBuckets: number;
  readonly letterBuckets: number;
}

/** The buckets of a text's features, without duplicates. The array is reused for the next text. */
export interface Features {
  readonly buckets: Int32Array;
  readonly count: number;
}

// Numbers that are mixed into the hash of a word, so that the word gets a separate weight in that
// context.
/** A word within the reach of a negation. */
const NEGATED = 1;
/**
 * A word that the rest of its sentence outweighs. It is a feature in addition to the word itself.
 */
const ASIDE = 2;
/** A word of the opening of a text; see {@link openingOf}. */
const OPENING = 3;
/** Not a word, but a marker of the whole text. */
const MARKER = 7;

/** Makes the function that turns a text into features. Training and the Worker both use it. */
export function createFeaturiser(
  { seed, wordBuckets, letterBuckets }: Geometry,
  vocabulary: Vocabulary,
): (tokens: readonly Token[]) => Features {
  const clean = createCleaner(vocabulary);
  const seen = new Uint32Array(wordBuckets + letterBuckets);
  const buckets = new Int32Array(seen.length);
  let stamp = 0;
  let count = 0;
  const put = (bucket: number) => {
    if (seen[bucket] === stamp) return;
    seen[bucket] = stamp;
    buckets[count] = bucket;
    count += 1;
  };
  const wordSeed = spread(seed * 2 + 1);
  const letterSeed = spread(seed * 2 + 2);
  const putHash = (hash: number) => put(spread(hash ^ wordSeed) % wordBuckets);

  function putLetters(word: string, negated: boolean) {
    const padded = `<${word}>`;
    const start = negated ? 0x2545f491 : 0x811c9dc5;
    for (let i = 0; i + 3 <= padded.length; i += 1) {
      let hash = hashCode(hashCode(start, padded.charCodeAt(i)), padded.charCodeAt(i + 1));
      const end = Math.min(padded.length, i + 5);
      for (let j = i + 2; j < end; j += 1) {
        hash = hashCode(hash, padded.charCodeAt(j));
        put(wordBuckets + (spread(hash ^ letterSeed) % letterBuckets));
      }
    }
  }

  return (written) => {
    stamp += 1;
    count = 0;
    const tokens = clean(written);
    const aside = findAsides(tokens);
    const opening = openingOf(tokens, vocabulary.lexicon);
    putWords(tokens, aside, opening);
    for (const marker of markersOf(tokens, { aside, opening }, vocabulary.lexicon)) {
      putHash(hashText(marker, MARKER));
    }
    return { buckets, count };
  };

  function putWords(tokens: readonly Token[], aside: readonly boolean[], opening: number) {
    let previous = hashText('^');
    let before = 0;
    let reach = 0;
    for (const [at, token] of tokens.entries()) {
      const { text, kind } = token;
      const hash = kind === 'number' ? hashText('<number>') : hashText(text);
      if (endsReach(token)) reach = 0;
      if (text === LINE_END) continue;
      const negated = reach > 0 && !staysAsItIs(text);
      const place = negated ? NEGATED : at < opening ? OPENING : null;
      const placed = (plain: number) =>
        place === null || kind !== 'word' ? plain : hashPair(plain, place);
      putHash(placed(hash));
      putHash(hashPair(previous, hash));
      if (before !== 0) putHash(hashPair(hashPair(before, previous), hash));
      if (token.stretched) putHash(placed(hashText(text.replace(/(\p{L})\1/gu, '$1'))));
      if (kind === 'word' && place !== OPENING) putLetters(text, negated);
      if (aside[at] === true && kind === 'word') putHash(hashPair(hash, ASIDE));
      before = previous;
      previous = hash;
      if (kind !== 'word') continue;
      if (negates(text)) reach = NEGATION_REACH + 1;
      if (reach > 0) reach -= 1;
    }
    putHash(hashPair(previous, hashText('$')));
  }
}
