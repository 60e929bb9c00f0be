import type { Weights } from '../../src/emotions/model/weights.ts';
import { type CrossFitted, crossFit } from './cross-fit.ts';
import { makeWeights } from './make-weights.ts';
import { deviation, mean } from './metrics.ts';
import { saveModel, saveSettings, saveWeights } from './save-model.ts';
import { readTrainingTexts } from './training-texts.ts';

// `npm run emotions:train -- --train FILE --dev FILE [--sgd FILE]... [--seeds 5] [--out FILE]` fits
// one model for each hash seed and scores it on dev. It writes the weights of the first model, its
// settings and the scores of all.

const { texts, seeds, out } = readTrainingTexts(
  'npm run emotions:train -- --train FILE --dev FILE [--sgd FILE]... [--seeds 5] [--out FILE]',
);
const { reddit, guessed, dev } = texts;
const additions = texts.additions.flatMap(({ examples }) => examples);
console.log(`${reddit.length} + ${additions.length} additions + ${guessed.length} guessed`);

const runs: CrossFitted[] = [];
let first: Weights | undefined;
for (let seed = 1; seed <= seeds; seed += 1) {
  const { weights, scores } = makeWeights([...reddit, ...additions, ...guessed], texts, seed);
  const run = crossFit(scores, dev);
  runs.push(run);
  console.log(`seed ${seed}: ${JSON.stringify(rounded(run))}`);
  first ??= weights;
}
const devCrossFitted = summarise();
console.log(JSON.stringify(devCrossFitted, undefined, 2));
if (first !== undefined && out !== undefined) saveWeights(first, out);
if (first !== undefined && out === undefined) {
  saveModel(first);
  const counts = { goEmotions: reddit.length, additions: additions.length, sgd: guessed.length };
  saveSettings({ texts: counts, devCrossFitted });
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
