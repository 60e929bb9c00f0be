import { parseArgs } from 'node:util';
import before from '../../src/emotions/model/weights.json' with { type: 'json' };
import { parseWeights } from '../../src/emotions/model/weights.ts';
import { readAdditions } from './additions.ts';
import { learnForeignLetters } from './foreign-letters.ts';
import { readGoEmotions } from './goemotions.ts';
import { readWeights } from './model-in-node.ts';
import { saveModel, saveSettings } from './save-model.ts';
import { SETTINGS } from './settings.ts';

// `node scripts/emotions/renew-foreign-letters.ts --train FILE` learns the letters of other languages
// again, as the trainer does, and gives the model the version in the settings. Everything else in
// weights.bin stays.

const { values } = parseArgs({ options: { train: { type: 'string' } } });
if (values.train === undefined) throw new Error('renew-foreign-letters.ts --train FILE');
const { modelVersion, additions } = SETTINGS;
const foreign = learnForeignLetters([
  ...readGoEmotions(values.train),
  ...readAdditions(additions.everybody, additions.guests).flatMap(({ examples }) => examples),
]);
const weights = parseWeights(readWeights());
const { scores, step, bias } = foreign;
const told = { modelVersion, foreign: { buckets: scores.length, step, bias } };
saveModel({ ...weights, header: { ...weights.header, ...told }, foreign });
saveSettings(before);
