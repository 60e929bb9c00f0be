import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFeaturiser, type Geometry } from '../../src/emotions/model/features.ts';
import { tokenise } from '../../src/emotions/model/tokens.ts';
import type { Vocabulary } from '../../src/emotions/model/vocabulary.ts';
import type { Example } from './goemotions.ts';

/** The parameters of the fit. */
export interface FitSettings {
  /** The inverse of the regularisation. */
  readonly C: { readonly everybody: number; readonly guests: number; readonly gate: number };
  /** The factor of the features of letters, compared with those of words. */
  readonly letterScale: number;
  /** Added to each count before its logarithm is taken. */
  readonly smoothing: number;
  readonly tolerance: number;
  readonly guests: {
    readonly wordBuckets: number;
    readonly letterBuckets: number;
    readonly half: number;
    readonly learnt: number;
    readonly steepness: number;
  };
}

export interface Fitted {
  /** The first table: for each bucket the weights of the 7 labels. */
  readonly table: Float32Array;
  readonly biases: Float64Array;
  /** The second table: for each of its buckets the weights of the 7 labels, then the gate's. */
  readonly guestTable: Float32Array;
  /** The biases of the 7 labels, then the gate's. */
  readonly guestBiases: Float64Array;
  /** For each label the factor of its first score in the score of a guest's text. */
  readonly leads: Float64Array;
}

/** Fits the weights: writes the features of the texts and runs scikit-learn on them (fit.py). */
export function fitWeights(
  examples: readonly Example[],
  geometry: Geometry,
  vocabulary: Vocabulary,
  settings: FitSettings,
): Fitted {
  const folder = mkdtempSync(join(tmpdir(), 'emotions-'));
  const write = (name: string, data: Uint8Array | string) =>
    writeFileSync(join(folder, name), data);
  const bytesOf = (array: Uint32Array | Float64Array) => new Uint8Array(array.buffer);
  try {
    const featurise = createFeaturiser(geometry, vocabulary);
    const columns: number[] = [];
    const starts = [0];
    for (const { text } of examples) {
      const { buckets, count } = featurise(tokenise(text));
      for (const bucket of buckets.subarray(0, count)) columns.push(bucket);
      starts.push(columns.length);
    }
    write('settings.json', JSON.stringify({ ...geometry, ...settings }));
    write('starts', bytesOf(Uint32Array.from(starts)));
    write('columns', bytesOf(Uint32Array.from(columns)));
    write(
      'labels',
      Uint8Array.from(examples, ({ labels }) => labels),
    );
    write(
      'guests',
      Uint8Array.from(examples, ({ guest }) => Number(guest)),
    );
    write('importance', bytesOf(Float64Array.from(examples, ({ weight }) => weight)));
    write('guestImportance', bytesOf(Float64Array.from(examples, (one) => one.guestWeight)));
    const script = fileURLToPath(new URL('./fit.py', import.meta.url));
    execFileSync(process.env['PYTHON'] ?? 'python3', [script, folder], { stdio: 'inherit' });
    const read = (name: string) => new Uint8Array(readFileSync(join(folder, name))).buffer;
    return {
      table: new Float32Array(read('table')),
      biases: new Float64Array(read('biases')),
      guestTable: new Float32Array(read('guestTable')),
      guestBiases: new Float64Array(read('guestBiases')),
      leads: new Float64Array(read('leads')),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
