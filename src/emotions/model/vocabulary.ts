import type { KnownWords } from './language.ts';
import type { Lexicon } from './polarity.ts';

/** What the model knows of words, apart from their weights. */
export interface Vocabulary {
  readonly lexicon: Lexicon;
  /** What it was trained on. */
  readonly known: KnownWords;
  /** What a mistyped word was meant to be; undefined where nothing is near. */
  spell(word: string): string | undefined;
}
