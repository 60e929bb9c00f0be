import { hashText } from './hash.ts';
import { isKnown } from './known-words.ts';
import { isCapital, isInside, isName, isTitled } from './names.ts';
import { writeOut } from './slang.ts';
import type { Token } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

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
      if (isFeeling(token) && isName(tokens, at, titled)) return { ...token, text: '<name>' };
      if (TURNED.has(`${tokens[at - 1]?.text} ${token.text}`)) return { ...token, text: 'not' };
      const text = writeOut(token.text);
      // An unknown word with a capital letter is taken for a name, and is not corrected.
      const named = !titled && isInside(tokens, at) && isCapital(token);
      return named ? { ...token, text } : mend({ ...token, text });
    });
  };

  function isFeeling({ text }: Token): boolean {
    return lexicon.has(hashText(text));
  }

  function mend(token: Token): Token {
    if (isFeeling(token) || isKnown(known, token.text)) return token;
    const meant = spell(token.text);
    return meant === undefined ? token : { ...token, text: meant };
  }
}
