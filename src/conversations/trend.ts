import { z } from '@hono/zod-openapi';

/** A change of less than this is steady. */
const STEADY = 0.1;

const valence = z.number().openapi({ description: 'From -1 (bad) to 1 (good).' });

/** How a valence changed from a beginning to an end. */
export const trendSchema = z
  .object({
    beginning: valence,
    end: valence,
    change: z.number(),
    direction: z
      .enum(['rising', 'falling', 'steady'])
      .openapi({ description: '`steady`: the change is less than 0.1.' }),
  })
  .nullable();
export type Trend = NonNullable<z.infer<typeof trendSchema>>;

/** The trend between two mean valences, from -1 to 1. */
export function trendBetween(beginning: number, end: number): Trend {
  const change = round(end - beginning);
  const direction = change >= STEADY ? 'rising' : change <= -STEADY ? 'falling' : 'steady';
  return { beginning: round(beginning), end: round(end), change, direction };
}

/**
 * The trend from the first half of some messages to the second half. The message in the middle of an
 * odd number is in neither. Null with fewer than two messages.
 * @param valences in the order of the messages, in thousandths
 */
export function recentTrend(valences: readonly number[]): Trend | null {
  const half = Math.floor(valences.length / 2);
  if (half === 0) return null;
  const mean = (some: readonly number[]) => some.reduce((sum, each) => sum + each, 0) / half / 1000;
  return trendBetween(mean(valences.slice(0, half)), mean(valences.slice(-half)));
}

/**
 * Rounds to four decimals. The classifiers are less precise than that, and all runtimes write such
 * a number the same.
 */
export function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
