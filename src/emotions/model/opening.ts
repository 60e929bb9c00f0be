import { hashPair, hashText } from './hash.ts';
import { type Lexicon, negates, unpackSense } from './polarity.ts';
import type { Token } from './tokens.ts';

/** How many tokens an opening has at most, and where in it the word of praise stands at the latest. */
const LONGEST = 6;
const PRAISE_BY = 3;

const words = (list: string) => new Set(list.split(/\s+/));
/** Words that lead on to what the opening is about. */
const LEADS = words('for that to how on of when if because with');
/** With one of these it is a statement: "food was great, …". */
const STATES = words('is was are were be been');

/**
 * How many tokens at the start of a text praise what follows, for better or for worse: "great, …",
 * "thanks | for …", "how nice | of you to …". Such a word is another one than the same word
 * elsewhere, as what follows decides whether it is meant. 0 where nothing does, or nothing follows.
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
