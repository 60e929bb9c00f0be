import { z } from 'zod';
import { readHistogram } from './histogram.ts';

/** Reads what `histogramText` of histogram-store.ts has written. */
export const histogramSchema = z
  .string()
  .transform((text) => text.replaceAll('y', 'z000').replaceAll('z', '00000000'))
  .pipe(z.string().regex(/^(?:[\da-f]{4}){4,}$/))
  .transform(readHistogram);
