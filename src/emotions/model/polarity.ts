import { EMOTION_LABELS, type EmotionLabel } from '../../conversations/emotion.ts';
import { hashPair, hashText } from './hash.ts';
import type { Token } from './tokens.ts';

/** What a word says by itself: how good or bad, and which feeling. */
export interface Sense {
  /** Halves of VADER's scale: -8 to 8. */
  readonly valence: number;
  readonly feeling: EmotionLabel | null;
}

/** Words and pairs of words by {@link wordKey}; the value is packed by {@link packSense}. */
export type Lexicon = ReadonlyMap<number, number>;

/** The key of a word, or of two with a `_` between them. */
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

/** Whether a word turns what follows it around. */
export const negates = (word: string): boolean => NEGATORS.has(word) || word.endsWith("n't");
const contrasts = (word: string): boolean => CONTRASTS.has(word);
export const strengthens = (word: string): boolean => STRONG.has(word);

/** Whether a word means the same after a negation: "no that is all thanks". */
export const staysAsItIs = (word: string): boolean => POLITE.has(word);
const POLITE = words('thanks thank thankyou thx ty tysm cheers please pls appreciate');

/** Whether a word compares: not better is as good as it gets, could be better is not. */
export const compares = (word: string): boolean =>
  COMPARISONS.has(word) || (word.length > 4 && /(?:[^aeou]ier|[^aeiou]er)$/.test(word));
const COMPARISONS = words('better worse more best nicer closer wiser safer freer');
export const supposes = (word: string): boolean => SUPPOSITIONS.has(word);
const SUPPOSITIONS = words('could should would might was supposed used');

/** How many words a negation reaches, if nothing ends it before. */
export const NEGATION_REACH = 5;

/** Whether a token ends the reach of a negation. */
export const endsReach = (token: Token): boolean =>
  token.kind === 'mark' || token.kind === 'sign' || contrasts(token.text);
