import { parseArgs } from 'node:util';
import { addKnown } from '../../src/emotions/model/known-words.ts';
import { createSpeller } from '../../src/emotions/model/speller.ts';
import { tokenise } from '../../src/emotions/model/tokens.ts';
import type { Vocabulary } from '../../src/emotions/model/vocabulary.ts';
import { type Addition, readAdditions } from './additions.ts';
import { type Example, readGoEmotions } from './goemotions.ts';
import { readLexicon, readRealWords, readSpellings } from './lexicon.ts';
import { SETTINGS } from './settings.ts';
import { guessLabels, readSgd } from './sgd.ts';

/** All texts and words from which the model is trained. */
export interface TrainingTexts {
  /** GoEmotions, which labels comments on Reddit. */
  readonly reddit: readonly Example[];
  readonly additions: readonly Addition[];
  /** Utterances of SGD whose labels are guessed. */
  readonly guessed: readonly Example[];
  /** Texts on which the model is calibrated and scored, and from which it does not learn. */
  readonly dev: readonly Example[];
  readonly vocabulary: Vocabulary;
  readonly spellings: readonly string[];
}

/** Reads the texts that the command line names, and returns its other options with them. */
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

/**
 * The words that occur often enough. The additions do not count, because they repeat some typing
 * mistakes so often that these would count as known words.
 */
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
