import { hashText } from './hash.ts';
import { isKnown } from './language.ts';
import { writeOut } from './slang.ts';
import type { Token } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What stands before a name, when nothing else with a capital stands beside it. */
const BEFORE_NAMES = new Set('at with by from under for called named and mr mrs ms dr'.split(' '));

/** Two words that mean a negation: "anything but good". */
const TURNED = new Set(['anything but', 'far from']);

/**
 * Makes of the words of a text those that are meant: what is usually written short is written out,
 * typing mistakes are mended when the word is an unknown one, names lose what they would mean as
 * words ("a table at the Angry Crab"), and phrases that turn something around become the words that
 * say so.
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
      // An unknown word with a capital is a name, not a mistake.
      return named ? { ...token, text } : mend({ ...token, text });
    });
  };

  function mend(token: Token): Token {
    if (lexicon.has(hashText(token.text)) || isKnown(known, token.text)) return token;
    const meant = spell(token.text);
    return meant === undefined ? token : { ...token, text: meant };
  }

  /** Whether a word with a capital that would say something is part of a name. */
  function isName(tokens: readonly Token[], at: number): boolean {
    if (!lexicon.has(hashText(tokens[at]?.text ?? ''))) return false;
    const [before, after] = [tokens[at - 1], tokens[at + 1]];
    return isCapital(before) || isCapital(after) || BEFORE_NAMES.has(before?.text ?? '');
  }
}

/** Whether nearly all words but the first have a capital, so that it says nothing. */
function isTitled(tokens: readonly Token[]): boolean {
  const others = tokens.filter(({ kind }) => kind === 'word').slice(1);
  return others.length > 1 && others.filter(isCapital).length * 3 > others.length * 2;
}

/** Whether a word stands inside a sentence: a capital at the beginning says nothing. */
const isInside = (tokens: readonly Token[], at: number): boolean =>
  tokens[at - 1]?.kind === 'word' || tokens[at - 1]?.text === ',';

/** Not "I", which always is one. */
const isCapital = (token: Token | undefined): boolean =>
  token?.capital === true && !token.shouted && !/^i(?:$|')/.test(token.text);
