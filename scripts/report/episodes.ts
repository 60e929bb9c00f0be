import type { SignalName } from '../../src/operations/light/signals.ts';
import type { LightHistory, ShownSignal } from '../../src/operations/light/status.ts';
import { endOf, type ReportInput } from './input.ts';

/** A time in which a signal was not green. Times are milliseconds since 1970. */
export interface Episode {
  /** As it was when the level began, or at the first change that is known after it. */
  readonly state: ShownSignal;
  /** When the level began, or the beginning of the period. */
  readonly from: number;
  /** When another level began, or the end of the period. */
  readonly until: number;
  /** Whether the level lasted longer than the period. */
  readonly isOpen: boolean;
}

/**
 * The times in the period in which signals were not green, the oldest first. Null where no history is
 * known. A level is told by when it began, which each change says of all signals; so a level from
 * before the period is found too.
 */
export function episodesOf(input: ReportInput): Episode[] | null {
  const { history, status, latency } = input;
  if (history === null) return null;
  const begin = Date.parse(latency.from);
  const end = endOf(input);
  const states = [
    ...oldestFirst(history).flatMap(({ signals }) => signals),
    ...(status?.signals ?? []),
  ];
  const bySignal = Map.groupBy(states, ({ signal }) => signal);
  return [...bySignal.values()]
    .flatMap((all) => {
      const levels = [...Map.groupBy(all, ({ level, since }) => `${level} ${since}`).values()]
        .flatMap(([first]) => first ?? [])
        .sort((a, b) => Date.parse(a.since) - Date.parse(b.since));
      return levels.flatMap((state, at): Episode[] => {
        const next = levels[at + 1];
        const from = Math.max(Date.parse(state.since), begin);
        const until = next === undefined ? end : Math.min(Date.parse(next.since), end);
        if (state.level === 'green' || from >= until) return [];
        return [{ state, from, until, isOpen: next === undefined }];
      });
    })
    .sort((a, b) => a.from - b.from);
}

export const oldestFirst = ({ data }: LightHistory) =>
  data.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));

/** Whether a signal could be measured at any time of the period that is known. */
export const wasMeasured = ({ history, status }: ReportInput, name: SignalName): boolean =>
  [...(history?.data ?? []), ...(status === null ? [] : [status])].some(({ signals }) =>
    signals.some(({ signal, unmeasuredSince }) => signal === name && unmeasuredSince === null),
  );
