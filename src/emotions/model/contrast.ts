import type { Token } from './tokens.ts';

const words = (list: string) => new Set(list.split(/\s+/));

/** Words after which the point of a sentence comes. */
const TURNS = words('but however unfortunately sadly nevertheless nonetheless');
/** Words that grant something which is not the point. */
const GRANTS = words('although though despite albeit notwithstanding');
/** How many words an opening grant has, itself included, when no comma ends it. */
const UNMARKED = 3;
/** Before these a "but" turns nothing: "nothing but praise", "I can't help but smile". */
const NO_TURN = words('nothing everything all none help last');

/**
 * For each token whether it is set aside by another part of its sentence: what comes before a "but",
 * what an "although" grants. A "but" that begins a sentence sets the sentence before aside.
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
      // "Despite the rain we had a good time": where the point begins, nothing says.
      const short = at === sentence && tokens[end]?.text !== ',';
      if (end > at + 1) aside.fill(true, at, short ? at + UNMARKED : end);
    }
    if (!endsSentence(token) || endsSentence(tokens[at + 1])) continue;
    before = sentence;
    sentence = at + 1;
  }
  // Whatever is said is said in some part: a text that ends with "but" has no point to set it aside.
  return aside.includes(false) ? aside : aside.fill(false);
}

/** Whether a word begins its sentence, or stands between commas: "the fish, however, was off". */
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
