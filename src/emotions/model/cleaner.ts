import { hashText } from './hash.ts';
import { isKnown } from './known-words.ts';
import { writeOut } from './slang.ts';
import type { Token } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Words before which a single word with a capital letter is taken for a name. */
const BEFORE_NAMES = new Set('at with by from under for called named and mr mrs ms dr'.split(' '));

/** Pairs of words that negate: "anything but good". */
const TURNED = new Set(['anything but', 'far from']);

/**
 * Makes a function that normalises the words of a text. Abbreviations are written out. An unknown
 * word is corrected if it looks like a typing mistake. A name that is also a word of the lexicon
 * becomes `<name>` ("a table at the Angry Crab"). The second word of a negating pair becomes `not`.
 */
export function createCleaner({
  lexicon,
  known,
  spell,
}: Vocabulary): (tokens: readonly Token[]) => readonly Token[] {
  return (tokens) => {
    const titled = isTitled(tokens);
    return tokens.map((token, at) => {
      if (token.kind !== 'word') return token;
      const named = !titled && isInside(tokens, at) && isCapital(token);
      if (named && isName(tokens, at)) return { ...token, text: '<name>' };
      if (TURNED.has(`${tokens[at - 1]?.text} ${token.text}`)) return { ...token, text: 'not' };
      const text = writeOut(token.text);
      // An unknown word with a capital letter is taken for a name, and is not corrected.
      return named ? { ...token, text } : mend({ ...token, text });
    });
  };

  function mend(token: Token): Token {
    if (lexicon.has(hashText(token.text)) || isKnown(known, token.text)) return token;
    const meant = spell(token.text);
    return meant === undefined ? token : { ...token, text: meant };
  }

  /** Whether a word of the lexicon that has a capital letter is part of a name. */
  function isName(tokens: readonly Token[], at: number): boolean {
    if (!lexicon.has(hashText(tokens[at]?.text ?? ''))) return false;
    const [before, after] = [tokens[at - 1], tokens[at + 1]];
    return isCapital(before) || isCapital(after) || BEFORE_NAMES.has(before?.text ?? '');
  }
}

/** Whether over two thirds of the words after the first have a capital letter, as in a title. */
function isTitled(tokens: readonly Token[]): boolean {
  const others = tokens.filter(({ kind }) => kind === 'word').slice(1);
  return others.length > 1 && others.filter(isCapital).length * 3 > others.length * 2;
}

/** Whether a word is inside a sentence, where a capital letter may mark a name. */
const isInside = (tokens: readonly Token[], at: number): boolean =>
  tokens[at - 1]?.kind === 'word' || tokens[at - 1]?.text === ',';

/** Whether a word is capitalised. "I" always is, so it does not count; nor does "SHOUTING". */
const isCapital = (token: Token | undefined): boolean =>
  token?.capital === true && !token.shouted && !/^i(?:$|')/.test(token.text);
