import type { EmotionPorts } from '../ports.ts';
import { countByModel, type EmotionSums } from './summary.ts';

/** The figures from which freshness is computed. */
interface Counted {
  readonly sums: readonly EmotionSums[];
  readonly pending: number;
  readonly setApart: number;
  /** When the oldest pending message was stored. */
  readonly oldestPending: string | null;
}

/**
 * How complete statistics are: the time up to which they include every message, and the number of
 * messages that are missing.
 */
export function freshnessOf(
  { classifier, now }: Pick<EmotionPorts, 'classifier' | 'now'>,
  { sums, pending, setApart, oldestPending }: Counted,
) {
  return {
    asOf: oldestPending ?? new Date(now()).toISOString(),
    pending,
    setApart,
    modelVersion: classifier.modelVersion,
    messagesByModel: countByModel(sums),
  };
}
