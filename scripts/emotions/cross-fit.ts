import { columnsOf, groupColumnsOf, half } from './columns.ts';
import type { Example } from './goemotions.ts';
import {
  type Column,
  calibrationError,
  fitPlatt,
  mean,
  scoresAt,
  tuneThreshold,
} from './metrics.ts';

export interface CrossFitted {
  /** The F1 of each label, with thresholds that were tuned on the other half. */
  readonly f1: number[];
  readonly tuned: number;
  readonly fixed: number;
  readonly groupsTuned: number;
  readonly groupsFixed: number;
  readonly ece: number;
}

/**
 * Calibrates and tunes thresholds on each half of the texts, and scores the result on the other
 * half. Returns the means of the two.
 */
export function crossFit(
  scores: readonly Float64Array[],
  examples: readonly Example[],
): CrossFitted {
  const raw = columnsOf(scores, examples);
  const ways = ([0, 1] as const).map((fitted) => {
    const scored = fitted === 0 ? 1 : 0;
    const calibrated = raw.map((column) => calibrateOn(half(column, fitted), column));
    const groups = groupColumnsOf(calibrated);
    const tuned = (columns: readonly Column[]) =>
      columns.map(
        (column) =>
          scoresAt(half(column, scored), tuneThreshold(half(column, fitted).probabilities)).f1,
      );
    const fixed = (columns: readonly Column[]) =>
      mean(columns.map((column) => scoresAt(half(column, scored), 0.3).f1));
    return {
      f1: tuned(calibrated),
      fixed: fixed(calibrated),
      groupsTuned: mean(tuned(groups)),
      groupsFixed: fixed(groups),
      ece: mean(calibrated.map((column) => calibrationError(half(column, scored)))),
    };
  });
  const over = (pick: (way: (typeof ways)[number]) => number) => mean(ways.map(pick));
  const f1 = raw.map((_, label) => over((way) => way.f1[label] ?? 0));
  return {
    f1,
    tuned: mean(f1),
    fixed: over((way) => way.fixed),
    groupsTuned: over((way) => way.groupsTuned),
    groupsFixed: over((way) => way.groupsFixed),
    ece: over((way) => way.ece),
  };
}

/**
 * Turns the scores of a column into probabilities, with the slope and offset that were fitted to
 * another column.
 */
function calibrateOn(fitted: Column, column: Column): Column {
  const [slope, offset] = fitPlatt(fitted.probabilities, fitted.truths);
  return {
    ...column,
    probabilities: column.probabilities.map((s) => 1 / (1 + Math.exp(-(slope * s + offset)))),
  };
}
