import type { Token } from './tokens.ts';

const words = (list: string) => new Set(list.split(/\s+/));

/** Words that introduce the main statement of a sentence. */
const TURNS = words('but however unfortunately sadly nevertheless nonetheless');
/** Words that begin a concession, which is not the main statement of its sentence. */
const GRANTS = words('although though despite albeit notwithstanding');
/**
 * The number of tokens that count as the concession when it begins a sentence and no comma ends it.
 */
const UNMARKED = 3;
/** Words after which "but" makes no contrast: "nothing but praise", "I can't help but smile". */
const NO_TURN = words('nothing everything all none help last');

/**
 * For each token whether another part of the text outweighs it. These are the words before a "but",
 * and a concession, such as one that begins with "although". A "but" that begins a sentence
 * outweighs the sentence before it.
 */
export function findAsides(tokens: readonly Token[]): boolean[] {
  const aside = tokens.map(() => false);
  let sentence = 0;
  let before = 0;
  for (const [at, token] of tokens.entries()) {
    if (TURNS.has(token.text) && !NO_TURN.has(tokens[at - 1]?.text ?? '')) {
      aside.fill(true, opens(tokens, sentence, at) ? before : sentence, at);
    }
    if (GRANTS.has(token.text)) {
      const end = endOfClause(tokens, at + 1);
      // Nothing marks the end of the concession in "despite the rain we had a good time".
      const short = at === sentence && tokens[end]?.text !== ',';
      if (end > at + 1) aside.fill(true, at, short ? at + UNMARKED : end);
    }
    if (!endsSentence(token) || endsSentence(tokens[at + 1])) continue;
    before = sentence;
    sentence = at + 1;
  }
  // If everything is set aside, nothing outweighs it: a text may end with "but".
  return aside.includes(false) ? aside : aside.fill(false);
}

/**
 * Whether a contrast is with the sentence before: its word begins the sentence, or is between
 * commas, as in "the fish, however, was off".
 */
const opens = (tokens: readonly Token[], sentence: number, at: number): boolean =>
  at === sentence || (tokens[at - 1]?.text === ',' && tokens[at + 1]?.text === ',');

function endOfClause(tokens: readonly Token[], from: number): number {
  const end = tokens.findIndex(
    ({ kind, text }, at) => at >= from && (kind === 'mark' || TURNS.has(text)),
  );
  return end === -1 ? tokens.length : end;
}

const endsSentence = (token: Token | undefined): boolean =>
  token?.kind === 'mark' && /^[.!?…\n]/.test(token.text);
