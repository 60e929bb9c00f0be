import { type Cause, LEVELS, type Light, type SignalState, UNITS } from './signals.ts';
import type { ShownSignal, Status } from './status.ts';

const timeOf = (ms: number) => new Date(ms).toISOString();
const round = (value: number | null) => (value === null ? null : Math.round(value * 100) / 100);

/** A signal as clients see it. */
export function showSignal(state: SignalState): ShownSignal {
  const { calm: _, since, unmeasuredSince, value, threshold, ...rest } = state;
  return {
    ...rest,
    since: timeOf(since),
    unmeasuredSince: unmeasuredSince === null ? null : timeOf(unmeasuredSince),
    value: round(value),
    threshold: round(threshold),
    unit: UNITS[state.signal],
  };
}

/** What to do at each colour. Source: the table of triggers of docs/operations.md. */
export const RECOMMENDATIONS: Readonly<Record<Light, string>> = {
  grey: 'Nothing is known: look whether the Cron runs, and whether requests arrive.',
  green: 'Nothing is to be done.',
  yellow: 'Watch closely.',
  orange: 'Turn on query caching: answers of the cached classes may be older while this lasts.',
  red: 'Scale out: add read replicas or capacity of the database, or remove the cause.',
};

/** What to look at for each cause. */
export function lookAt(cause: Cause, of: 'workspace' | 'platform'): string {
  const path = `/v1/operations`;
  switch (cause) {
    case 'database_slow':
    case 'network_slow':
    case 'locks':
    case 'region_slow':
    case 'traffic':
    case 'requests_failing':
    case 'requests_slow':
      return `${path}/latency?of=${of}`;
    case 'consumer_behind':
    case 'messages_lost':
    case 'queue_full':
    case 'work_failing':
    case 'sweep_behind':
      return `${path}/backlog?of=${of}`;
    case 'connections':
    case 'database_unreachable':
    case 'not_evaluated':
      return `${path}/status/history`;
  }
}

/** The causes of the signals that are not green, the worst first. */
export function causesOf(
  signals: readonly SignalState[],
  of: 'workspace' | 'platform',
): Status['causes'] {
  return [...signals]
    .sort((a, b) => LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level))
    .flatMap(({ signal, cause, detail }) =>
      cause === null ? [] : [{ signal, cause, detail, look: lookAt(cause, of) }],
    );
}
