import type { EmotionLabel } from '../../conversations/emotion.ts';
import { SIGN_FEELINGS } from './emoji.ts';
import { hashPair, hashText } from './hash.ts';
import {
  compares,
  endsReach,
  type Lexicon,
  NEGATION_REACH,
  negates,
  type Sense,
  staysAsItIs,
  strengthens,
  supposes,
  unpackSense,
} from './polarity.ts';
import type { Token } from './tokens.ts';

/** How good and how bad a clause is, each as a sum on the scale of the lexicon, 0 or more. */
interface Sums {
  good: number;
  bad: number;
  /** Whether another part of the text outweighs the clause. */
  readonly aside: boolean;
}

/** The parts of a text. */
export interface Parts {
  /** For each token whether another part of the text outweighs it; see `findAsides`. */
  readonly aside: readonly boolean[];
  /** The number of tokens of the opening; see `openingOf`. */
  readonly opening: number;
}

/**
 * Adds up the senses of the words of a text and describes the result by markers. A negation
 * reverses the valence of a word. Outweighed clauses are summed separately. Each clause also counts
 * by itself, because the end of a text may have another polarity than its beginning ("great,
 * another bug").
 */
export function polarityMarkersOf(
  tokens: readonly Token[],
  { aside, opening }: Parts,
  lexicon: Lexicon,
): string[] {
  const markers = new Set<string>();
  const clauses: Sums[] = [{ good: 0, bad: 0, aside: aside[0] === true }];
  /** The index of the first clause after the opening. */
  let opened = 0;
  let reach = 0;
  let strong = false;
  let supposed = false;
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i] as Token;
    const { kind, text } = token;
    const set = aside[i] === true;
    if (endsReach(token) || set !== clauses.at(-1)?.aside || (opening > 0 && i === opening)) {
      if (i === opening) opened = clauses.length;
      reach = 0;
      supposed = false;
      clauses.push({ good: 0, bad: 0, aside: set });
    }
    if (kind === 'sign') add(SIGN_VALENCES[SIGN_FEELINGS.get(text) ?? 'neutral']);
    if (kind !== 'word') continue;
    // The end of an opening separates a pair of words.
    const next = i + 1 === opening ? undefined : tokens[i + 1];
    const pair = senseOfPair(token, next, lexicon);
    const sense = pair ?? lexicon.get(hashText(text));
    if (pair !== undefined) i += 1;
    if (sense !== undefined) {
      say(unpackSense(sense), reach > 0 && pair === undefined && !staysAsItIs(text), set);
    }
    if (compares(text)) {
      const worse = sense !== undefined && unpackSense(sense).valence < 0;
      if (reach > 0) markers.add(worse ? 'not worse' : 'not better');
      if (supposed) markers.add(worse ? 'could be worse' : 'could be better');
    }
    strong = strengthens(text);
    if (supposes(text)) supposed = true;
    if (pair === undefined && negates(text)) reach = NEGATION_REACH + 1;
    if (reach > 0) reach -= 1;
  }
  for (const marker of summary(clauses)) markers.add(marker);
  if (opening > 0) markers.add(`opens, then ${leaning(sumUp(clauses.slice(opened)))}`);
  return [...markers];

  function say({ valence, feeling }: Sense, turned: boolean, set: boolean) {
    add(turned ? -0.6 * valence : valence);
    if (set) return;
    const not = turned ? 'not ' : '';
    const sign = valence > 0 ? '+' : '-';
    if (feeling !== null) markers.add(`${not}feels ${feeling}`);
    if (strong) markers.add(`strong ${not}${sign}`);
    if (turned && valence !== 0) markers.add(`not ${sign}`);
  }

  function add(value: number) {
    const clause = clauses.at(-1) as Sums;
    if (value > 0) clause.good += value;
    else clause.bad -= value;
  }
}

function senseOfPair(token: Token, next: Token | undefined, lexicon: Lexicon): number | undefined {
  if (next?.kind !== 'word') return undefined;
  return lexicon.get(hashPair(hashText(token.text), hashText(next.text)));
}

/**
 * Markers of the sums of all clauses: those that are not outweighed, those that are outweighed, and
 * a comparison of the first and the last clause that is good or bad.
 */
function summary(clauses: readonly Sums[]): string[] {
  const all = sumUp(clauses.filter(({ aside }) => !aside));
  const granted = sumUp(clauses.filter(({ aside }) => aside));
  const telling = clauses.filter(({ good, bad }) => good !== bad);
  const first = telling.at(0);
  const last = telling.at(-1);
  const markers = [`good ${level(all.good)}`, `bad ${level(all.bad)}`];
  markers.push(`both ${level(all.good)} ${level(all.bad)}`);
  if (granted.good !== granted.bad) {
    markers.push(`granted ${leaning(granted)}`, `granted ${leaning(granted)} then ${leaning(all)}`);
  }
  if (first !== undefined && last !== undefined && first !== last) {
    markers.push(`from ${leaning(first)} to ${leaning(last)}`);
  }
  return markers;
}

function sumUp(clauses: readonly Sums[]): Pick<Sums, 'good' | 'bad'> {
  return {
    good: clauses.reduce((sum, { good }) => sum + good, 0),
    bad: clauses.reduce((sum, { bad }) => sum + bad, 0),
  };
}

const leaning = ({ good, bad }: Pick<Sums, 'good' | 'bad'>): string =>
  good === bad ? '0' : good > bad ? '+' : '-';

/** The valences of emoji and emoticons, on the scale of the lexicon. */
const SIGN_VALENCES: Record<EmotionLabel, number> = {
  anger: -4,
  disgust: -4,
  fear: -3,
  joy: 4,
  neutral: 0,
  sadness: -4,
  surprise: 0,
};

const level = (sum: number): number =>
  sum === 0 ? 0 : sum < 3 ? 1 : sum < 6 ? 2 : sum < 10 ? 3 : 4;
