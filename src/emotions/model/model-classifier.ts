import { type Abstention, EMOTION_LABELS, type EmotionLabel } from '../../conversations/emotion.ts';
import type { Classifier } from '../classifier.ts';
import { emphasisOf } from './emphasis.ts';
import { isUnsupported } from './language.ts';
import { calibrate, createScorer } from './model.ts';
import { type Reading, valenceOf } from './reading.ts';
import { tokenise } from './tokens.ts';
import { MODEL_VERSION } from './version.ts';
import { parseWeights, type Weights } from './weights.ts';

/** Reads emotions with the model in weights.bin, which is loaded at first use. */
export function createModelClassifier(load = loadWeights): Classifier {
  let read: Promise<(text: string) => Reading> | undefined;
  return {
    modelVersion: MODEL_VERSION,
    async classify(text) {
      read ??= load().then(
        (file) => createReader(parseWeights(file)),
        (error: unknown) => {
          // The next message tries again.
          read = undefined;
          throw error;
        },
      );
      return (await read)(text);
    },
  };
}

/** Not before it is needed: a request that reads nothing pays nothing for it. */
const loadWeights = (): Promise<ArrayBuffer> =>
  import('./weights.bin').then((module) => module.default);

/** What the classifier does once the weights are there; also for scripts, which read them from disk. */
export function createReader(weights: Weights): (text: string) => Reading {
  const { header, vocabulary } = weights;
  const score = createScorer(weights);
  return (text) => {
    const tokens = tokenise(text);
    if (isUnsupported(tokens, vocabulary)) return abstain('unsupported', null);
    const probabilities = calibrate(score(tokens), header);
    const best = likeliest(probabilities, header.choice);
    const confidence = probabilities[best] ?? 0;
    const shown = inThousandths(probabilities);
    const enough = header.abstainBelow * (header.choice[best] ?? 1);
    if (tokens.length === 0 || confidence < enough) {
      return abstain('low_confidence', shown);
    }
    const label = EMOTION_LABELS[best] ?? 'neutral';
    return {
      abstained: null,
      label,
      confidence: Math.round(confidence * 1000),
      valence: inBounds(valenceOf(probabilities, label) * emphasisOf(tokens)),
      modelVersion: header.modelVersion,
      probabilities: shown,
    };
  };

  function abstain(why: Abstention, probabilities: Reading['probabilities']): Reading {
    const { modelVersion } = header;
    const nothing = { label: null, confidence: null, valence: null };
    return { abstained: why, ...nothing, modelVersion, probabilities };
  }
}

/**
 * The label that is furthest above its border. By the probability alone, neutral would win against
 * whatever is seldom certain, such as a complaint.
 */
function likeliest(probabilities: readonly number[], borders: readonly number[]): number {
  const weighed = probabilities.map((one, at) => one / (borders[at] ?? 1));
  return weighed.indexOf(Math.max(...weighed));
}

const inBounds = (valence: number): number => Math.round(Math.max(-1, Math.min(1, valence)) * 1000);

const inThousandths = (probabilities: readonly number[]): Record<EmotionLabel, number> =>
  Object.fromEntries(
    EMOTION_LABELS.map((label, at) => [label, Math.round((probabilities[at] ?? 0) * 1000)]),
  ) as Record<EmotionLabel, number>;
