import type { Emotion } from '../conversations/emotion.ts';

/** Reads the emotion of a text, off the response path. */
export interface Classifier {
  /** Goes with every label that it gives, so that statistics can tell models apart. */
  readonly modelVersion: string;
  classify(text: string): Promise<Emotion>;
}
