import { percentile } from '../percentile.ts';
import type { NoiseReport } from './noise.ts';
import type { WayName } from './ways/ways.ts';

/**
 * The ordinary tenant's P95 beside the noise may be so many times that beside the same noise in
 * another fleet.
 */
const HIGHEST_RATIO = 1.5;

/** How long the ordinary tenant's requests took. */
export interface Times {
  /** While the noise was in the same fleet. */
  beside: number[];
  /** While it was in another fleet on the same machine; empty when nothing is compared. */
  apart: number[];
}

export interface WayResult {
  readonly way: WayName;
  readonly times: Times;
  readonly noise: NoiseReport;
  /** What broke a promise. */
  readonly found: string[];
}

/** Says which promises the times and the noisy tenant's answers break. */
export function judge(times: Times, { statuses, examples }: NoiseReport): string[] {
  const found: string[] = [];
  const { beside, apart } = summarise(times);
  if (apart.count > 0 && beside.p95 > HIGHEST_RATIO * apart.p95) {
    found.push(
      `P95 is ${(beside.p95 / apart.p95).toFixed(2)} times that with the noise in another fleet, more than ${HIGHEST_RATIO}`,
    );
  }
  for (const [status, count] of Object.entries(statuses)) {
    // 503 says that the request took too long, and is documented.
    if (Number(status) !== 0 && (Number(status) < 500 || status === '503')) continue;
    found.push(`the noisy tenant got ${count} times ${status}, e.g. ${examples[status]}`);
  }
  return found;
}

/** The lines that report a way. */
export function describe({ way, times, noise, found }: WayResult): string[] {
  const { beside, apart } = summarise(times);
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  const shown = `P50 ${ms(beside.p50)}, P95 ${ms(beside.p95)}, ${beside.count} requests`;
  const compared =
    apart.count === 0
      ? ''
      : `; with the noise in another fleet P50 ${ms(apart.p50)}, P95 ${ms(apart.p95)}; ratio ${(beside.p95 / apart.p95).toFixed(2)}`;
  const statuses = Object.entries(noise.statuses).map(([status, count]) => `${count} × ${status}`);
  const listed = found.slice(0, 15).map((each) => `    ${each}`);
  const more = found.length > 15 ? [`    and ${found.length - 15} more`] : [];
  return [
    `${found.length === 0 ? 'ok    ' : 'FAILED'} ${way}: ${shown}${compared}`,
    `    noise: ${statuses.join(', ')}`,
    ...listed,
    ...more,
  ];
}

function summarise({ beside, apart }: Times) {
  const of = (values: readonly number[]) => {
    const sorted = [...values].sort((a, b) => a - b);
    return { p50: percentile(sorted, 50), p95: percentile(sorted, 95), count: sorted.length };
  };
  return { beside: of(beside), apart: of(apart) };
}
