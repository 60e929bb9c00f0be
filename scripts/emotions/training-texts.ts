import { parseArgs } from 'node:util';
import { addKnown } from '../../src/emotions/model/language.ts';
import { createSpeller } from '../../src/emotions/model/speller.ts';
import { tokenise } from '../../src/emotions/model/tokens.ts';
import type { Vocabulary } from '../../src/emotions/model/vocabulary.ts';
import { type Addition, readAdditions } from './additions.ts';
import { type Example, readGoEmotions } from './goemotions.ts';
import { readLexicon, readRealWords, readSpellings } from './lexicon.ts';
import { SETTINGS } from './settings.ts';
import { guessLabels, readSgd } from './sgd.ts';

/** Everything that the model is made from. */
export interface TrainingTexts {
  readonly reddit: readonly Example[];
  readonly additions: readonly Addition[];
  readonly guessed: readonly Example[];
  /** What it is calibrated and scored on, and does not learn from. */
  readonly dev: readonly Example[];
  readonly vocabulary: Vocabulary;
  readonly spellings: readonly string[];
}

/** Reads `--train FILE --dev FILE [--sgd FILE]...`; what else the trainer is told comes beside. */
export function readTrainingTexts(usage: string) {
  const { values } = parseArgs({
    options: {
      train: { type: 'string' },
      dev: { type: 'string' },
      sgd: { type: 'string', multiple: true, default: [] },
      seeds: { type: 'string', default: '5' },
      out: { type: 'string' },
    },
  });
  const { train, dev, sgd, out } = values;
  const seeds = Number(values.seeds);
  if (train === undefined || dev === undefined || !(seeds >= 1)) throw new Error(usage);
  return { texts: readAll(train, dev, sgd), seeds, out };
}

function readAll(train: string, dev: string, sgd: readonly string[]): TrainingTexts {
  const lexicon = readLexicon();
  const reddit = readGoEmotions(train);
  const guessed = guessLabels(sgd.flatMap(readSgd), lexicon, SETTINGS.sgd);
  const spellings = readSpellings();
  return {
    reddit,
    additions: readAdditions(SETTINGS.additions.everybody, SETTINGS.additions.guests),
    guessed,
    dev: readGoEmotions(dev),
    vocabulary: {
      lexicon,
      known: knownWords([...reddit, ...guessed]),
      spell: createSpeller(spellings),
    },
    spellings,
  };
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
