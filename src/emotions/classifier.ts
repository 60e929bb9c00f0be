import type { Reading } from './reading.ts';

/** Reads the emotion of a text, off the response path. */
export interface Classifier {
  /** Goes with everything that it reads, so that statistics can tell models apart. */
  readonly modelVersion: string;
  classify(text: string): Promise<Reading>;
}
