import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { addKnown } from '../../src/emotions/model/language.ts';
import { calibrate, createScorer } from '../../src/emotions/model/model.ts';
import { createSpeller } from '../../src/emotions/model/speller.ts';
import { tokenise } from '../../src/emotions/model/tokens.ts';
import { type Header, type Weights, writeWeights } from '../../src/emotions/model/weights.ts';
import { readAdditions } from './additions.ts';
import { columnsOf, groupColumnsOf } from './columns.ts';
import { type CrossFitted, crossFit } from './cross-fit.ts';
import { fitWeights } from './fit.ts';
import { type Example, readGoEmotions } from './goemotions.ts';
import { readLexicon, readRealWords, readSpellings } from './lexicon.ts';
import { deviation, fitPlatt, mean, tuneThreshold } from './metrics.ts';
import { quantise } from './quantise.ts';
import { SETTINGS } from './settings.ts';
import { guessLabels, readSgd } from './sgd.ts';

// `npm run emotions:train -- --train FILE --dev FILE [--sgd FILE]... [--seeds 5]`: fits the model
// once for each hash seed, scores each on dev, and writes the first with its settings and scores.

const { values } = parseArgs({
  options: {
    train: { type: 'string' },
    dev: { type: 'string' },
    sgd: { type: 'string', multiple: true, default: [] },
    seeds: { type: 'string', default: '5' },
    out: { type: 'string' },
  },
});
if (values.train === undefined || values.dev === undefined) {
  throw new Error('npm run emotions:train -- --train FILE --dev FILE [--sgd FILE]... [--seeds 5]');
}
const lexicon = readLexicon();
const reddit = readGoEmotions(values.train);
const dev = readGoEmotions(values.dev);
const additions = readAdditions(SETTINGS.additions);
const dialogues = values.sgd.flatMap(readSgd);
const guessed = guessLabels(dialogues, lexicon, SETTINGS.sgd);
const examples = [...reddit, ...additions, ...guessed];
const spellings = readSpellings();
const vocabulary = {
  lexicon,
  known: knownWords([...reddit, ...guessed]),
  spell: createSpeller(spellings),
};
console.log(`${reddit.length} + ${additions.length} additions + ${guessed.length} guessed`);

const runs: CrossFitted[] = [];
for (let seed = 1; seed <= Number(values.seeds); seed += 1) {
  const { weights, scores } = train(seed);
  const run = crossFit(scores, dev);
  runs.push(run);
  console.log(`seed ${seed}: ${JSON.stringify(rounded(run))}`);
  if (seed === 1) save(weights);
}
const scores = summarise();
console.log(JSON.stringify(scores, undefined, 2));
if (values.out === undefined) {
  writeFileSync(
    new URL('../../src/emotions/model/weights.json', import.meta.url),
    `${JSON.stringify({ modelVersion: SETTINGS.modelVersion, settings: SETTINGS, texts: { goEmotions: reddit.length, additions: additions.length, sgd: guessed.length }, devCrossFitted: scores }, undefined, 2)}\n`,
  );
}

function train(seed: number): { weights: Weights; scores: Float64Array[] } {
  const { wordBuckets, letterBuckets, ...settings } = SETTINGS;
  const geometry = { seed, wordBuckets, letterBuckets };
  const fitted = fitWeights(examples, geometry, vocabulary, settings);
  const { table, steps } = quantise(fitted);
  const ones = steps.map(() => 1);
  const header: Header = {
    modelVersion: SETTINGS.modelVersion,
    geometry,
    steps,
    biases: [...fitted.biases],
    slopes: ones,
    offsets: ones,
    thresholds: ones,
    groupThresholds: [1, 1, 1, 1],
    abstainBelow: SETTINGS.abstainBelow,
    lexiconSize: lexicon.size,
    knownBytes: vocabulary.known.length,
    spellings: spellings.join(' '),
  };
  const score = createScorer({ header, vocabulary, table });
  const scores = dev.map(({ text }) => score(tokenise(text)));
  const platt = columnsOf(scores, dev).map((c) => fitPlatt(c.probabilities, c.truths));
  const slopes = platt.map(([slope]) => slope);
  const offsets = platt.map(([, offset]) => offset);
  const columns = columnsOf(
    scores.map((row) => calibrate(row, { slopes, offsets })),
    dev,
  );
  const thresholds = columns.map(({ probabilities }) => tuneThreshold(probabilities));
  const groupThresholds = groupColumnsOf(columns).map(({ probabilities }) =>
    tuneThreshold(probabilities),
  );
  const calibrated = { ...header, slopes, offsets, thresholds, groupThresholds };
  return { weights: { header: calibrated, vocabulary, table }, scores };
}

function save(weights: Weights) {
  const file = writeWeights(weights);
  const out = values.out ?? new URL('../../src/emotions/model/weights.bin', import.meta.url);
  writeFileSync(out, file);
  console.log(`weights: ${file.length} bytes, ${gzipSync(file, { level: 9 }).length} gzipped`);
  if (values.out !== undefined) return;
  writeFileSync(
    new URL('../../src/emotions/model/version.ts', import.meta.url),
    `/** Written by the trainer, beside weights.bin: known without loading it. */
export const MODEL_VERSION = '${SETTINGS.modelVersion}';\n`,
  );
}

/** Without the additions, whose mistakes come up often enough to be known. */
function knownWords(texts: readonly Example[]): Uint8Array {
  const counts = new Map<string, number>();
  for (const { text } of texts) {
    for (const token of tokenise(text)) {
      if (token.kind === 'word') counts.set(token.text, (counts.get(token.text) ?? 0) + 1);
    }
  }
  const bits = new Uint8Array(SETTINGS.knownBytes);
  for (const [word, count] of counts) if (count >= SETTINGS.knownFrom) addKnown(bits, word);
  for (const word of readRealWords()) addKnown(bits, word);
  return bits;
}

function summarise() {
  const names = ['tuned', 'fixed', 'groupsTuned', 'groupsFixed', 'ece'] as const;
  const entries = names.map((name) => {
    const values = runs.map((run) => run[name]);
    return [name, { mean: round(mean(values)), deviation: round(deviation(values)) }];
  });
  const f1 = runs[0]?.f1.map((_, label) => round(mean(runs.map((run) => run.f1[label] ?? 0))));
  return { seeds: runs.length, ...Object.fromEntries(entries), f1 };
}

function rounded({ f1, ...rest }: CrossFitted) {
  const entries = Object.entries(rest).map(([name, value]) => [name, round(value)]);
  return { ...Object.fromEntries(entries), f1: f1.map(round) };
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
