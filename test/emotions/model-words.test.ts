import { describe, expect, it } from 'vitest';
import { createCleaner } from '../../src/emotions/model/cleaner.ts';
import { findAsides } from '../../src/emotions/model/contrast.ts';
import { emphasisOf } from '../../src/emotions/model/emphasis.ts';
import { addKnown } from '../../src/emotions/model/known-words.ts';
import { packSense, wordKey } from '../../src/emotions/model/polarity.ts';
import { createSpeller } from '../../src/emotions/model/speller.ts';
import { tokenise } from '../../src/emotions/model/tokens.ts';

const asides = (text: string) => {
  const tokens = tokenise(text);
  return tokens.filter((_, at) => findAsides(tokens)[at]).map((token) => token.text);
};

describe('the words that another part of a text outweighs', () => {
  it.each([
    ['nice place but rude staff', ['nice', 'place']],
    ['we came early. the food was nice but cold', ['the', 'food', 'was', 'nice']],
    ['the wine was nice. however it was warm', ['the', 'wine', 'was', 'nice', '.']],
    [
      'the starter was nice. the fish, however, was off',
      ['the', 'starter', 'was', 'nice', '.', 'the', 'fish', ','],
    ],
    ['I hated it. Cheap but rude', ['cheap']],
    ['it was nice\nbut then it rained', ['it', 'was', 'nice', '\n']],
    ['although it was late, we had fun', ['although', 'it', 'was', 'late']],
    ['we had fun although it was late', ['although', 'it', 'was', 'late']],
    ['despite the rain we had fun', ['despite', 'the', 'rain']],
    ['nothing but praise', []],
    ['we had fun', []],
    ['nice but', ['nice']],
    ['', []],
  ])('of "%s" are %j', (text, aside) => {
    expect(asides(text)).toEqual(aside);
  });
});

describe('the speller', () => {
  const spell = createSpeller(['happy', 'terrible', 'disappointed', 'worst', 'ridiculous', 'rude']);

  it.each([
    ['hapy', 'happy'],
    ['happpy', 'happy'],
    ['terible', 'terrible'],
    ['wrost', 'worst'],
    ['rediculous', 'ridiculous'],
    ['dissapointed', 'disappointed'],
    ['happy', 'happy'],
    ['worts', 'worst'],
    ['wrist', undefined],
    ['nappy', undefined],
    ['hoppier', undefined],
    ['rod', undefined],
    ['', undefined],
  ])('corrects %s to %s', (written, meant) => {
    expect(spell(written)).toBe(meant);
  });
});

it('the speller does not correct a word that is longer than all known words', () => {
  expect(createSpeller(['happy'])(`happy${'y'.repeat(2000)}`)).toBeUndefined();
});

describe('cleaned words', () => {
  const sense = packSense({ valence: -5, feeling: 'anger' });
  const lexicon = new Map(
    ['angry', 'happy', 'joy', 'sad', 'hope', 'grace', 'great'].map((w) => [wordKey(w), sense]),
  );
  const known = new Uint8Array(64);
  addKnown(known, 'hapy');
  const clean = createCleaner({ lexicon, known, spell: createSpeller(['happy', 'terrible']) });
  const words = (text: string) => clean(tokenise(text)).map((token) => token.text);

  it.each([
    ['a table at the Angry Crab', ['a', 'table', 'at', 'the', '<name>', 'crab']],
    ['I am with Joy', ['i', 'am', 'with', '<name>']],
    ['Angry about this', ['angry', 'about', 'this']],
    ['it made me Angry', ['it', 'made', 'me', 'angry']],
    ['the food is Angry', ['the', 'food', 'is', 'angry']],
    ['Not Happy With The Food', ['not', 'happy', 'with', 'the', 'food']],
    ['hello\nAngry people', ['hello', '\n', 'angry', 'people']],
    ['ask Hapyy please', ['ask', 'hapyy', 'please']],
    ['I AM ANGRY', ['i', 'am', 'angry']],
    ['so terible', ['so', 'terrible']],
    ['so hapy', ['so', 'hapy']],
    ['anything but happy', ['anything', 'not', 'happy']],
    ['far from happy', ['far', 'not', 'happy']],
    ['Mr. Sad, party of four', ['mr', '.', '<name>', ',', 'party', 'of', 'four']],
    ['mrs sad for two', ['mrs', '<name>', 'for', 'two']],
    ['MR SAD', ['mr', '<name>']],
    ['ask for Dr. Happy please', ['ask', 'for', 'dr', '.', '<name>', 'please']],
    ['I saw the dr. Happy now', ['i', 'saw', 'the', 'dr', '.', 'happy', 'now']],
    ['My name is Joy, for two', ['my', 'name', 'is', '<name>', ',', 'for', 'two']],
    ['my name is joy', ['my', 'name', 'is', '<name>']],
    ["the name's Happy", ['the', "name's", '<name>']],
    ['Name: Happy', ['name', ':', '<name>']],
    ['my name is sad', ['my', 'name', 'is', 'sad']],
    ['call me Happy', ['call', 'me', '<name>']],
    ['this is Joy speaking', ['this', 'is', '<name>', 'speaking']],
    ['this is Great', ['this', 'is', 'great']],
    ['Joy Smith, 8pm', ['<name>', 'smith', ',', '8', 'pm']],
    ['Joy here', ['<name>', 'here']],
    ['Hope and Grace will come', ['<name>', 'and', '<name>', 'will', 'come']],
    ['Joy, party of two', ['<name>', ',', 'party', 'of', 'two']],
    ['Great, party of two', ['great', ',', 'party', 'of', 'two']],
    ['Hope you are well', ['hope', 'you', 'are', 'well']],
    ['oh Joy, again', ['oh', 'joy', ',', 'again']],
    ['thnx, gr8 & im here b4 2nite', ['thanks', ',', 'great', "i'm", 'here', 'before', 'tonight']],
  ])('of "%s" are %j', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });
});

describe('emphasis', () => {
  it('weakens and strengthens', () => {
    const [hedged, plain, strong] = ['a bit late', 'late', 'extremely late'].map((text) =>
      emphasisOf(tokenise(text)),
    );
    expect(plain).toBe(1);
    expect(hedged).toBeLessThan(1);
    expect(strong).toBeGreaterThan(1);
    expect(emphasisOf(tokenise('bit of a queue'))).toBe(1);
  });
});
