/**
 * A change of a zone's offset from UTC. `at` is in milliseconds since 1970; offsets are seconds,
 * positive east of Greenwich.
 */
export interface OffsetChange {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

const WEEK_MS = 7 * 86_400_000;

/**
 * Finds the changes from `start`, which is a whole second, to `end`. They are read from the runtime,
 * so that no zone data is shipped: the offset is compared week by week, and each change is found to
 * the second. A week is short enough: the shortest time between two changes in any zone is the month
 * of Ramadan, in Morocco.
 */
export function changesOf(
  offsetAt: (instant: number) => number,
  start: number,
  end: number,
): OffsetChange[] {
  const changes: OffsetChange[] = [];
  let before = offsetAt(start);
  for (let from = start; from < end; from += WEEK_MS) {
    const after = offsetAt(from + WEEK_MS);
    if (after !== before) {
      const known = before;
      const at = firstBetween(from, from + WEEK_MS, (instant) => offsetAt(instant) !== known);
      changes.push({ at, before, after });
    }
    before = after;
  }
  return changes;
}

/** The first whole second after `from` at which `isSo` holds, when it holds at `to`, not at `from`. */
function firstBetween(from: number, to: number, isSo: (instant: number) => boolean): number {
  let [not, so] = [from, to];
  while (so - not > 1000) {
    const middle = not + Math.floor((so - not) / 2000) * 1000;
    if (isSo(middle)) so = middle;
    else not = middle;
  }
  return so;
}
