import { parseArgs } from 'node:util';
import { EMOTION_LABELS } from '../../src/conversations/emotion.ts';
import { calibrate, createScorer } from '../../src/emotions/model/model.ts';
import { createReader } from '../../src/emotions/model/model-classifier.ts';
import { tokenise } from '../../src/emotions/model/tokens.ts';
import { parseWeights } from '../../src/emotions/model/weights.ts';
import { columnsOf, GROUP_NAMES, groupColumnsOf } from './columns.ts';
import { crossFit } from './cross-fit.ts';
import { bitOf, type Example, readGoEmotions } from './goemotions.ts';
import { createLexiconClassifier } from './lexicon-classifier.ts';
import { type Column, calibrationError, mean, scoresAt } from './metrics.ts';
import { readWeights } from './model-in-node.ts';
import { bootstrap, coverage, time } from './report.ts';

// `npm run emotions:evaluate -- FILE.tsv [--weights FILE]` scores the model and the lexicon on
// texts in the format of GoEmotions. The thresholds are those of the weights, tuned on dev.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { weights: { type: 'string' } },
});
const [path] = positionals;
if (path === undefined) throw new Error('npm run emotions:evaluate -- FILE.tsv [--weights FILE]');
const examples = readGoEmotions(path);
const texts = examples.map(({ text }) => text);
const show = (value: number) => value.toFixed(3);

const weights = parseWeights(readWeights(values.weights));
const { header } = weights;
console.log(`${examples.length} texts; model ${header.modelVersion}`);
const score = createScorer(weights);
const scores = texts.map((text) => score(tokenise(text)));
const read = createReader(weights);
const columns = columnsOf(
  scores.map((row) => calibrate(row, header)),
  examples,
);
showLabels(columns, header.thresholds);
showMacro('Ekman-7, thresholds of the weights', columns, header.thresholds);
showMacro('Ekman-7, at 0.3', columns, fixed(columns));
const groups = groupColumnsOf(columns);
showMacro('4 groups, thresholds of the weights', groups, header.groupThresholds);
showMacro('4 groups, at 0.3', groups, fixed(groups));
for (const [at, group] of groups.entries()) {
  const { precision, recall, f1 } = scoresAt(group, header.groupThresholds[at] ?? 0.5);
  console.log(`  ${GROUP_NAMES[at]}: P ${show(precision)} R ${show(recall)} F1 ${show(f1)}`);
}
console.log(`ECE, mean of the labels: ${show(mean(columns.map((c) => calibrationError(c))))}`);
const crossed = crossFit(scores, examples);
console.log(
  `cross-fitted on this file: Ekman-7 ${show(crossed.tuned)}, at 0.3 ${show(crossed.fixed)}; ` +
    `4 groups ${show(crossed.groupsTuned)}, at 0.3 ${show(crossed.groupsFixed)}; ECE ${show(crossed.ece)}`,
);
showReadings();
console.log(`time: ${time(read, texts)}`);

const lexicon = createLexiconClassifier();
await lexicon.classify('warm');
const said: number[][] = [];
const started = performance.now();
for (const text of texts) {
  const { label } = await lexicon.classify(text);
  said.push(EMOTION_LABELS.map((known) => (known === label ? 1 : 0)));
}
const each = ((performance.now() - started) * 1000) / texts.length;
console.log(`\nlexicon (${lexicon.modelVersion}), which gives one label and has no thresholds`);
const lexiconColumns = columnsOf(said, examples);
showLabels(lexiconColumns, fixed(lexiconColumns));
showMacro('Ekman-7', lexiconColumns, fixed(lexiconColumns));
const lexiconGroups = groupColumnsOf(lexiconColumns);
showMacro('4 groups', lexiconGroups, fixed(lexiconGroups));
console.log(`time: mean ${each.toFixed(1)} µs`);

function fixed(all: readonly Column[]): number[] {
  return all.map(() => 0.3);
}

function showLabels(all: readonly Column[], thresholds: readonly number[]) {
  for (const [at, column] of all.entries()) {
    const threshold = thresholds[at] ?? 0.5;
    const { precision, recall, f1 } = scoresAt(column, threshold);
    console.log(
      `  ${EMOTION_LABELS[at]?.padEnd(8)} P ${show(precision)} R ${show(recall)} F1 ${show(f1)} ` +
        `ECE ${show(calibrationError(column))} threshold ${threshold.toFixed(2)}`,
    );
  }
}

function showMacro(name: string, all: readonly Column[], thresholds: readonly number[]) {
  const macro = mean(all.map((column, at) => scoresAt(column, thresholds[at] ?? 0.5).f1));
  const [low, high] = bootstrap(all, thresholds);
  console.log(`macro-F1 ${name}: ${show(macro)} (95 %: ${show(low)} to ${show(high)})`);
}

/**
 * Shows how often the given label of a text is one of its true labels, and how well its confidence
 * is calibrated.
 */
function showReadings() {
  const readings = texts.map(read);
  const given = readings.flatMap((reading, at) => {
    const { labels } = examples[at] as Example;
    if (reading.abstained !== null) return [];
    return [
      { confidence: reading.confidence / 1000, right: (labels & bitOf(reading.label)) !== 0 },
    ];
  });
  const column = {
    probabilities: Float64Array.from(given, ({ confidence }) => confidence),
    truths: Uint8Array.from(given, ({ right }) => (right ? 1 : 0)),
  };
  const count = (why: string) => readings.filter(({ abstained }) => abstained === why).length;
  console.log(
    `one label given: ${given.length}, abstained: ${count('low_confidence')} for low confidence, ` +
      `${count('unsupported')} as unsupported; ECE of the confidence ${show(calibrationError(column))}`,
  );
  for (const line of coverage(given, texts.length)) console.log(`  ${line}`);
}
