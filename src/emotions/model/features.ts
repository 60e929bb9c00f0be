import { isAboutBookings } from './bookings.ts';
import { hashCode, hashPair, hashText, spread } from './hash.ts';
import { markersOf } from './markers.ts';
import {
  contrasts,
  endsReach,
  type Lexicon,
  NEGATION_REACH,
  negates,
  staysAsItIs,
} from './polarity.ts';
import type { Token } from './tokens.ts';

/** Where features are hashed to: words and markers first, then letters within words. */
export interface Geometry {
  readonly seed: number;
  readonly wordBuckets: number;
  readonly letterBuckets: number;
}

/** The buckets that a text falls into, each once; valid until the next text is read. */
export interface Features {
  readonly buckets: Int32Array;
  readonly count: number;
}

// Set apart the hashes of words in a special place.
const NEGATED = 1;
const CONTRASTED = 2;
const OURS = 3;
const MARKER = 7;

/** Texts are made features of by this one function, in training and in the Worker alike. */
export function createFeaturiser(
  { seed, wordBuckets, letterBuckets }: Geometry,
  lexicon: Lexicon,
): (tokens: readonly Token[]) => Features {
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

  return (tokens) => {
    stamp += 1;
    count = 0;
    const ours = isAboutBookings(tokens);
    putWords(tokens, ours);
    for (const marker of markersOf(tokens, lexicon)) {
      const hash = hashText(marker, MARKER);
      putHash(hash);
      if (ours) putHash(hashPair(hash, OURS));
    }
    return { buckets, count };
  };

  function putWords(tokens: readonly Token[], ours: boolean) {
    let previous = hashText('^');
    let before = 0;
    let reach = 0;
    let contrasted = false;
    for (const token of tokens) {
      const { text, kind } = token;
      const hash = kind === 'number' ? hashText('<number>') : hashText(text);
      if (endsReach(token)) reach = 0;
      if (contrasts(text)) contrasted = true;
      const negated = reach > 0 && !staysAsItIs(text);
      const word = negated ? hashPair(hash, NEGATED) : hash;
      putHash(word);
      const pair = hashPair(previous, hash);
      putHash(pair);
      if (ours) putHash(hashPair(word, OURS));
      if (ours) putHash(hashPair(pair, OURS));
      if (before !== 0) putHash(hashPair(hashPair(before, previous), hash));
      if (contrasted && kind === 'word') putHash(hashPair(hash, CONTRASTED));
      if (token.stretched) putHash(hashText(text.replace(/(\p{L})\1/gu, '$1')));
      if (kind === 'word') putLetters(text, negated);
      before = previous;
      previous = hash;
      if (kind !== 'word') continue;
      if (negates(text)) reach = NEGATION_REACH + 1;
      if (reach > 0) reach -= 1;
    }
    putHash(hashPair(previous, hashText('$')));
  }
}
