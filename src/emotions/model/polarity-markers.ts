import type { EmotionLabel } from '../../conversations/emotion.ts';
import { SIGN_FEELINGS } from './emoji.ts';
import { hashPair, hashText } from './hash.ts';
import {
  compares,
  contrasts,
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

/** What is good and what is bad in a part of a text, on the scale of the lexicon; neither below 0. */
interface Sums {
  good: number;
  bad: number;
}

/**
 * Adds up what the words say by themselves: negation turns them around, and each clause is also seen
 * by itself, as "great, another bug" and "nice but rude" end otherwise than they begin.
 */
export function polarityMarkersOf(tokens: readonly Token[], lexicon: Lexicon): string[] {
  const markers = new Set<string>();
  const clauses: Sums[] = [{ good: 0, bad: 0 }];
  let contrasted = false;
  let reach = 0;
  let strong = false;
  let supposed = false;
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i] as Token;
    const { kind, text } = token;
    if (endsReach(token)) {
      reach = 0;
      supposed = false;
      clauses.push({ good: 0, bad: 0 });
    }
    if (contrasts(text)) contrasted = true;
    if (kind === 'sign') add(SIGN_VALENCES[SIGN_FEELINGS.get(text) ?? 'neutral']);
    if (kind !== 'word') continue;
    const pair = senseOfPair(token, tokens[i + 1], lexicon);
    const sense = pair ?? lexicon.get(hashText(text));
    if (pair !== undefined) i += 1;
    if (sense !== undefined) {
      say(unpackSense(sense), reach > 0 && pair === undefined && !staysAsItIs(text));
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
  for (const marker of summary(clauses, contrasted)) markers.add(marker);
  return [...markers];

  function say({ valence, feeling }: Sense, turned: boolean) {
    const not = turned ? 'not ' : '';
    const sign = valence > 0 ? '+' : '-';
    if (feeling !== null) markers.add(`${not}feels ${feeling}`);
    if (strong) markers.add(`strong ${not}${sign}`);
    if (turned && valence !== 0) markers.add(`not ${sign}`);
    add(turned ? -0.6 * valence : valence);
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

/** Of the whole text, and of its first clause that says something against its last. */
function summary(clauses: readonly Sums[], contrasted: boolean): string[] {
  const all = clauses.reduce((sum, { good, bad }) => ({
    good: sum.good + good,
    bad: sum.bad + bad,
  }));
  const telling = clauses.filter(({ good, bad }) => good !== bad);
  const first = telling.at(0);
  const last = telling.at(-1);
  const markers = [`good ${level(all.good)}`, `bad ${level(all.bad)}`];
  markers.push(`both ${level(all.good)} ${level(all.bad)}`);
  if (contrasted && last !== undefined) markers.push(`after but ${leaning(last)}`);
  if (first !== undefined && last !== undefined && first !== last) {
    markers.push(`from ${leaning(first)} to ${leaning(last)}`);
  }
  return markers;
}

const leaning = ({ good, bad }: Sums): string => (good > bad ? '+' : '-');

/** Of emoji and emoticons, on the scale of the lexicon. */
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
