import type { Reading } from './reading.ts';

/** Reads the emotion of a text, off the response path. */
export interface Classifier {
  /** Identifies the model in each reading, so that statistics can distinguish models. */
  readonly modelVersion: string;
  /** @throws when the text could not be read; a later retry may help */
  classify(text: string): Promise<Reading>;
}
