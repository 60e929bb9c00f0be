import { describe, expect, it } from 'vitest';
import { createForeignness, letterBuckets } from '../../src/emotions/model/foreign-letters.ts';
import { createModelClassifier } from '../../src/emotions/model/model-classifier.ts';
import file from '../../src/emotions/model/weights.bin';
import { parseWeights } from '../../src/emotions/model/weights.ts';
import { BEHAVIOUR_GROUPS } from './behaviour/cases.ts';
import { ENGLISH_DEVELOPMENT, ENGLISH_HELD_OUT } from './languages/english.ts';
import { FOREIGN_DEVELOPMENT, FOREIGN_HELD_OUT } from './languages/foreign.ts';

const classifier = createModelClassifier();
const abstains = async (text: string) =>
  (await classifier.classify(text)).abstained === 'unsupported';

/** The share of texts from which the model abstains as unsupported. */
async function shareOf(texts: readonly string[]): Promise<number> {
  const found = await Promise.all(texts.map(abstains));
  return found.filter(Boolean).length / texts.length;
}

describe('the check of languages', () => {
  it.each([
    ['development', FOREIGN_DEVELOPMENT],
    ['held-out', FOREIGN_HELD_OUT],
  ])('abstains from 85 % of the %s short texts in other languages', async (_, languages) => {
    expect(Object.keys(languages).length).toBeGreaterThan(20);
    expect(await shareOf(Object.values(languages).flat())).toBeGreaterThanOrEqual(0.85);
  });

  it('abstains from at most 1 % of English texts, names and dishes included', async () => {
    const cases = BEHAVIOUR_GROUPS.filter(({ name }) => !/languages/.test(name)).flatMap(
      (group) => group.cases,
    );
    const texts = cases.map(({ text }) => text);
    expect(texts.length).toBeGreaterThan(400);
    expect(await shareOf(texts)).toBeLessThanOrEqual(0.01);
    // These texts are harder than those of guests.
    expect(await shareOf([...ENGLISH_DEVELOPMENT, ...ENGLISH_HELD_OUT])).toBeLessThanOrEqual(0.05);
  });

  it.each([
    'sangat mengecewakan',
    'bilkul bakwas service',
    'huduma mbaya sana',
    'ruoka oli kylmää',
  ])('abstains from %s', async (text) => {
    expect(await abstains(text)).toBe(true);
  });

  it.each([
    'table at Osteria della Piazza for two',
    'Is La Dolce Vita open on Monday?',
    'Wojciech Szczęsny',
    'Muhammad Abdul Rahman',
    'can I have the boeuf bourguignon',
    'teh staf was realy rood',
    'ok',
    'thx',
    'tandoori',
  ])('reads %s', async (text) => {
    expect(await abstains(text)).toBe(false);
  });
});

describe('the letters of a word', () => {
  it('are looked at two to four together, without accents', () => {
    expect(letterBuckets('ab', 64).length).toBe(6);
    expect(letterBuckets('señor', 8192)).toEqual(letterBuckets('senor', 8192));
    for (const bucket of letterBuckets('wonderful', 64)) expect(bucket).toBeLessThan(64);
  });

  it('tell how foreign it is', () => {
    const foreignness = createForeignness(parseWeights(file).foreign);
    for (const word of ['pelayanan', 'bahut', 'szolgáltatás', 'köszönöm']) {
      expect(foreignness(word)).toBeGreaterThan(1);
    }
    for (const word of ['restaurnt', 'waiting', 'thoughtful', 'whatever']) {
      expect(foreignness(word)).toBeLessThan(0);
    }
  });
});

describe('a name that is also a word of feeling', () => {
  it.each([
    'Mr. Sad, party of four',
    'My name is Joy, for two',
    'my name is joy',
    'Joy Smith, 8pm',
    'Dr. Love for 3',
    'hi, Grace here, running late',
    'call me Sunny',
    'Table under Bliss at seven',
    'Hope and Faith will join us',
  ])('is not read as one: %s', async (text) => {
    expect((await classifier.classify(text)).label).toBe('neutral');
  });
});
