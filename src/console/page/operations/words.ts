import type { OperationsStatus, Signal } from '../../../client/index.ts';
import { numberOf } from '../time.ts';

export type Of = 'workspace' | 'platform';
export type Light = OperationsStatus['light'];

/** Such as 412 ms. */
export const msOf = (value: number) =>
  numberOf(value, {
    ...{ style: 'unit', unit: 'millisecond' },
    maximumFractionDigits: Math.abs(value) < 10 ? 1 : 0,
  });

/** Such as 41 %. @param value of 100 */
export const percentOf = (value: number, digits = 0) =>
  numberOf(value / 100, { style: 'percent', maximumFractionDigits: digits });

/** A value of a signal with its unit. Rows have none. */
export function shownValue(value: number | null, unit: Signal['unit']): string {
  if (value === null) return '–';
  switch (unit) {
    case 'ms':
      return msOf(value);
    case 'percent':
      return percentOf(value, 1);
    case 'ratio':
      return `${numberOf(value, { maximumFractionDigits: 2 })}×`;
    case 'rows':
      return numberOf(value);
  }
}

const LENGTHS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** A length of time in its largest unit, such as 1.5 hours. */
export function lengthOf(seconds: number): string {
  const [unit, size] = LENGTHS.find(([, least]) => seconds >= least) ?? ['second', 1];
  return numberOf(seconds / size, {
    ...{ style: 'unit', unit, unitDisplay: 'long' },
    maximumFractionDigits: seconds / size < 10 && unit !== 'second' ? 1 : 0,
  });
}

/** The lengths of time over which a history or durations are shown, in milliseconds. */
export const RANGES = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;
export type Range = keyof typeof RANGES;

/** When a range that ends now begins, as a whole minute. */
export const startOf = (range: Range) =>
  new Date(Math.floor((Date.now() - RANGES[range]) / 60_000) * 60_000).toISOString();
