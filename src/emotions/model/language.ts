import { FOREIGN_WORDS, SHARED_WORDS } from './foreign-words.ts';
import { isKnown } from './known-words.ts';
import { isCapital, isInside } from './names.ts';
import { writeOut } from './slang.ts';
import type { Token } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

const LATIN = /^\p{Script=Latin}/u;
const BEYOND_ASCII = /[^\x20-\x7e]/;

/** A shorter word is not taken for a mistyped English one: it is too similar to foreign words. */
const LONG_ENOUGH = 5;

/**
 * The least odds at which the letters of an unknown word are foreign. They are lower than even odds,
 * because an unknown word is rarely English.
 */
const FOREIGN_FROM = -1;
/** How much more odds make it wholly foreign. */
const FOREIGN_SPAN = 2;
/**
 * The odds from which a known word counts as less English, and over which span. A foreign word may be
 * known: by chance, as known words are kept as hashes, or because the training texts quote it.
 */
const DOUBTFUL_FROM = 1.5;
const DOUBTFUL_SPAN = 6;
const DOUBTFUL_LEAST = 0.35;

/** A text with less foreign weight is accepted. */
const LEAST = 0.5;

/**
 * Makes a function that tells whether a text is in a script or a language that the model was not
 * trained on: most of the text is in another script, or its foreign words outweigh its English ones.
 * A word is foreign if it is on a list of common words of other languages, or if the model does not
 * know it and its letters are foreign. A single word that is on no list is accepted, as it may be a
 * name, and words that are written as names do not count.
 * @param foreignness the logarithm of the odds that a word is foreign, by its letters
 */
export function createLanguageCheck(
  { known, spell }: Pick<Vocabulary, 'known' | 'spell'>,
  foreignness: (word: string) => number,
): (tokens: readonly Token[]) => boolean {
  return (tokens) => {
    let [otherScript, latin, counted, listed, foreign, english] = [0, 0, 0, 0, 0, 0];
    const familiar: string[] = [];
    for (const [at, token] of tokens.entries()) {
      const { kind, text } = token;
      if (kind !== 'word' || text.startsWith('[') || text.startsWith('<')) continue;
      if (!LATIN.test(text)) {
        otherScript += Math.ceil(text.length / 2);
        continue;
      }
      if (FOREIGN_WORDS.has(text)) {
        listed += 1;
        foreign += isWrittenAsName(tokens, at) ? 0.5 : 1;
      } else if (isFamiliar(text)) {
        familiar.push(text);
      } else if (!isWrittenAsName(tokens, at)) {
        const weight = weightOfUnknown(text);
        if (weight > 0) foreign += weight;
        else english -= weight;
        counted += 1;
      }
      if (!SHARED_WORDS.has(text)) latin += 1;
    }
    if (otherScript > latin) return true;
    // Most texts have no foreign word, so that the letters of their words need not be looked at.
    if (foreign < LEAST) return false;
    for (const text of familiar) {
      english += weightOfFamiliar(text);
      if (!SHARED_WORDS.has(text)) counted += 1;
    }
    if (listed === 0 && counted === 1) return false;
    return foreign > english;
  };

  function isFamiliar(text: string): boolean {
    if (SHARED_WORDS.has(text) || isKnown(known, text) || writeOut(text) !== text) return true;
    return text.length >= LONG_ENOUGH && spell(text) !== undefined;
  }

  /** How foreign an unknown word is, up to 1, or how English, down to -0.5. */
  function weightOfUnknown(text: string): number {
    const least = BEYOND_ASCII.test(text) ? 0.5 : -0.5;
    return Math.max(least, Math.min(1, (foreignness(text) - FOREIGN_FROM) / FOREIGN_SPAN));
  }

  /** How English a word is, up to 1, that is known or shared, or may be mistyped. */
  function weightOfFamiliar(text: string): number {
    const odds = foreignness(text);
    if (SHARED_WORDS.has(text)) return odds < FOREIGN_FROM ? 0.5 : 0;
    if (isKnown(known, text) || writeOut(text) !== text) {
      return Math.max(DOUBTFUL_LEAST, 1 - Math.max(0, (odds - DOUBTFUL_FROM) / DOUBTFUL_SPAN));
    }
    return odds < FOREIGN_FROM ? 1 : 0.5;
  }
}

/** Whether a word has a capital letter inside a sentence, or together with the next word. */
function isWrittenAsName(tokens: readonly Token[], at: number): boolean {
  return isCapital(tokens[at]) && (isInside(tokens, at) || isCapital(tokens[at + 1]));
}
