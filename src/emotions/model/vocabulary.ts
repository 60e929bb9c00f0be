import type { KnownWords } from './known-words.ts';
import type { Lexicon } from './polarity.ts';

/** What the model knows about words besides their weights. */
export interface Vocabulary {
  readonly lexicon: Lexicon;
  /** The words that come up often enough in the texts that it was trained on. */
  readonly known: KnownWords;
  /** The word that a mistyped one was meant to be; undefined when no word is similar enough. */
  spell(word: string): string | undefined;
}
