import { isAboutBookings } from './bookings.ts';
import { createCleaner } from './cleaner.ts';
import { findAsides } from './contrast.ts';
import { hashCode, hashPair, hashText, spread } from './hash.ts';
import { markersOf } from './markers.ts';
import { endsReach, NEGATION_REACH, negates, staysAsItIs } from './polarity.ts';
import { LINE_END, type Token } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Where features are hashed to: words and markers first, then letters within words. */
export interface Geometry {
  readonly seed: number;
  readonly wordBuckets: number;
  readonly letterBuckets: number;
}

/** The buckets that a text falls into, each once; valid until the next text is read. */
export interface Features {
  readonly buckets: Int32Array;
  /** How much each counts: {@link WHOLE}, or less. */
  readonly strengths: Uint8Array;
  readonly count: number;
}

/** What counts fully. What the rest of its sentence sets aside counts less, and least among guests. */
export const WHOLE = 4;
const SET_ASIDE = { ours: 2, others: 3 };

// Set apart the hashes of words in a special place.
const NEGATED = 1;
const ASIDE = 2;
const OURS = 3;
const MARKER = 7;

/** Texts are made features of by this one function, in training and in the Worker alike. */
export function createFeaturiser(
  { seed, wordBuckets, letterBuckets }: Geometry,
  vocabulary: Vocabulary,
): (tokens: readonly Token[]) => Features {
  const clean = createCleaner(vocabulary);
  const seen = new Uint32Array(wordBuckets + letterBuckets);
  const places = new Int32Array(seen.length);
  const buckets = new Int32Array(seen.length);
  const strengths = new Uint8Array(seen.length);
  let stamp = 0;
  let count = 0;
  let strength = WHOLE;
  const put = (bucket: number) => {
    if (seen[bucket] === stamp) {
      const place = places[bucket] ?? 0;
      if ((strengths[place] ?? 0) < strength) strengths[place] = strength;
      return;
    }
    seen[bucket] = stamp;
    places[bucket] = count;
    buckets[count] = bucket;
    strengths[count] = strength;
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
    const ours = isAboutBookings(tokens);
    putWords(tokens, aside, ours);
    for (const marker of markersOf(tokens, aside, vocabulary.lexicon)) {
      const hash = hashText(marker, MARKER);
      putHash(hash);
      if (ours) putHash(hashPair(hash, OURS));
    }
    return { buckets, strengths, count };
  };

  function putWords(tokens: readonly Token[], aside: readonly boolean[], ours: boolean) {
    let previous = hashText('^');
    let before = 0;
    let reach = 0;
    const set = ours ? SET_ASIDE.ours : SET_ASIDE.others;
    for (const [at, token] of tokens.entries()) {
      const { text, kind } = token;
      const hash = kind === 'number' ? hashText('<number>') : hashText(text);
      if (endsReach(token)) reach = 0;
      if (text === LINE_END) continue;
      const negated = reach > 0 && !staysAsItIs(text);
      const word = negated ? hashPair(hash, NEGATED) : hash;
      const pair = hashPair(previous, hash);
      strength = aside[at] === true ? set : WHOLE;
      putHash(word);
      putHash(pair);
      if (ours) putHash(hashPair(word, OURS));
      if (ours) putHash(hashPair(pair, OURS));
      if (before !== 0) putHash(hashPair(hashPair(before, previous), hash));
      if (token.stretched) putHash(hashText(text.replace(/(\p{L})\1/gu, '$1')));
      if (kind === 'word') putLetters(text, negated);
      strength = WHOLE;
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
