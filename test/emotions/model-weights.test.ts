import { describe, expect, it, vi } from 'vitest';
import { EMOTION_LABELS } from '../../src/conversations/emotion.ts';
import { createModelClassifier } from '../../src/emotions/model/model-classifier.ts';
import file from '../../src/emotions/model/weights.bin';
import { parseWeights, writeWeights } from '../../src/emotions/model/weights.ts';

const weights = parseWeights(file);
const { header, vocabulary, table } = weights;
const { lexicon, known } = vocabulary;

describe('the weights', () => {
  it('are of the size that their header says', () => {
    const { wordBuckets, letterBuckets } = header.geometry;
    expect(table.length).toBe((wordBuckets + letterBuckets) * EMOTION_LABELS.length);
    expect(lexicon.size).toBe(header.lexiconSize);
    expect(known.length).toBe(header.knownBytes);
  });

  it('are calibrated within reason', () => {
    for (const slope of header.slopes) {
      expect(slope).toBeGreaterThan(0.5);
      expect(slope).toBeLessThan(2);
    }
    for (const offset of header.offsets) expect(Math.abs(offset)).toBeLessThan(1);
    for (const threshold of [...header.thresholds, ...header.groupThresholds]) {
      expect(threshold).toBeGreaterThan(0.1);
      expect(threshold).toBeLessThan(0.6);
    }
  });

  it('are written as they are read', () => {
    expect(writeWeights(weights)).toEqual(new Uint8Array(file));
  });

  it('are loaded when the first message is read, and once', async () => {
    const load = vi.fn(async () => file);
    const classifier = createModelClassifier(load);
    expect(load).toHaveBeenCalledTimes(0);
    await Promise.all([classifier.classify('thank you'), classifier.classify('ok')]);
    expect(load).toHaveBeenCalledTimes(1);
  });
});
