import { atLeast, atMost, type Gate, judgeTurns, medianOf } from '../gates.ts';
import type { MessageResults } from './results.ts';

/** The gates of storing a message. */
export function judgeMessages(results: MessageResults): Gate[] {
  const { cells, turns, growth, drain, backlog } = results;
  return [
    ...judgeTurns(cells, turns),
    atMost('P50 with the most messages to P50 with the fewest', 1.1, ofGrowth(growth)),
    atLeast(
      'messages folded to messages accepted, a second',
      1,
      drain && drain.drainedPerSecond / drain.acceptedPerSecond,
    ),
    atLeast(
      'a backlog folded with old statistics to the same after ANALYZE, a second',
      0.5,
      backlog && backlog.stalePerSecond / backlog.freshPerSecond,
    ),
  ];
}

/**
 * The median over the rounds of this ratio: the P50 with the most messages divided by the P50 with
 * the fewest.
 */
function ofGrowth(growth: MessageResults['growth']): number | null {
  const ratios = [...Map.groupBy(growth, ({ round }) => round).values()].map((round) => {
    const sorted = round.toSorted((a, b) => a.messages - b.messages);
    return (sorted.at(-1)?.p50 ?? Number.NaN) / (sorted[0]?.p50 ?? Number.NaN);
  });
  return medianOf(ratios);
}
