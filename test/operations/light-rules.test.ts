import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/operations/light/judge.ts';
import {
  LEVELS,
  type Level,
  SIGNALS,
  type SignalName,
  type SignalState,
  stepsOf,
  worstOf,
} from '../../src/operations/light/signals.ts';
import { measured, SETTINGS } from '../support/light-readings.ts';

const MINUTE = 60_000;
const { offShare, settleMinutes } = SETTINGS.light;
const MINUTES = 1000;

/** The signals with each of their steps. */
const STEPS = SIGNALS.flatMap((signal) =>
  LEVELS.flatMap((level) => {
    const value = level === 'green' ? null : stepsOf(SETTINGS, signal)[level];
    return value === null ? [] : [[signal, level, value] as const];
  }),
);

/** Judges one signal once a minute. @returns its state each minute */
function judged(signal: SignalName, values: readonly (number | null)[]): SignalState[] {
  let states: readonly SignalState[] = [];
  return values.map((value, minute) => {
    states = judge(SETTINGS, [measured(signal, value)], states, minute * MINUTE).signals;
    const [state] = states;
    if (state === undefined) throw new Error('the signal was not judged');
    return state;
  });
}
const levels = (signal: SignalName, values: readonly (number | null)[]) =>
  judged(signal, values).map(({ level }) => level);
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

/** The changes of a level: the minute, and whether it became worse. */
const changesOf = (all: readonly Level[]) =>
  all.flatMap((level, minute) => {
    const former = all[minute - 1];
    if (former === undefined || former === level) return [];
    return [{ minute, isWorse: LEVELS.indexOf(level) > LEVELS.indexOf(former) }];
  });

/** Pseudo-random numbers from 0 to below 1. */
function createRandom(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
}

describe.each(STEPS)('%s at %s', (signal, level, step) => {
  it('begins at its threshold, and ends only below the lower one, after some minutes', () => {
    const below = step * offShare;
    expect(levels(signal, [step * 0.9999])).not.toContain(level);
    expect(levels(signal, [0, step])).toEqual(['green', level]);
    // At the lower threshold it stays for ever.
    expect(new Set(levels(signal, [step, ...times(100, below)]))).toEqual(new Set([level]));
    const calm = levels(signal, [step, ...times(settleMinutes + 1, below * 0.9999)]);
    expect(calm.slice(0, -1)).toEqual(times(settleMinutes + 1, level));
    expect(calm.at(-1)).not.toBe(level);
    // One value above the lower threshold begins the time again.
    const nearly = times(settleMinutes, 0);
    expect(levels(signal, [step, ...nearly, below, ...nearly]).at(-1)).toBe(level);
  });

  it('changes once in 1,000 minutes when the noise is smaller than the hysteresis', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const random = createRandom(seed);
      const values = times(MINUTES, 0).map(() => step * (0.96 + 0.08 * random()));
      const changes = changesOf(['green', ...levels(signal, values)]);
      // It becomes worse, once for each level that the noise reaches, and never better.
      expect(changes.length).toBeGreaterThan(0);
      expect(changes.length).toBeLessThanOrEqual(LEVELS.length - 1);
      expect(changes.every(({ isWorse }) => isWorse)).toBe(true);
    }
  });

  it('does not flap when the noise is larger', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const random = createRandom(seed);
      const values = times(MINUTES, 0).map(() => step * (0.85 + 0.3 * random()));
      const changes = changesOf(levels(signal, values));
      // A level ends only after `settleMinutes` without it. Each of these values has a chance of 1/3 at
      // least to be above the lower threshold, so that (2/3)^10 = 1.7 % of the minutes may end it, of
      // which most follow each other.
      expect(changes.length).toBeLessThanOrEqual(2 * 0.017 * MINUTES);
      for (const [n, { minute, isWorse }] of changes.entries()) {
        const former = changes[n - 1];
        if (isWorse || former === undefined) continue;
        expect(minute - former.minute).toBeGreaterThanOrEqual(settleMinutes);
      }
    }
  });
});

describe('a signal that cannot be measured', () => {
  it('keeps its level, and shows since when it is so', () => {
    const states = judged('booking_p95', [510, ...times(500, null)]);
    expect(states.at(-1)).toMatchObject({
      ...{ level: 'red', value: null, since: 0, unmeasuredSince: MINUTE },
      ...{ cause: 'database_slow', threshold: 500 },
    });
  });

  it('stops the time after which its level ends, and does not begin it again', () => {
    const half = times(settleMinutes / 2, 0);
    expect(levels('booking_p95', [510, ...half, ...times(30, null), ...half]).at(-1)).toBe('red');
    expect(levels('booking_p95', [510, ...half, ...times(30, null), ...half, 0, 0]).at(-1)).toBe(
      'green',
    );
    // Also when only every second minute can be measured.
    const gaps = times(settleMinutes + 2, [null, 0]).flat();
    expect(levels('booking_p95', [510, ...gaps]).at(-1)).toBe('green');
  });
});

it('a level that is only kept names what has caused it', () => {
  const caused = (value: number, cause: 'consumer_behind' | null) => ({
    ...measured('overdue', value),
    ...{ cause, detail: cause && 'messages' },
  });
  let states: readonly SignalState[] = [];
  for (let minute = 0; minute < settleMinutes; minute += 1) {
    const now = minute === 0 ? caused(150, 'consumer_behind') : caused(0, null);
    states = judge(SETTINGS, [now], states, minute * MINUTE).signals;
    expect(states).toMatchObject([{ level: 'red', cause: 'consumer_behind', detail: 'messages' }]);
  }
});

describe('the light', () => {
  const known = [measured('message_p95', 10), measured('booking_p95', 10)];

  it('is grey when nothing is known, and green only when messages and bookings are measured', () => {
    expect(judge(SETTINGS, [], [], 0).light).toBe('grey');
    expect(judge(SETTINGS, known, [], 0).light).toBe('green');
    for (const missing of [0, 1]) {
      const partly = known.map((each, n) => (n === missing ? { ...each, values: null } : each));
      expect(judge(SETTINGS, partly, [], 0).light).toBe('grey');
      // What is known to be wrong is not hidden.
      const worse = [...partly, measured('overdue', 500)];
      expect(judge(SETTINGS, worse, [], 0).light).toBe('red');
    }
  });

  it('is the worst of its signals', () => {
    const values = fc.array(fc.double({ min: 0, max: 2, noNaN: true }), {
      ...{ minLength: SIGNALS.length, maxLength: SIGNALS.length },
    });
    fc.assert(
      fc.property(values, (factors) => {
        const all = SIGNALS.map((signal, n) =>
          measured(signal, (stepsOf(SETTINGS, signal).red ?? 0) * (factors[n] ?? 0)),
        );
        const { light, signals } = judge(SETTINGS, all, [], 0);
        expect(light).toBe(worstOf(signals.map(({ level }) => level)));
      }),
    );
  });
});

it('no values make a level end that was needed in the last minutes, or change it unmeasured', () => {
  const step = 1000;
  const value = fc.oneof(
    fc.double({ min: 0, max: 1500, noNaN: true }),
    fc.constantFrom(null, 0, 855, 902.5, 950, 949.99),
  );
  fc.assert(
    fc.property(fc.array(value, { maxLength: 120 }), (values) => {
      const all = levels('message_p95', values);
      for (const { minute, isWorse } of changesOf(all)) {
        expect(values[minute]).not.toBeNull();
        if (isWorse || all[minute - 1] !== 'red') continue;
        const last = values.slice(Math.max(0, minute - settleMinutes), minute + 1);
        expect(last.every((each) => each === null || each < step * offShare)).toBe(true);
        expect(last.length).toBe(settleMinutes + 1);
      }
    }),
  );
});
