import { describe, expect, it } from 'vitest';
import { findAsides } from '../../src/emotions/model/contrast.ts';
import { createFeaturiser } from '../../src/emotions/model/features.ts';
import { hashPair, hashText, spread } from '../../src/emotions/model/hash.ts';
import { markersOf } from '../../src/emotions/model/markers.ts';
import { openingOf } from '../../src/emotions/model/opening.ts';
import { packSense, unpackSense, wordKey } from '../../src/emotions/model/polarity.ts';
import { tokenise } from '../../src/emotions/model/tokens.ts';

const words = (text: string) => tokenise(text).map((token) => token.text);
const lexicon = new Map([
  [wordKey('happy'), packSense({ valence: 5, feeling: 'joy' })],
  [wordKey('rude'), packSense({ valence: -5, feeling: 'anger' })],
  [wordKey('please'), packSense({ valence: 3, feeling: null })],
  [wordKey('not_bad'), packSense({ valence: 3, feeling: 'joy' })],
]);
const markers = (text: string) => {
  const tokens = tokenise(text);
  const parts = { aside: findAsides(tokens), opening: openingOf(tokens, lexicon) };
  return markersOf(tokens, parts, lexicon);
};
const vocabulary = { lexicon, known: new Uint8Array(64), spell: () => undefined };

describe('tokens', () => {
  it('are words, numbers, signs and marks', () => {
    expect(words("I'm sooooo HAPPY :) 👍🏽 at 7:30!!")).toEqual([
      "i'm",
      'soo',
      'happy',
      ':)',
      '👍',
      'at',
      '7:30',
      '!!',
    ]);
    expect(words('Don’t, see https://x.example/y [NAME]')).toEqual([
      "don't",
      ',',
      'see',
      '<link>',
      '[name]',
    ]);
  });

  it('mark shouted and stretched words', () => {
    const [loud, long, plain] = tokenise('NEVER agaaain please');
    expect(loud).toMatchObject({ shouted: true, stretched: false });
    expect(long).toMatchObject({ text: 'agaain', shouted: false, stretched: true });
    expect(plain).toMatchObject({ shouted: false, stretched: false });
  });
});

describe('markers', () => {
  it('reverse the valence of negated words, up to the end of the clause', () => {
    expect(markers('happy')).toContain('good 2');
    expect(markers('not at all happy')).toEqual(expect.arrayContaining(['not +', 'good 0']));
    expect(markers('no, I am happy')).not.toContain('not +');
    expect(markers('not bad')).toContain('feels joy');
    expect(markers('never nicer')).toContain('not better');
    expect(markers('could be nicer')).toContain('could be better');
  });

  it('describe the text after an opening of praise', () => {
    expect(markers('happy for you, rude as you are')).toContain('opens, then -');
    expect(markers('happy to be rude')).toContain('opens, then -');
    expect(markers('so happy, see you at eight')).toContain('opens, then 0');
    expect(markers('oh happy, happy day')).toContain('opens, then +');
    expect(markers('oh, happy, the waiter was rude')).toContain('opens, then -');
    expect(markers('happy for rude people')).toContain('opens, then -');
    for (const plain of [
      'happy',
      'happy day',
      'we are happy, rude',
      'not happy, rude',
      'rude, so',
      'please, rude',
    ]) {
      expect(markers(plain).join()).not.toContain('opens');
    }
  });

  it('count a concession separately', () => {
    expect(markers('happy but rude')).toEqual(
      expect.arrayContaining(['granted +', 'granted + then -', 'bad 2', 'from + to -']),
    );
    expect(markers('rude, but happy')).toEqual(
      expect.arrayContaining(['granted -', 'good 2', 'bad 0', 'from - to +']),
    );
  });
});

describe('features', () => {
  const geometry = { seed: 1, wordBuckets: 1024, letterBuckets: 1024 };
  const featurise = createFeaturiser(geometry, vocabulary);
  const bucketsOf = (text: string) => {
    const { buckets, count } = featurise(tokenise(text));
    return [...buckets.slice(0, count)];
  };

  it('keep their hashes, on which the weights depend', () => {
    expect(hashText('table')).toBe(1251777503);
    expect(spread(hashText('table'))).toBe(115308040);
    expect(bucketsOf('not happy')).toEqual([
      644, 225, 1318, 1319, 1754, 1026, 1744, 1134, 340, 523, 403, 1048, 1245, 1035, 1246, 2031,
      1619, 1398, 2008, 1279, 1797, 1153, 1121, 888, 300, 277, 853, 22, 681, 704,
    ]);
  });

  it('are unique and within their ranges', () => {
    const buckets = bucketsOf('the table the table the table');
    expect(new Set(buckets).size).toBe(buckets.length);
    expect(Math.max(...buckets)).toBeLessThan(2048);
  });

  it('give a word of praise in an opening its own bucket, and mark words that are outweighed', () => {
    // The same as `putHash`: the number of the context is mixed into the hash of the word.
    const bucketOf = (hash: number) => spread(hash ^ spread(3)) % 1024;
    const opening = bucketOf(hashPair(hashText('happy'), 3));
    expect(bucketsOf('happy, rude')).toContain(opening);
    expect(bucketsOf('rude, happy')).not.toContain(opening);
    expect(bucketsOf('happy, rude')).not.toContain(bucketOf(hashText('happy')));
    expect(bucketsOf('rude, happy')).toContain(bucketOf(hashText('happy')));
    const aside = bucketOf(hashPair(hashText('rude'), 2));
    expect(bucketsOf('rude but happy')).toContain(aside);
    expect(bucketsOf('rude and happy')).not.toContain(aside);
  });

  it('differ by seed', () => {
    const other = createFeaturiser({ ...geometry, seed: 2 }, vocabulary)(tokenise('not happy'));
    expect([...other.buckets.slice(0, other.count)]).not.toEqual(bucketsOf('not happy'));
  });
});

describe('senses', () => {
  it('are packed and unpacked', () => {
    for (const sense of [
      { valence: -8, feeling: null },
      { valence: 0, feeling: 'surprise' },
      { valence: 8, feeling: 'anger' },
    ] as const) {
      expect(unpackSense(packSense(sense))).toEqual(sense);
    }
  });
});
