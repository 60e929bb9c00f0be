import { type Abstention, EMOTION_LABELS, type EmotionLabel } from '../../conversations/emotion.ts';
import type { Classifier } from '../classifier.ts';
import type { Reading } from '../reading.ts';
import { emphasisOf } from './emphasis.ts';
import { createForeignness } from './foreign-letters.ts';
import { createLanguageCheck } from './language.ts';
import { calibrate, createScorer } from './model.ts';
import { tokenise } from './tokens.ts';
import { valenceOf } from './valence.ts';
import { MODEL_VERSION } from './version.ts';
import { parseWeights, type Weights } from './weights.ts';

/** A classifier with the model in weights.bin, which is loaded for the first text. */
export function createModelClassifier(load = loadWeights): Classifier {
  let read: Promise<(text: string) => Reading> | undefined;
  return {
    modelVersion: MODEL_VERSION,
    async classify(text) {
      read ??= load().then(
        (file) => createReader(parseWeights(file)),
        (error: unknown) => {
          // Loading has failed, so the next message tries to load the weights again.
          read = undefined;
          throw error;
        },
      );
      return (await read)(text);
    },
  };
}

/** Imports the weights when they are needed, so that a Worker which reads nothing starts faster. */
const loadWeights = (): Promise<ArrayBuffer> =>
  import('./weights.bin').then((module) => module.default);

/** The classifier's function on loaded weights. Scripts call it with weights read from disk. */
export function createReader(weights: Weights): (text: string) => Reading {
  const { header, vocabulary, foreign } = weights;
  const isUnsupported = createLanguageCheck(vocabulary, createForeignness(foreign));
  const score = createScorer(weights);
  return (text) => {
    const tokens = tokenise(text);
    if (isUnsupported(tokens)) return abstain('unsupported', null);
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
 * The index of the label whose probability is the highest multiple of its own threshold. The
 * highest probability alone would favour `neutral` over labels that rarely have a high probability,
 * such as `anger` in a complaint.
 */
function likeliest(probabilities: readonly number[], thresholds: readonly number[]): number {
  const ratios = probabilities.map((one, at) => one / (thresholds[at] ?? 1));
  return ratios.indexOf(Math.max(...ratios));
}

const inBounds = (valence: number): number => Math.round(Math.max(-1, Math.min(1, valence)) * 1000);

const inThousandths = (probabilities: readonly number[]): Record<EmotionLabel, number> =>
  Object.fromEntries(
    EMOTION_LABELS.map((label, at) => [label, Math.round((probabilities[at] ?? 0) * 1000)]),
  ) as Record<EmotionLabel, number>;
