import { durationOf } from './histogram.ts';
import type { Sample } from './sample.ts';

/** A data point of Analytics Engine (https://developers.cloudflare.com/analytics/analytics-engine). */
export interface DataPoint {
  readonly indexes: string[];
  readonly blobs: string[];
  readonly doubles: number[];
}

/**
 * A sample as a data point: blobs are the operation, the outcome and the region; doubles are how many
 * requests it stands for and the durations `total`, `db` and `wait` in milliseconds, within 1 %. A
 * duration that is not known is -1, because a data point has no null.
 */
export function dataPointOf(sample: Sample): DataPoint {
  const { measured, outcome, region, weight, total, inDatabase, wait } = sample;
  const ms = (bucket: number | null) => (bucket === null ? -1 : durationOf(bucket));
  return {
    indexes: [measured],
    blobs: [measured, outcome, region],
    doubles: [weight, ms(total), ms(inDatabase), ms(wait)],
  };
}
