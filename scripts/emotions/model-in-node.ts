import { readFileSync } from 'node:fs';
import { createModelClassifier } from '../../src/emotions/model/model-classifier.ts';

/** The bytes of weights, by default those that are deployed: outside of Workers they are a file. */
export function readWeights(
  path: string | URL = new URL('../../src/emotions/model/weights.bin', import.meta.url),
): ArrayBuffer {
  return new Uint8Array(readFileSync(path)).buffer;
}

/** The classifier of the Worker, in Node. */
export const createModelInNode = () => createModelClassifier(async () => readWeights());
