import { LIGHTS, type Light } from '../../src/operations/light/signals.ts';
import { oldestFirst } from './episodes.ts';
import { endOf, type ReportInput } from './input.ts';

interface Span {
  readonly from: number;
  readonly until: number;
}

export interface ColourTimes {
  /** Seconds by colour, without those of maintenance. */
  readonly seconds: Readonly<Record<Light, number>>;
  /** Seconds of maintenance. */
  readonly maintained: number;
  /** Seconds of the period before the light was evaluated for the first time. */
  readonly unknown: number;
  /** When the evaluation was missing. */
  readonly missed: readonly Span[];
}

/**
 * How long the light had each colour in the period. The service counts the time of maintenance as
 * that of the colour which the light kept; here it is left out. Null where no history, or only
 * a part of it, is known.
 */
export function colourTimesOf(input: ReportInput): ColourTimes | null {
  const { history, latency } = input;
  if (history === null || !history.isWhole) return null;
  const begin = Date.parse(latency.from);
  const end = endOf(input);
  const changes = oldestFirst(history);
  const [first] = changes;
  // Without changes, the light had one colour all the time, or was never evaluated.
  const initial =
    first === undefined
      ? LIGHTS.find((light) => history.seconds[light] > 0)
      : (first.former ?? undefined);
  const starts = [
    { at: begin, light: initial, kind: 'evaluated' },
    ...changes.map(({ at, light, kind }) => ({ at: Date.parse(at), light, kind })),
  ];
  const spans = starts.map(({ at, ...rest }, index) => ({
    ...rest,
    from: Math.max(at, begin),
    until: Math.min(starts[index + 1]?.at ?? end, end),
  }));
  const windows = merged(
    history.maintenance.map(({ from, to }) => ({
      from: Math.max(Date.parse(from), begin),
      until: Math.min(Date.parse(to), end),
    })),
  );
  const secondsOf = (all: readonly Span[]) =>
    all.reduce((sum, span) => sum + lengthOf(span) - maintainedIn(span, windows), 0) / 1000;
  const ofLight = (light: Light | undefined) =>
    secondsOf(spans.filter((span) => span.light === light));
  return {
    seconds: {
      ...{ grey: ofLight('grey'), green: ofLight('green'), yellow: ofLight('yellow') },
      ...{ orange: ofLight('orange'), red: ofLight('red') },
    },
    maintained: windows.reduce((sum, span) => sum + lengthOf(span), 0) / 1000,
    unknown: ofLight(undefined),
    missed: spans.filter(({ kind }) => kind === 'not_evaluated'),
  };
}

const lengthOf = ({ from, until }: Span) => Math.max(0, until - from);

const maintainedIn = (span: Span, windows: readonly Span[]) =>
  windows.reduce(
    (sum, window) =>
      sum +
      lengthOf({
        from: Math.max(span.from, window.from),
        until: Math.min(span.until, window.until),
      }),
    0,
  );

/** Spans that do not overlap, which cover the same time. */
function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (lengthOf(span) === 0) continue;
    if (last === undefined || span.from > last.until) result.push(span);
    else result[result.length - 1] = { ...last, until: Math.max(last.until, span.until) };
  }
  return result;
}
