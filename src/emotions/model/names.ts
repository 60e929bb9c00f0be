import type { Token } from './tokens.ts';

/** Words before which a single word with a capital letter is taken for a name. */
const BEFORE_NAMES = new Set('at with by from under for called named and'.split(' '));

/** Titles that only names follow: "Mr. Sad, party of four". */
const TITLES = new Set('mr mrs ms mx'.split(' '));

/** Words before which "dr" is no title: "I saw the dr. Great service". */
const DETERMINERS = new Set('a the my your our this that another'.split(' '));

/** Given names that are also words of feeling. With a capital letter they are taken for names. */
const GIVEN_NAMES = new Set(
  'angel bliss charity constance faith felicity grace hope joy mercy patience prudence'.split(' '),
);

/** Words after which a given name is an exclamation: "Oh Joy, another delay". */
const EXCLAIMED = new Set('oh what such good'.split(' '));

/**
 * Whether a word of feeling is a name where it stands. `titled` tells that the text is written like
 * a title, so that capital letters mark no names.
 */
export function isName(tokens: readonly Token[], at: number, titled: boolean): boolean {
  const [token, before, after] = [tokens[at], tokens[at - 1], tokens[at + 1]];
  if (token === undefined) return false;
  if (followsTitle(tokens, at)) return true;
  const isGiven = GIVEN_NAMES.has(token.text);
  const isIntroduced = introduces(tokens, at);
  if (isGiven && isIntroduced) return true;
  if (titled || !isCapital(token)) return false;
  if (isIntroduced) return true;
  if (!isInside(tokens, at)) return isGiven && opensWithName(tokens, at);
  if (isCapital(before) || isCapital(after) || BEFORE_NAMES.has(before?.text ?? '')) return true;
  return isGiven && !EXCLAIMED.has(before?.text ?? '');
}

/** Whether a word is inside a sentence, where a capital letter may mark a name. */
export const isInside = (tokens: readonly Token[], at: number): boolean =>
  tokens[at - 1]?.kind === 'word' || tokens[at - 1]?.text === ',';

/** Whether a word is capitalised. "I" always is, so it does not count; nor does "SHOUTING". */
export const isCapital = (token: Token | undefined): boolean =>
  token?.capital === true && !token.shouted && !/^i(?:$|')/.test(token.text);

/** Whether a word follows "Mr" or "Mr.", or with a capital letter "Dr" or "Dr.". */
function followsTitle(tokens: readonly Token[], at: number): boolean {
  const title = tokens[at - 1]?.text === '.' ? at - 2 : at - 1;
  if (TITLES.has(tokens[title]?.text ?? '')) return true;
  if (tokens[title]?.text !== 'dr' || !isCapital(tokens[at])) return false;
  return !DETERMINERS.has(tokens[title - 1]?.text ?? '');
}

/** Whether a word follows "name is", "name's", "name:" or "call me". */
function introduces(tokens: readonly Token[], at: number): boolean {
  const pair = `${tokens[at - 2]?.text} ${tokens[at - 1]?.text}`;
  return /^(?:name (?:is|:)|call me|\S+ name's)$/.test(pair);
}

/** Whether a sentence opens with this name: "Joy Smith", "Joy here", "Joy and Grace", "Joy, party". */
function opensWithName(tokens: readonly Token[], at: number): boolean {
  const [next, second] = [tokens[at + 1], tokens[at + 2]];
  if (isCapital(next) || next?.text === 'here') return true;
  if (next?.text === 'and') return isCapital(second);
  return next?.text === ',' && second?.text === 'party';
}

/** Whether over two thirds of the words after the first have a capital letter, as in a title. */
export function isTitled(tokens: readonly Token[]): boolean {
  const others = tokens.filter(({ kind }) => kind === 'word').slice(1);
  return others.length > 1 && others.filter(isCapital).length * 3 > others.length * 2;
}
