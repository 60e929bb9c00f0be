import { percentile } from '../percentile.ts';
import type { NoiseReport } from './noise.ts';
import type { WayName } from './ways/ways.ts';

/** The ordinary tenant's P95 beside the noise may be so many times that beside burnt CPU. */
const HIGHEST_RATIO = 1.5;

/** How long the ordinary tenant's requests took. */
export interface Times {
  /** Beside a process that burns CPU; empty when nothing is compared. */
  burnt: number[];
  /** Beside the noisy tenant. */
  noisy: number[];
  /** How many processors were burnt, on average. */
  share: number;
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
  const { burnt, noisy } = summarise(times);
  if (burnt.count > 0 && noisy.p95 > HIGHEST_RATIO * burnt.p95) {
    found.push(
      `P95 is ${(noisy.p95 / burnt.p95).toFixed(2)} times that beside burnt CPU, more than ${HIGHEST_RATIO}`,
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
  const { burnt, noisy } = summarise(times);
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  const beside = `P50 ${ms(noisy.p50)}, P95 ${ms(noisy.p95)}, ${noisy.count} requests`;
  const compared =
    burnt.count === 0
      ? ''
      : `; beside ${times.share.toFixed(1)} burnt processors P50 ${ms(burnt.p50)}, P95 ${ms(burnt.p95)}; ratio ${(noisy.p95 / burnt.p95).toFixed(2)}`;
  const statuses = Object.entries(noise.statuses).map(([status, count]) => `${count} × ${status}`);
  const shown = found.slice(0, 15).map((each) => `    ${each}`);
  const more = found.length > 15 ? [`    and ${found.length - 15} more`] : [];
  return [
    `${found.length === 0 ? 'ok    ' : 'FAILED'} ${way}: ${beside}${compared}`,
    `    noise: ${statuses.join(', ')}`,
    ...shown,
    ...more,
  ];
}

function summarise({ burnt, noisy }: Times) {
  const of = (values: readonly number[]) => {
    const sorted = [...values].sort((a, b) => a - b);
    return { p50: percentile(sorted, 50), p95: percentile(sorted, 95), count: sorted.length };
  };
  return { burnt: of(burnt), noisy: of(noisy) };
}
