import type { EmotionLabel } from '../../src/conversations/emotion.ts';
import type { Classifier } from '../../src/emotions/classifier.ts';
import type { Reading } from '../../src/emotions/reading.ts';

/**
 * The classifier with which the model is compared: VADER (Hutto and Gilbert, ICWSM 2014), an
 * English lexicon of polarity. It cannot distinguish anger from sadness, so a good text is joy, a
 * very bad one is anger, a bad one is sadness, and any other is neutral. The confidence is the
 * strength of the polarity, or of its absence.
 */
export function createLexiconClassifier(): Classifier {
  const modelVersion = 'lexicon-vader-1.1.3';
  const loading = () => import('vader-sentiment').then((module) => module.default);
  let vader: ReturnType<typeof loading> | undefined;
  return {
    modelVersion,
    async classify(text): Promise<Reading> {
      vader ??= loading();
      const { compound } = (await vader).SentimentIntensityAnalyzer.polarity_scores(text);
      const label = labelOf(compound);
      const certainty = label === 'neutral' ? 1 - Math.abs(compound) : Math.abs(compound);
      return {
        label,
        confidence: Math.round(certainty * 1000),
        valence: Math.round(compound * 1000),
        abstained: null,
        probabilities: null,
        modelVersion,
      };
    },
  };
}

function labelOf(compound: number): EmotionLabel {
  if (compound >= 0.3) return 'joy';
  if (compound <= -0.6) return 'anger';
  return compound <= -0.3 ? 'sadness' : 'neutral';
}
