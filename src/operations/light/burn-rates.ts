import type { OperationsSettings } from '../settings.ts';
import type { Counts, Window } from './readings.ts';

/** A service level: a share of requests that must be good. */
export interface Objective {
  readonly name: 'availability' | 'messages' | 'bookings';
  /** The share of good requests that is wanted, between 0 and 1. */
  readonly objective: number;
  /** The duration that good requests are below, in milliseconds; null for availability. */
  readonly targetMs: number | null;
}

/** The service levels of the settings. */
export const objectivesOf = ({ objectives, targets }: OperationsSettings): Objective[] => [
  { name: 'availability', objective: objectives.availability, targetMs: null },
  { name: 'messages', objective: objectives.latency, targetMs: targets.store_message },
  { name: 'bookings', objective: objectives.latency, targetMs: targets.confirm_booking },
];

const MEASURED_AS = { messages: 'store_message', bookings: 'confirm_booking' } as const;

/** The requests that an objective is about, and those of them that were not good. */
export function badOf(
  { name }: Objective,
  counts: readonly Omit<Counts, 'window'>[],
): { total: number; bad: number } {
  const sum = { total: 0, bad: 0 };
  for (const { measured, done, failed, slow } of counts) {
    if (name === 'availability') {
      if (measured.startsWith('canary_')) continue;
      // What a client does wrong is neither good nor bad.
      sum.total += done + failed;
      sum.bad += failed;
    } else if (measured === MEASURED_AS[name]) {
      sum.total += done;
      sum.bad += slow;
    }
  }
  return sum;
}

/**
 * How many times faster than allowed the error budget is used: 1 uses it up exactly at the end of its
 * period. Null without requests.
 */
export const burnOf = ({ objective }: Objective, { total, bad }: { total: number; bad: number }) =>
  total === 0 ? null : bad / total / (1 - objective);

/**
 * The windows of each colour. Both must burn: the long one shows that much of the budget is used, and
 * the short one that it still goes on. Source: Google's SRE Workbook, chapter 5, table 5-8.
 */
export const PAIRS: Readonly<
  Record<'red' | 'orange' | 'yellow', { readonly long: Window; readonly short: Window }>
> = {
  red: { long: '1h', short: '5m' },
  orange: { long: '6h', short: '30m' },
  yellow: { long: '3d', short: '6h' },
};
