/** The direction in which a language is written. */
export type Direction = 'ltr' | 'rtl';

/**
 * Characters that are written right to left: the blocks whose default Bidi_Class is R or AL
 * (DerivedBidiClass.txt of the Unicode Character Database), and the controls for that direction.
 */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** FIRST STRONG ISOLATE: begins a part whose direction is that of its first letter. */
const FSI = '\u2068';
/** POP DIRECTIONAL ISOLATE: ends that part. */
const PDI = '\u2069';

/**
 * Isolates a value that is inserted into a text, so that the value and the text do not reorder each
 * other's words, digits and punctuation on the screen (UAX #9, 2.4 and 2.7). In a text that is
 * written left to right, only a value with characters that are written right to left needs this; every
 * other value is returned unchanged, so that most texts contain no invisible characters.
 * @param direction the direction of the text around the value
 */
export function isolate(value: string, direction: Direction): string {
  if (value === '') return '';
  return direction === 'rtl' || RIGHT_TO_LEFT.test(value) ? FSI + value + PDI : value;
}
