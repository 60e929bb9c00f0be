import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFeaturiser, type Geometry, WHOLE } from '../../src/emotions/model/features.ts';
import { tokenise } from '../../src/emotions/model/tokens.ts';
import type { Vocabulary } from '../../src/emotions/model/vocabulary.ts';
import type { Example } from './goemotions.ts';

/** What the fit is told, apart from the texts. */
export interface FitSettings {
  /** The inverse of how strongly weights are held down. */
  readonly C: number;
  /** How much the letters within words count beside whole words. */
  readonly letterScale: number;
  /** Added to each count before its logarithm is taken. */
  readonly smoothing: number;
  readonly tolerance: number;
}

export interface Fitted {
  /** For each bucket 7 weights. */
  readonly weights: Float32Array;
  readonly biases: Float64Array;
}

/** Writes the features of the texts, and has scikit-learn fit the weights (fit.py). */
export function fitWeights(
  examples: readonly Example[],
  geometry: Geometry,
  vocabulary: Vocabulary,
  settings: FitSettings,
): Fitted {
  const folder = mkdtempSync(join(tmpdir(), 'emotions-'));
  const write = (name: string, data: Uint8Array | string) =>
    writeFileSync(join(folder, name), data);
  const bytesOf = (array: Uint32Array | Float32Array | Float64Array) =>
    new Uint8Array(array.buffer);
  try {
    const featurise = createFeaturiser(geometry, vocabulary);
    const columns: number[] = [];
    const values: number[] = [];
    const starts = [0];
    for (const { text } of examples) {
      const { buckets, strengths, count } = featurise(tokenise(text));
      for (const bucket of buckets.subarray(0, count)) columns.push(bucket);
      for (const strength of strengths.subarray(0, count)) values.push(strength / WHOLE);
      starts.push(columns.length);
    }
    write('settings.json', JSON.stringify({ ...geometry, ...settings }));
    write('starts', bytesOf(Uint32Array.from(starts)));
    write('columns', bytesOf(Uint32Array.from(columns)));
    write('values', bytesOf(Float32Array.from(values)));
    write(
      'labels',
      Uint8Array.from(examples, ({ labels }) => labels),
    );
    write('importance', bytesOf(Float64Array.from(examples, ({ weight }) => weight)));
    write('counted', bytesOf(Float64Array.from(examples, ({ counted }) => counted)));
    const script = fileURLToPath(new URL('./fit.py', import.meta.url));
    execFileSync(process.env['PYTHON'] ?? 'python3', [script, folder], { stdio: 'inherit' });
    const read = (name: string) => new Uint8Array(readFileSync(join(folder, name))).buffer;
    return { weights: new Float32Array(read('weights')), biases: new Float64Array(read('biases')) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
