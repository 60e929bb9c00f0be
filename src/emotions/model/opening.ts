import { hashPair, hashText } from './hash.ts';
import { type Lexicon, negates, unpackSense } from './polarity.ts';
import type { Token } from './tokens.ts';

/** The most tokens that an opening has. */
const LONGEST = 6;
/** The word of praise must be among this number of tokens at the start of the text. */
const PRAISE_BY = 3;

const words = (list: string) => new Set(list.split(/\s+/));
/** Words that connect an opening with its subject. */
const LEADS = words('for that to how on of when if because with');
/**
 * If the start of the text has one of these words, it is a statement and not an opening: "food was
 * great, …".
 */
const STATES = words('is was are were be been');

/**
 * The number of tokens at the start of a text that praise what follows, sincerely or not: "great,
 * …", "thanks | for …", "how nice | of you to …". A word of the opening gets a separate weight,
 * because the rest of the text shows whether the praise is sincere. 0 when the text does not begin
 * with praise, or no word follows it.
 */
export function openingOf(tokens: readonly Token[], lexicon: Lexicon): number {
  let praised = false;
  for (let at = 0; at < Math.min(LONGEST, tokens.length - 1); at += 1) {
    const { kind, text } = tokens[at] as Token;
    if (STATES.has(text) || negates(text)) return 0;
    if (praised && (kind === 'mark' ? !text.includes('?') : LEADS.has(text))) {
      const end = kind === 'mark' ? at + 1 : at;
      return tokens.slice(end).some((token) => token.kind === 'word') ? end : 0;
    }
    if (at < PRAISE_BY && praises(text, tokens[at + 1]?.text ?? '', lexicon)) praised = true;
  }
  return 0;
}

function praises(word: string, next: string, lexicon: Lexicon): boolean {
  if (word === 'thank') return true;
  const pair = lexicon.get(hashPair(hashText(word), hashText(next)));
  const sense = pair ?? lexicon.get(hashText(word));
  if (sense === undefined) return false;
  const { valence, feeling } = unpackSense(sense);
  return feeling === 'joy' && valence > 0;
}
