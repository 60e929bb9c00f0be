import { strengthens } from './polarity.ts';
import type { Token } from './tokens.ts';

const HEDGES = new Set('slightly somewhat mildly kinda sorta fairly rather faintly'.split(' '));
/** Hedges with another word before them: "a bit", "a little". */
const SMALL = new Set('bit little touch tad'.split(' '));
const HEDGED = 0.75;
const STRENGTHENED = 1.15;

/**
 * How strongly a text says what it says, as a factor of its valence: less with "a bit" or "slightly",
 * more with "extremely" or "so". The probabilities say which feeling it is, and hardly how much of it.
 */
export function emphasisOf(tokens: readonly Token[]): number {
  const hedged = tokens.some(
    ({ text }, at) => HEDGES.has(text) || (SMALL.has(text) && tokens[at - 1]?.text === 'a'),
  );
  const strengthened = tokens.some(({ text }) => strengthens(text));
  return (hedged ? HEDGED : 1) * (strengthened ? STRENGTHENED : 1);
}
