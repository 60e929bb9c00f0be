import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type Weights, writeWeights } from '../../src/emotions/model/weights.ts';
import { SETTINGS } from './settings.ts';

const MODEL = new URL('../../src/emotions/model/', import.meta.url);

/** Writes the weights of the model to weights.bin, and their version to version.ts. */
export function saveModel(weights: Weights): void {
  saveWeights(weights, new URL('weights.bin', MODEL));
  writeFileSync(
    new URL('version.ts', MODEL),
    `/** The version of weights.bin, known without loading it. The trainer writes this file. */
export const MODEL_VERSION = '${SETTINGS.modelVersion}';\n`,
  );
}

export function saveWeights(weights: Weights, path: string | URL): void {
  const file = writeWeights(weights);
  writeFileSync(path, file);
  console.log(`weights: ${file.length} bytes, ${gzipSync(file, { level: 9 }).length} gzipped`);
}

/** Writes the settings to weights.json, with the numbers of texts and the scores. */
export function saveSettings(told: { texts: object; devCrossFitted: object }): void {
  const { texts, devCrossFitted } = told;
  const { modelVersion } = SETTINGS;
  const all = { modelVersion, settings: SETTINGS, texts, devCrossFitted };
  writeFileSync(new URL('weights.json', MODEL), `${JSON.stringify(all, undefined, 2)}\n`);
}
