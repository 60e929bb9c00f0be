import { plainSign, SIGN_FEELINGS } from './emoji.ts';

/**
 * The most UTF-16 code units of a text that are read. This limits the time for a very long text.
 */
export const READ_AT_MOST = 2000;

export type TokenKind = 'word' | 'number' | 'sign' | 'mark';

export interface Token {
  readonly kind: TokenKind;
  /** In lower case. A letter that is repeated more than twice is written twice. */
  readonly text: string;
  /** Written in capitals, and longer than one letter. */
  readonly shouted: boolean;
  /** A letter was repeated three times or more. */
  readonly stretched: boolean;
  /** Begins with a capital letter. */
  readonly capital: boolean;
}

const TOKEN =
  /https?:\/\/\S+|\[[A-Z]+\]|\p{Regional_Indicator}{2}|[>]?[:;=][-'o]?[)(\][DPpOo|/@Sc](?![a-z0-9])|[xX]D\b|D:(?!\w)|\(:|\):|<3|\^\^|[oO]_[oO]|\\o\/|\p{Extended_Pictographic}\uFE0F?\p{Emoji_Modifier}?|(?:[Gg]r8|[Mm]8|[Bb]4|[Ll]8r?|[Hh]8|[Ww]8(?:ing)?|2nite|2moro)(?![\p{L}\p{N}])|\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*|\p{N}+(?:[.:,]\p{N}+)*|\n+|\.{2,}|[!?]+|[.,;:…()"*]|[¿¡]/gu;
const LETTER = /^\d?\p{L}/u;
const DIGIT = /^\p{N}/u;
const REPEATED = /(\p{L})\1{2,}/gu;

/** The text of the mark at the end of a line. */
export const LINE_END = '\n';

/** The words, numbers, signs (emoji and emoticons) and marks (punctuation, line ends) of a text. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  const read = text.slice(0, READ_AT_MOST).trim();
  for (const found of read.match(TOKEN) ?? []) tokens.push(tokenOf(found));
  return tokens;
}

function tokenOf(found: string): Token {
  const code = found.charCodeAt(0);
  if (code === 10) return plain('mark', LINE_END);
  if (SIGN_FEELINGS.has(found)) return plain('sign', found);
  if (code === 91) return plain('word', found.toLowerCase());
  if (found.startsWith('http')) return plain('word', '<link>');
  if (LETTER.test(found)) return wordOf(found);
  if (DIGIT.test(found)) return plain('number', found);
  if (code > 127 && code !== 0x2026 && code !== 0xbf && code !== 0xa1) {
    return plain('sign', plainSign(found));
  }
  return plain('mark', found);
}

function wordOf(found: string): Token {
  const lower = found.toLowerCase().replaceAll('’', "'");
  const short = lower.replace(REPEATED, '$1$1');
  const shouted = found.length > 1 && lower !== found && found.toUpperCase() === found;
  const stretched = short.length < lower.length;
  const capital = !lower.startsWith(found.charAt(0));
  return { kind: 'word', text: short, shouted, stretched, capital };
}

const plain = (kind: TokenKind, text: string): Token => ({
  kind,
  text,
  shouted: false,
  stretched: false,
  capital: false,
});
