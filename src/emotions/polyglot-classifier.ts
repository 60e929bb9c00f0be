import { describeFault, type Log } from '../platform/log.ts';
import type { Classifier } from './classifier.ts';

/**
 * Reads with one classifier, and asks another about languages that the first was not trained on. When
 * the other fails, that is counted and the first one's abstention stands.
 */
export function createPolyglotClassifier(
  own: Classifier,
  foreign: Classifier,
  log: Log,
): Classifier {
  return {
    modelVersion: own.modelVersion,
    async classify(text) {
      const reading = await own.classify(text);
      if (reading.abstained !== 'unsupported') return reading;
      try {
        return await foreign.classify(text);
      } catch (error) {
        log.warn('foreign_text_not_read', describeFault(error));
        return reading;
      }
    },
  };
}
