import { describeFault, type Log } from '../platform/log.ts';
import type { Classifier } from './classifier.ts';

/**
 * A classifier that uses `own`, and `foreign` for texts in languages that `own` does not support.
 * When `foreign` fails, the failure is logged and the abstention of `own` is returned.
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
