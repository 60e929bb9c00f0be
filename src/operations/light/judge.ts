import type { OperationsSettings, Steps } from '../settings.ts';
import {
  isWorse,
  LEVELS,
  type Level,
  type Light,
  type Measurement,
  type SignalName,
  type SignalState,
  stepsOf,
  worstOf,
} from './signals.ts';

/** The signals without which nothing is known: how long messages and bookings take. */
const NEEDED: readonly SignalName[] = ['message_p95', 'booking_p95'];

export interface Judged {
  readonly light: Light;
  readonly signals: readonly SignalState[];
}

/**
 * Decides on each signal and on the light.
 *
 * A signal rises at once when its value reaches a step. It falls when its value has been below
 * `offShare` of the step for `settleMinutes`, and then to the highest level that was needed in that
 * time. A signal that cannot be measured keeps its level, and meanwhile that time stands still.
 *
 * The light is the worst signal. It is grey when that is green, but a signal that is needed cannot be
 * measured.
 * @param former the signals as they were judged before
 * @param now milliseconds since 1970
 */
export function judge(
  settings: OperationsSettings,
  measurements: readonly Measurement[],
  former: readonly SignalState[],
  now: number,
): Judged {
  const signals = measurements.map((each) =>
    judgeSignal(
      settings,
      each,
      former.find(({ signal }) => signal === each.signal),
      now,
    ),
  );
  const worst = worstOf(signals.map(({ level }) => level));
  const isUnknown = NEEDED.some(
    (needed) => !signals.some((each) => each.signal === needed && each.unmeasuredSince === null),
  );
  return { light: worst === 'green' && isUnknown ? 'grey' : worst, signals };
}

function judgeSignal(
  settings: OperationsSettings,
  { signal, values, events, source, cause, detail }: Measurement,
  former: SignalState | undefined,
  now: number,
): SignalState {
  const { offShare, settleMinutes } = settings.light;
  const steps = stepsOf(settings, signal);
  const level = former?.level ?? 'green';
  const shown = { signal, source: source ?? ('requests' as const), events, detail };
  if (values === null) {
    return {
      ...{ ...shown, level, since: former?.since ?? now, calm: former?.calm ?? null },
      unmeasuredSince: former?.unmeasuredSince ?? now,
      ...{ value: null, threshold: stepOf(steps, level), cause: former?.cause ?? null },
      detail: level === 'green' ? detail : (former?.detail ?? null),
    };
  }
  const unmeasuredFor = now - (former?.unmeasuredSince ?? now);
  const reached = levelAt(steps, values, 1);
  const kept = levelAt(steps, values, offShare);
  const next = changed();
  const colour = next.level === 'green' ? 'yellow' : next.level;
  // While a level is only kept, the values of now do not tell what has caused it.
  const isKept = next.calm !== null && former?.cause != null;
  return {
    ...{ ...shown, ...next, unmeasuredSince: null },
    value: values[colour],
    threshold: stepOf(steps, next.level === 'green' ? lowest(steps) : next.level),
    ...(isKept
      ? { cause: former.cause, detail: former.detail }
      : { cause: next.level === 'green' ? null : cause }),
  };

  function changed(): Pick<SignalState, 'level' | 'since' | 'calm'> {
    if (isWorse(reached, level) || former === undefined) {
      return { level: reached, since: now, calm: null };
    }
    const stays = { level, since: former.since, calm: null };
    if (!isWorse(level, kept)) return stays;
    const calm = {
      since: former.calm === null ? now : former.calm.since + unmeasuredFor,
      level: worstOf([kept, former.calm?.level ?? 'green']),
    };
    if (now - calm.since < settleMinutes * 60_000) return { ...stays, calm };
    return { level: calm.level, since: now, calm: null };
  }
}

type Colour = Exclude<Level, 'green'>;
const COLOURS: readonly Colour[] = ['red', 'orange', 'yellow'];

/** The worst level whose step, times `share`, the value of its colour reaches. */
function levelAt(steps: Steps, values: Readonly<Record<Colour, number>>, share: number): Level {
  return (
    COLOURS.find((colour) => {
      const step = steps[colour];
      return step !== null && values[colour] >= step * share;
    }) ?? 'green'
  );
}

const stepOf = (steps: Steps, level: Level): number | null =>
  level === 'green' ? null : steps[level];

/** The first level that a signal can reach. */
const lowest = (steps: Steps): Level =>
  LEVELS.find((level) => level !== 'green' && steps[level] !== null) ?? 'green';
