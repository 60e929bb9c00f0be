import { EMOTION_LABELS, type EmotionLabel } from '../../conversations/emotion.ts';
import { hashPair, hashText } from './hash.ts';
import type { Token } from './tokens.ts';

/** The sense of a word by itself: its valence and its feeling. */
export interface Sense {
  /** In half points of VADER's scale: -8 to 8. */
  readonly valence: number;
  readonly feeling: EmotionLabel | null;
}

/** The senses of words and pairs of words: {@link packSense} by {@link wordKey}. */
export type Lexicon = ReadonlyMap<number, number>;

/** The key of a word, or of a pair of words that is written with a `_` between them. */
export function wordKey(word: string): number {
  const [first = '', second] = word.split('_');
  return second === undefined ? hashText(first) : hashPair(hashText(first), hashText(second));
}

export const packSense = ({ valence, feeling }: Sense): number =>
  (valence + 8) | ((feeling === null ? 7 : EMOTION_LABELS.indexOf(feeling)) << 5);

export const unpackSense = (packed: number): Sense => ({
  valence: (packed & 31) - 8,
  feeling: EMOTION_LABELS[packed >> 5] ?? null,
});

const words = (list: string) => new Set(list.split(/\s+/));
const NEGATORS = words(`no not never cannot without nobody nothing nowhere none neither nor hardly
  barely scarcely lacks lack lacking`);
const CONTRASTS = words('but however although though yet except unfortunately sadly');
const STRONG = words(`very so really extremely incredibly absolutely totally completely utterly
  super too such quite truly fucking damn freaking bloody highly insanely soo deeply unbearably
  terribly awfully seriously ridiculously beyond`);

/** Whether a word negates the words after it. */
export const negates = (word: string): boolean => NEGATORS.has(word) || word.endsWith("n't");
const contrasts = (word: string): boolean => CONTRASTS.has(word);
/** Whether a word is an intensifier: "very". */
export const strengthens = (word: string): boolean => STRONG.has(word);

/** Whether a negation does not change the sense of a word: "no that is all thanks". */
export const staysAsItIs = (word: string): boolean => POLITE.has(word);
const POLITE = words('thanks thank thankyou thx ty tysm cheers please pls appreciate');

/**
 * Whether a word is a comparative. With a negation it may be praise ("never better"), and with a
 * supposition a complaint ("could be better").
 */
export const compares = (word: string): boolean =>
  COMPARISONS.has(word) || (word.length > 4 && /(?:[^aeou]ier|[^aeiou]er)$/.test(word));
const COMPARISONS = words('better worse more best nicer closer wiser safer freer');
/** Whether a word makes a supposition: "could be better". */
export const supposes = (word: string): boolean => SUPPOSITIONS.has(word);
const SUPPOSITIONS = words('could should would might was supposed used');

/**
 * The number of words after a negation that it negates, unless {@link endsReach} ends its reach
 * earlier.
 */
export const NEGATION_REACH = 5;

/** Whether a token ends the reach of a negation. */
export const endsReach = (token: Token): boolean =>
  token.kind === 'mark' || token.kind === 'sign' || contrasts(token.text);
