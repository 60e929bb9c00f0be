import { describe, expect, it, vi } from 'vitest';
import { EMOTION_LABELS } from '../../src/conversations/emotion.ts';
import { createFeaturiser } from '../../src/emotions/model/features.ts';
import { createScorer } from '../../src/emotions/model/model.ts';
import { createModelClassifier } from '../../src/emotions/model/model-classifier.ts';
import { tokenise } from '../../src/emotions/model/tokens.ts';
import { valenceOf } from '../../src/emotions/model/valence.ts';
import { MODEL_VERSION } from '../../src/emotions/model/version.ts';
import file from '../../src/emotions/model/weights.bin';
import told from '../../src/emotions/model/weights.json' with { type: 'json' };
import { parseWeights, writeWeights } from '../../src/emotions/model/weights.ts';

const weights = parseWeights(file);
const { header, vocabulary, table, guests } = weights;
const { lexicon, known } = vocabulary;

describe('the weights', () => {
  it('have the size that their header says', () => {
    const { wordBuckets, letterBuckets } = header.geometry;
    expect(table.length).toBe((wordBuckets + letterBuckets) * EMOTION_LABELS.length);
    const folded = header.guests.wordBuckets + header.guests.letterBuckets;
    expect(guests.length).toBe(folded * (EMOTION_LABELS.length + 1));
    expect(lexicon.size).toBe(header.lexiconSize);
    expect(known.length).toBe(header.knownBytes);
  });

  it('have a plausible calibration', () => {
    for (const slope of header.slopes) {
      expect(slope).toBeGreaterThan(0.5);
      expect(slope).toBeLessThan(2);
    }
    for (const offset of header.offsets) expect(Math.abs(offset)).toBeLessThan(1);
    for (const threshold of [...header.thresholds, ...header.choice, ...header.groupThresholds]) {
      expect(threshold).toBeGreaterThan(0.1);
      expect(threshold).toBeLessThan(0.6);
    }
  });

  it('score a text with both tables, weighted by the gate', () => {
    const text = tokenise('We waited an hour for our table and nobody came.');
    const { buckets, count } = createFeaturiser(header.geometry, vocabulary)(text);
    const { wordBuckets } = header.geometry;
    const column = (
      weights: Int8Array,
      columns: number,
      at: number,
      folded?: typeof header.guests,
    ) => {
      let sum = 0;
      for (const bucket of buckets.slice(0, count)) {
        const row =
          folded === undefined
            ? bucket
            : bucket < wordBuckets
              ? bucket % folded.wordBuckets
              : folded.wordBuckets + ((bucket - wordBuckets) % folded.letterBuckets);
        sum += weights[row * columns + at] ?? 0;
      }
      return sum;
    };
    const guestScore = (at: number) =>
      column(guests, 8, at, header.guests) * (header.guests.steps[at] ?? 0) +
      (header.guests.biases[at] ?? 0);
    const share = 1 / (1 + Math.exp(-guestScore(7)));
    expect(share).toBeGreaterThan(0.5);
    const scores = createScorer(weights)(text);
    for (const [at, score] of scores.entries()) {
      const everybody = column(table, 7, at) * (header.steps[at] ?? 0) + (header.biases[at] ?? 0);
      const guest = guestScore(at) + (header.guests.leads[at] ?? 0) * everybody;
      expect(score).toBeCloseTo(everybody + share * (guest - everybody), 6);
    }
  });

  it('recognise the texts of guests', () => {
    const gate = EMOTION_LABELS.length;
    const none = {
      ...header.guests,
      biases: header.guests.biases.map((b, at) => (at === gate ? -99 : b)),
    };
    const everybody = createScorer({ ...weights, header: { ...header, guests: none } });
    const score = createScorer(weights);
    const moved = (text: string) => {
      const tokens = tokenise(text);
      const before = everybody(tokens);
      return Math.max(...score(tokens).map((one, at) => Math.abs(one - (before[at] ?? 0))));
    };
    expect(moved('Could we have a table for four at eight, please?')).toBeGreaterThan(0.5);
    expect(moved('[NAME] trolls this sub, upvoted the meme, go Lakers')).toBeLessThan(0.1);
  });

  it('mix the mean valence of all labels with a fifth of the given label’s', () => {
    const half = EMOTION_LABELS.map((label) => (label === 'joy' || label === 'anger' ? 0.5 : 0));
    expect(valenceOf(half, 'joy')).toBeCloseTo(0.2 * 0.9, 9);
    expect(valenceOf(half, 'anger')).toBeCloseTo(-0.2 * 0.9, 9);
    expect(valenceOf(half, 'neutral')).toBeCloseTo(0, 9);
  });

  it('are written as they are read', () => {
    expect(writeWeights(weights)).toEqual(new Uint8Array(file));
  });

  it('belong to the settings and scores in weights.json', () => {
    expect(told.modelVersion).toBe(MODEL_VERSION);
    expect(header.modelVersion).toBe(MODEL_VERSION);
    expect(told.settings.abstainBelow).toBe(header.abstainBelow);
  });

  it('are loaded once, when the first message is read', async () => {
    const load = vi.fn(async () => file);
    const classifier = createModelClassifier(load);
    expect(load).toHaveBeenCalledTimes(0);
    await Promise.all([classifier.classify('thank you'), classifier.classify('ok')]);
    expect(load).toHaveBeenCalledTimes(1);
  });
});
