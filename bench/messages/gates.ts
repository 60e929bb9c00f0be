import { type Gate, gateOn, gateOnRatios } from '../gates.ts';
import { ratiosOfNeighbours } from '../interval.ts';
import { judgePairs, pairingsWith } from '../pairs.ts';
import type { MessageResults } from './results.ts';

/** The comparisons of storing a message. */
export const messagePairings = pairingsWith('cte', 'the bare Worker with the CTE statement', 1.15);

/** The gates of storing a message. */
export function judgeMessages(results: MessageResults): Gate[] {
  const { cells, growth, drain, backlog } = results;
  return [
    ...judgePairs(messagePairings, results, cells),
    gateOnRatios(
      'P50 with the most messages to P50 with the fewest',
      'at most',
      1.1,
      ratiosOfGrowth(growth),
    ),
    gateOn(
      'messages folded to messages accepted, a second',
      'at least',
      1,
      drain && drain.drainedPerSecond / drain.acceptedPerSecond,
    ),
    gateOn(
      'a backlog folded with old statistics to the same after ANALYZE, a second',
      'at least',
      0.5,
      backlog && backlog.stalePerSecond / backlog.freshPerSecond,
    ),
  ];
}

/** Each P50 with the most messages, to those with the fewest that were measured around it. */
function ratiosOfGrowth(growth: MessageResults['growth']): number[] {
  const sizes = growth.map(({ messages }) => messages);
  const [fewest, most] = [Math.min(...sizes), Math.max(...sizes)];
  return ratiosOfNeighbours(
    growth
      .filter(({ messages }) => messages === fewest || messages === most)
      .map(({ messages, p50 }) => ({ ours: messages === most, figure: p50 })),
  );
}
