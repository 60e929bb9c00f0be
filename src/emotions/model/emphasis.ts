import { strengthens } from './polarity.ts';
import type { Token } from './tokens.ts';

const HEDGES = new Set('slightly somewhat mildly kinda sorta fairly rather faintly'.split(' '));
/** Words that hedge after "a": "a bit", "a little". */
const SMALL = new Set('bit little touch tad'.split(' '));
const HEDGED = 0.75;
const STRENGTHENED = 1.15;

/**
 * The factor by which the valence of a text is multiplied: lower with a hedge ("a bit",
 * "slightly"), higher with an intensifier ("extremely", "so"). The probabilities show which feeling
 * a text has, but hardly how strong it is.
 */
export function emphasisOf(tokens: readonly Token[]): number {
  const hedged = tokens.some(
    ({ text }, at) => HEDGES.has(text) || (SMALL.has(text) && tokens[at - 1]?.text === 'a'),
  );
  const strengthened = tokens.some(({ text }) => strengthens(text));
  return (hedged ? HEDGED : 1) * (strengthened ? STRENGTHENED : 1);
}
