import type { Verdict } from './checker/check.ts';
import type { Ran } from './workload.ts';

/** How many findings of a kind are printed in full. */
const SHOWN = 5;

/** What a workload did and what its checker found, as lines of text. */
export function linesOf({ log }: Ran, verdict: Verdict): string[] {
  const succeeded = [...Map.groupBy(log.successes, ({ operation }) => operation)]
    .map(([operation, all]) => `${operation} ${all.length}`)
    .toSorted();
  const refused = [...log.refusals].map(([name, count]) => `${name} ${count}`).toSorted();
  const broken = [...verdict.overrides].map(([rule, count]) => `${rule} ${count}`).toSorted();
  const { bookings, events, blocks, merges, deadlocks, findings } = verdict;
  return [
    `${log.successes.length} requests succeeded: ${succeeded.join(', ')}`,
    `Refused: ${refused.join(', ')}`,
    `${log.repeated} requests were sent twice with one key`,
    `${bookings} bookings with ${events} events, ${blocks} blocks, ${merges} merges`,
    `Overrides on record: ${broken.join(', ') || 'none'}`,
    `${deadlocks} deadlocks in the log of the server`,
    `${findings.length} findings`,
    ...[...Map.groupBy(findings, ({ kind }) => kind)].flatMap(([kind, all]) => [
      `  ${kind}: ${all.length}`,
      ...all.slice(0, SHOWN).map(({ what }) => `    ${what}`),
    ]),
  ];
}
