import { parseArgs } from 'node:util';
import { createForeignness } from '../../src/emotions/model/foreign-letters.ts';
import { createLanguageCheck } from '../../src/emotions/model/language.ts';
import { tokenise } from '../../src/emotions/model/tokens.ts';
import { parseWeights } from '../../src/emotions/model/weights.ts';
import { ENGLISH_DEVELOPMENT, ENGLISH_HELD_OUT } from '../../test/emotions/languages/english.ts';
import { FOREIGN_DEVELOPMENT, FOREIGN_HELD_OUT } from '../../test/emotions/languages/foreign.ts';
import { readGoEmotions } from './goemotions.ts';
import { readWeights } from './model-in-node.ts';
import { readSgd } from './sgd.ts';

// `node scripts/emotions/measure-languages.ts [--goemotions FILE.tsv] [--show] [SGD.json...]` measures
// how many short texts in other languages the model abstains from, and how many English ones.
// `--show` prints the texts of the development halves that are judged wrongly.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { goemotions: { type: 'string' }, show: { type: 'boolean', default: false } },
});
/** A short text has at most this many words. */
const SHORT = 8;

const { vocabulary, foreign } = parseWeights(readWeights());
const isUnsupported = createLanguageCheck(vocabulary, createForeignness(foreign));
const abstains = (text: string) => isUnsupported(tokenise(text));

measure('other languages, development', textsOf(FOREIGN_DEVELOPMENT));
measure('other languages, held out', textsOf(FOREIGN_HELD_OUT));
measure('English, development', ENGLISH_DEVELOPMENT);
measure('English, held out', ENGLISH_HELD_OUT);
for (const path of positionals) {
  const texts = readSgd(path).flatMap(({ role, text }) => (role === 'customer' ? [text] : []));
  measure(`customers of ${path}`, texts);
  measure(
    '  of these the short ones',
    texts.filter((text) => text.split(/\s+/).length <= SHORT),
  );
}
if (values.goemotions !== undefined) {
  const texts = readGoEmotions(values.goemotions).map(({ text }) => text);
  measure('GoEmotions', texts);
  measure(
    '  of these the short ones',
    texts.filter((text) => text.split(/\s+/).length <= SHORT),
  );
}
if (values.show) {
  for (const [language, texts] of Object.entries(FOREIGN_DEVELOPMENT)) {
    for (const text of texts) if (!abstains(text)) console.log(`${language}: ${text}`);
  }
  for (const text of ENGLISH_DEVELOPMENT) if (abstains(text)) console.log(`English: ${text}`);
}
const all = [...textsOf(FOREIGN_DEVELOPMENT), ...ENGLISH_DEVELOPMENT].map(tokenise);
const started = performance.now();
const ROUNDS = 20;
for (let round = 0; round < ROUNDS; round += 1) for (const tokens of all) isUnsupported(tokens);
const each = ((performance.now() - started) * 1000) / (ROUNDS * all.length);
console.log(`time: ${each.toFixed(1)} µs a text, after its words were found`);

function textsOf(languages: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.values(languages).flat();
}

function measure(name: string, texts: readonly string[]): void {
  const count = texts.filter(abstains).length;
  const share = ((count / texts.length) * 100).toFixed(2);
  console.log(`${name}: abstains from ${count} of ${texts.length}, ${share} %`);
}
