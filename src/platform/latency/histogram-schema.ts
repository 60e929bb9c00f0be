import { z } from 'zod';
import { type Histogram, readHistogram } from './histogram.ts';

/** Reads what `histogramJson` of histogram-store.ts has written. */
export const histogramSchema = z
  .tuple([z.int(), z.string()])
  .transform(([length, digits]): Histogram => readHistogram(digits.padEnd(length, '0')));
