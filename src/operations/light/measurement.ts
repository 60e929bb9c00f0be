import type { Measurement, SignalName } from './signals.ts';

/** A value that is the same for all colours. */
export const same = (value: number) => ({ yellow: value, orange: value, red: value });
/** A signal that cannot be measured. */
export const unknown = (
  signal: SignalName,
  events: number,
  detail: string | null = null,
): Measurement => ({ signal, values: null, events, cause: null, detail });
