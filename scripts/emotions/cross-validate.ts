import { createReader } from '../../src/emotions/model/model-classifier.ts';
import type { Addition } from './additions.ts';
import { bitOf } from './goemotions.ts';
import { makeWeights } from './make-weights.ts';
import { readTrainingTexts } from './training-texts.ts';

// `npm run emotions:cross-validate -- --train FILE --dev FILE [--sgd FILE]...` measures how well
// the model reads guests' texts that it was not trained with. Each fifth of the lines of the
// additions is left out in turn. The fifths are made of blocks, because neighbouring lines are
// similar. The score of a line is that of its first utterance, which is also left out of all other
// lines.

const FOLDS = 5;
const BLOCK = 20;
const { texts } = readTrainingTexts(
  'npm run emotions:cross-validate -- --train FILE --dev FILE [--sgd FILE]...',
);
const { reddit, additions, guessed } = texts;

const counts = new Map<string, { right: number; lines: number }>();
for (let fold = 0; fold < FOLDS; fold += 1) {
  const leftOut = (_: Addition, line: number) => Math.floor(line / BLOCK) % FOLDS === fold;
  const kept = additions.filter((addition, line) => !leftOut(addition, line));
  const asked = new Set(additions.filter(leftOut).map((one) => one.examples[0]?.text));
  const learnt = kept.flatMap((one) => one.examples).filter(({ text }) => !asked.has(text));
  const examples = [...reddit, ...learnt, ...guessed];
  const read = createReader(makeWeights(examples, texts, 1).weights);
  for (const { file, labels, examples } of additions.filter(leftOut)) {
    const [first] = examples;
    if (first === undefined) continue;
    const { label } = read(first.text);
    const right = label !== null && (labels & bitOf(label)) !== 0;
    for (const name of [file, 'all']) {
      const count = counts.get(name) ?? { right: 0, lines: 0 };
      counts.set(name, { right: count.right + Number(right), lines: count.lines + 1 });
    }
  }
}
for (const [name, { right, lines }] of [...counts].sort()) {
  console.log(`${((100 * right) / lines).toFixed(1)} % of ${lines} lines: ${name}`);
}
