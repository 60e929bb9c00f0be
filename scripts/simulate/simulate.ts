import { hoursOfBaseline } from '../../src/operations/light/baseline.ts';
import { judge } from '../../src/operations/light/judge.ts';
import { measure } from '../../src/operations/light/measure.ts';
import type { Cause, Light, SignalName, SignalState } from '../../src/operations/light/signals.ts';
import type { OperationsSettings } from '../../src/operations/settings.ts';
import type { Sample } from '../../src/platform/latency/sample.ts';
import { createAggregator, type Maintenance } from './aggregator.ts';
import type { Conditions } from './conditions.ts';

const MINUTE_MS = 60_000;

/** What is simulated. Times are milliseconds since 1970. */
export interface Run {
  readonly settings: OperationsSettings;
  readonly from: number;
  readonly to: number;
  samplesBetween(range: { readonly from: number; readonly to: number }): Iterable<Sample>;
  conditionsAt(at: number): Conditions;
  readonly maintenance?: readonly Maintenance[];
}

/** The light at the time of an evaluation, as `GET /v1/operations/status` would show it. */
export interface Step {
  readonly at: number;
  readonly light: Light;
  readonly causes: readonly NamedCause[];
  readonly signals: readonly SignalState[];
  /** Whether the light was evaluated at this time. */
  readonly isEvaluated: boolean;
}
interface NamedCause {
  readonly signal: SignalName | null;
  readonly cause: Cause;
  readonly detail: string | null;
}

/** Evaluates the light each minute of a run, with the functions of the Worker and the clock of the run. */
export function* simulate(run: Run): Generator<Step> {
  const { settings, from, to, maintenance = [] } = run;
  const { windowMinutes, lateMinutes } = settings.light;
  const aggregator = createAggregator(maintenance);
  let signals: readonly SignalState[] = [];
  let light: Light = 'grey';
  let evaluatedAt = Number.NEGATIVE_INFINITY;
  for (let at = from + MINUTE_MS; at <= to; at += MINUTE_MS) {
    for (const sample of run.samplesBetween({ from: at - MINUTE_MS, to: at })) {
      aggregator.add(sample, at);
    }
    if (at % (60 * MINUTE_MS) < MINUTE_MS) aggregator.forget(at);
    const { connections, overdue, failing, queues, cronRuns } = run.conditionsAt(at);
    const isMaintained = maintenance.some((window) => window.from <= at && window.to > at);
    if (cronRuns) {
      if (!isMaintained || evaluatedAt === Number.NEGATIVE_INFINITY) {
        const requests = aggregator.read(at, windowMinutes, hoursOfBaseline(at));
        const readings = { ...requests, connections, overdue, failing };
        const measured = measure(settings, readings, queues, at);
        ({ light, signals } = judge(settings, measured, signals, at));
      }
      evaluatedAt = at;
    }
    const isLate = at - evaluatedAt > lateMinutes * MINUTE_MS;
    const causes = signals.flatMap(({ signal, cause, detail }): NamedCause[] =>
      cause === null ? [] : [{ signal, cause, detail }],
    );
    yield isLate
      ? {
          ...{ at, light: 'grey', signals, isEvaluated: false },
          causes: [{ signal: null, cause: 'not_evaluated', detail: null }, ...causes],
        }
      : { at, light, causes, signals, isEvaluated: cronRuns };
  }
}
