import { readFileSync } from 'node:fs';
import { createModelClassifier } from '../../src/emotions/model/model-classifier.ts';

/** Reads a file of weights, by default the deployed one. */
export function readWeights(
  path: string | URL = new URL('../../src/emotions/model/weights.bin', import.meta.url),
): ArrayBuffer {
  return new Uint8Array(readFileSync(path)).buffer;
}

/** The Worker's classifier, for Node, where weights.bin cannot be imported. */
export const createModelInNode = () => createModelClassifier(async () => readWeights());
