import { parseArgs } from 'node:util';
import { EMOTION_LABELS } from '../../src/conversations/emotion.ts';
import { createReader } from '../../src/emotions/model/model-classifier.ts';
import { parseWeights } from '../../src/emotions/model/weights.ts';
import { seededRandom } from './metrics.ts';
import { readWeights } from './model-in-node.ts';
import { readSgd, type Utterance } from './sgd.ts';

// `node scripts/emotions/look-at-sgd.ts FILE.json... [--examples 50]` reads dialogues of SGD with
// the model, and prints the shares of labels by role and turn, and examples of each label.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { examples: { type: 'string', default: '50' } },
});
const read = createReader(parseWeights(readWeights()));
const seen = positionals.flatMap(readSgd).map((utterance) => {
  const { label, abstained, confidence } = read(utterance.text);
  return { ...utterance, label: label ?? abstained, confidence };
});
const NAMES = [...EMOTION_LABELS, 'low_confidence', 'unsupported'];

const turns: [name: string, holds: (utterance: Utterance) => boolean][] = [
  ['all', () => true],
  ['turn 0-1', ({ turn }) => turn < 2],
  ['between', ({ turn, closing }) => turn >= 2 && !closing],
  ['closing', ({ closing }) => closing],
  ['with thanks', ({ acts }) => acts.includes('THANK_YOU')],
  ['asks or tells', ({ acts }) => acts.every((act) => /^(REQUEST|INFORM)/.test(act))],
];
for (const role of ['customer', 'assistant'] as const) {
  for (const [name, holds] of turns) {
    const here = seen.filter((utterance) => utterance.role === role && holds(utterance));
    if (here.length === 0) continue;
    const shares = NAMES.map((label) => {
      const share = here.filter((utterance) => utterance.label === label).length / here.length;
      return share === 0 ? '' : `${label} ${(share * 100).toFixed(1)} %`;
    });
    console.log(`${role}, ${name} (${here.length}): ${shares.filter(Boolean).join(', ')}`);
  }
}
const random = seededRandom(1);
for (const label of NAMES) {
  const texts = new Map(
    seen
      .filter((utterance) => utterance.role === 'customer' && utterance.label === label)
      .map(({ text, confidence }) => [text, confidence]),
  );
  console.log(`\n${label}: ${texts.size} different texts of customers`);
  const drawn = [...texts].map((entry) => ({ entry, order: random() }));
  drawn.sort((a, b) => a.order - b.order);
  for (const { entry } of drawn.slice(0, Number(values.examples))) {
    console.log(`  ${entry[1] ?? '-'}\t${entry[0]}`);
  }
}
