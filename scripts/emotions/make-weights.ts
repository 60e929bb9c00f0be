import { EMOTION_LABELS } from '../../src/conversations/emotion.ts';
import { calibrate, createScorer } from '../../src/emotions/model/model.ts';
import { tokenise } from '../../src/emotions/model/tokens.ts';
import type { Header, Weights } from '../../src/emotions/model/weights.ts';
import { columnsOf, groupColumnsOf } from './columns.ts';
import { fitWeights } from './fit.ts';
import { learnForeignLetters } from './foreign-letters.ts';
import type { Example } from './goemotions.ts';
import { fitPlatt, tuneThreshold } from './metrics.ts';
import { quantise } from './quantise.ts';
import { SETTINGS } from './settings.ts';
import type { TrainingTexts } from './training-texts.ts';

const LABELS = EMOTION_LABELS.length;

/** Fits, quantises and calibrates a model. `scores` are those on dev before calibration. */
export function makeWeights(
  examples: readonly Example[],
  { reddit, dev, vocabulary, spellings, additions }: TrainingTexts,
  seed: number,
): { weights: Weights; scores: Float64Array[] } {
  const { wordBuckets, letterBuckets, guests, abstainBelow, modelVersion } = SETTINGS;
  const geometry = { seed, wordBuckets, letterBuckets };
  const fitted = fitWeights(examples, geometry, vocabulary, SETTINGS);
  const { table, steps } = quantise(fitted.table, { columns: LABELS, levels: 127, reach: 1 });
  const besides = quantise(fitted.guestTable, { ...guests, columns: LABELS + 1 });
  const foreign = learnForeignLetters([
    ...reddit,
    ...additions.flatMap(({ examples }) => examples),
  ]);
  const ones = steps.map(() => 1);
  const header: Header = {
    modelVersion,
    geometry,
    steps,
    biases: [...fitted.biases],
    guests: {
      wordBuckets: guests.wordBuckets,
      letterBuckets: guests.letterBuckets,
      steps: besides.steps,
      biases: [...fitted.guestBiases],
      leads: [...fitted.leads],
    },
    slopes: ones,
    offsets: ones,
    thresholds: ones,
    choice: ones,
    groupThresholds: [1, 1, 1, 1],
    abstainBelow,
    lexiconSize: vocabulary.lexicon.size,
    knownBytes: vocabulary.known.length,
    foreign: { buckets: foreign.scores.length, step: foreign.step, bias: foreign.bias },
    spellings: spellings.join(' '),
  };
  const weights = { header, vocabulary, table, guests: besides.table, foreign };
  const score = createScorer(weights);
  const scores = dev.map(({ text }) => score(tokenise(text)));
  return { weights: { ...weights, header: { ...header, ...calibration(scores, dev) } }, scores };
}

/** The slopes and offsets that turn scores into probabilities, and the thresholds of labels. */
function calibration(scores: readonly Float64Array[], dev: readonly Example[]) {
  const platt = columnsOf(scores, dev).map((c) => fitPlatt(c.probabilities, c.truths));
  const slopes = platt.map(([slope]) => slope);
  const offsets = platt.map(([, offset]) => offset);
  const columns = columnsOf(
    scores.map((row) => calibrate(row, { slopes, offsets })),
    dev,
  );
  const tuned = (each: typeof columns) => each.map((c) => tuneThreshold(c.probabilities));
  const thresholds = tuned(columns);
  return {
    slopes,
    offsets,
    thresholds,
    choice: EMOTION_LABELS.map((label, at) => (thresholds[at] ?? 1) * (SETTINGS.lean[label] ?? 1)),
    groupThresholds: tuned(groupColumnsOf(columns)),
  };
}
