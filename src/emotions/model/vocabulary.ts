import type { KnownWords } from './known-words.ts';
import type { Lexicon } from './polarity.ts';

/** The model's knowledge of words besides their weights. */
export interface Vocabulary {
  readonly lexicon: Lexicon;
  /** The words that are frequent enough in the training texts. */
  readonly known: KnownWords;
  /** Corrects a mistyped word; undefined when no known word is similar enough. */
  spell(word: string): string | undefined;
}
