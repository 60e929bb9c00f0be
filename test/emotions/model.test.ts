import { describe, expect, it } from 'vitest';
import { EMOTION_LABELS } from '../../src/conversations/emotion.ts';
import { createModelClassifier } from '../../src/emotions/model/model-classifier.ts';
import { MODEL_VERSION } from '../../src/emotions/model/version.ts';

const classifier = createModelClassifier();
const read = (text: string) => classifier.classify(text);
const labelOf = async (text: string) => (await read(text)).label;

describe('reading an emotion', () => {
  it.each([
    ["thanks, that's all", 'joy'],
    ['can you book it?', 'neutral'],
    ['ok', 'neutral'],
    ['we waited an hour and nobody came', 'anger'],
    ['oh great, another bug', 'anger'],
    ['nice place but rude staff', 'anger'],
    ['There was a cockroach in my salad', 'disgust'],
    ['I am scared of the dentist', 'fear'],
    ['What a shame, we are so disappointed', 'sadness'],
    ['Wow, I did not expect that!', 'surprise'],
    ['😍😍', 'joy'],
    ['😡', 'anger'],
    ['😭', 'sadness'],
  ])('reads %s as %s', async (text, label) => {
    expect(await labelOf(text)).toBe(label);
  });

  it('reverses the valence of negated words', async () => {
    const [plain, negated] = [
      await read("I'm happy about this"),
      await read("I'm not happy about this"),
    ];
    expect(plain.valence).toBeGreaterThan(300);
    expect(negated.valence).toBeLessThan(-100);
    expect((await read("I don't hate it")).valence).toBeGreaterThanOrEqual(0);
  });

  it('gives two feelings in one message a valence between theirs', async () => {
    const [good, bad, both] = [
      await read('The food was delicious.'),
      await read('The waiter was very rude.'),
      await read('The food was delicious. The waiter was very rude.'),
    ];
    expect(both.valence).toBeLessThan(good.valence ?? 0);
    expect(both.valence).toBeGreaterThan(bad.valence ?? 0);
  });

  it('gives complaints a negative valence and thanks a positive one', async () => {
    for (const text of ['we waited an hour and nobody came', 'You cancelled our table again!']) {
      expect((await read(text)).valence).toBeLessThan(-200);
    }
    expect((await read('Thank you so much!')).valence).toBeGreaterThan(500);
  });

  it('gives probabilities, confidence and valence within their bounds, and its version', async () => {
    const reading = await read('The food was great, but we waited for an hour.');
    const probabilities = Object.values(reading.probabilities ?? {});
    expect(Object.keys(reading.probabilities ?? {})).toEqual([...EMOTION_LABELS]);
    for (const probability of probabilities) {
      expect(probability).toBeGreaterThanOrEqual(0);
      expect(probability).toBeLessThanOrEqual(1000);
      expect(Number.isInteger(probability)).toBe(true);
    }
    expect(Math.abs(reading.valence ?? 0)).toBeLessThanOrEqual(1000);
    expect(reading.modelVersion).toBe(MODEL_VERSION);
    expect(classifier.modelVersion).toBe(MODEL_VERSION);
  });

  it('reads a text the same way after it has read other texts', async () => {
    const first = await read('Could we sit outside?');
    await read('THIS IS RIDICULOUS!!!');
    expect(await read('Could we sit outside?')).toEqual(first);
    expect(await createModelClassifier().classify('Could we sit outside?')).toEqual(first);
  });
});

describe('abstaining', () => {
  it.each([
    'お会計をお願いします',
    'спасибо большое',
    'شكرا جزيلا',
    '¿Pueden reservar una mesa para dos?',
    'La comida estaba fría y nadie vino',
    'merci beaucoup',
    "C'est inacceptable, nous avons attendu une heure",
    'Das Essen war kalt und der Kellner war unfreundlich',
    'Vielen Dank!',
    'Il servizio è stato molto lento',
    'obrigado pela ajuda',
    'Het eten was heerlijk, bedankt',
  ])('abstains from a language that it does not know: %s', async (text) => {
    expect(await read(text)).toEqual({
      abstained: 'unsupported',
      label: null,
      confidence: null,
      valence: null,
      probabilities: null,
      modelVersion: MODEL_VERSION,
    });
  });

  it.each([
    'A table at Chez Nous for two, please',
    'Is La Dolce Vita open on Monday?',
    'teh staf was realy rood',
    'My name is José García',
    'tmrw 8pm plz',
  ])('reads English with names and mistakes: %s', async (text) => {
    expect((await read(text)).abstained).not.toBe('unsupported');
  });

  it.each(['', ' ', '\n\t'])('gives no label to an empty text', async (text) => {
    expect(await read(text)).toMatchObject({ abstained: 'low_confidence', label: null });
  });
});

describe('bounds', () => {
  it('reads only the start of a huge text', async () => {
    const start = 'We waited an hour and nobody came. '.repeat(60);
    expect(start.length).toBeGreaterThan(2000);
    const huge = start + 'Thank you, lovely! '.repeat(1700);
    expect(huge.length).toBeGreaterThan(32_000);
    expect(await read(huge)).toEqual(await read(start));
  });

  it.each([
    'a'.repeat(32_768),
    '😀'.repeat(16_384),
    "n't ".repeat(8192),
    '!?'.repeat(16_384),
    '\ud800'.repeat(9),
  ])('reads an odd text without an error', async (text) => {
    expect((await read(text)).modelVersion).toBe(MODEL_VERSION);
  });
});
