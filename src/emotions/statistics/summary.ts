import { ABSTAINED, EMOTION_LABELS, type StatisticsLabel } from '../../conversations/emotion.ts';
import { round, type Trend, trendBetween } from '../../conversations/trend.ts';
import type { EmotionSummary } from './statistics.ts';

/** The sums of the folded messages of one label and model version. Sums merge by addition. */
export interface EmotionSums {
  readonly label: StatisticsLabel;
  readonly modelVersion: string;
  readonly messages: number;
  /** Thousandths. */
  readonly valenceSum: number;
  /** The sum of the squares, in millionths. */
  readonly valenceSquares: number;
}

/** The first and the last of the customer's labelled messages. */
export interface EdgesOfMessages {
  /** Valences of the first messages in order, in thousandths. */
  readonly first: readonly number[];
  /** Valences of the last messages in order, in thousandths. */
  readonly last: readonly number[];
  /** The number of all labelled messages of the customer. */
  readonly customerMessages: number;
}

/** The most messages at each end that a trend uses. */
export const TREND_WINDOW = 10;

/** Summarises the sums of a conversation, a customer, a workspace or one of its buckets. */
export function summarise(sums: readonly EmotionSums[]): EmotionSummary {
  const labelled = sums.filter(({ label }) => label !== ABSTAINED);
  const { messages, valenceSum, valenceSquares } = total(labelled);
  const mean = messages === 0 ? null : valenceSum / messages;
  const labels = EMOTION_LABELS.flatMap((label) => {
    const of = total(sums.filter((each) => each.label === label));
    return of.messages === 0
      ? []
      : {
          label,
          messages: of.messages,
          share: round(of.messages / messages),
          meanValence: round(of.valenceSum / of.messages / 1000),
        };
  });
  return {
    messages,
    abstained: total(sums).messages - messages,
    meanValence: mean === null ? null : round(mean / 1000),
    // Rounding may leave a variance of zero just below zero.
    spread:
      mean === null
        ? null
        : round(Math.sqrt(Math.max(0, valenceSquares / messages - mean * mean)) / 1000),
    labels,
  };
}

/** How many messages each model version has read. */
export function countByModel(sums: readonly EmotionSums[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { modelVersion, messages } of sums) {
    counts[modelVersion] = (counts[modelVersion] ?? 0) + messages;
  }
  return counts;
}

/**
 * The trend over the customer's labelled messages: the mean of the first against the mean of the
 * last, of at most {@link TREND_WINDOW} messages each. No message is on both sides. Null with fewer
 * than two messages.
 */
export function trendOfMessages({ first, last, customerMessages }: EdgesOfMessages): Trend | null {
  const half = Math.floor(customerMessages / 2);
  const window = Math.min(TREND_WINDOW, half, first.length, last.length);
  if (window === 0) return null;
  const mean = (valences: readonly number[]) =>
    valences.reduce((sum, valence) => sum + valence, 0) / window / 1000;
  return trendBetween(mean(first.slice(0, window)), mean(last.slice(-window)));
}

/**
 * The trend over buckets in order of time: the mean of the first third against that of the last.
 * Buckets without labelled messages do not count. Null with fewer than two buckets.
 */
export function trendOfBuckets(buckets: readonly (readonly EmotionSums[])[]): Trend | null {
  const labelled = buckets
    .map((sums) => sums.filter(({ label }) => label !== ABSTAINED))
    .filter((sums) => sums.length > 0);
  if (labelled.length < 2) return null;
  const third = Math.max(1, Math.floor(labelled.length / 3));
  const mean = (some: readonly (readonly EmotionSums[])[]) => {
    const { messages, valenceSum } = total(some.flat());
    return valenceSum / messages / 1000;
  };
  return trendBetween(mean(labelled.slice(0, third)), mean(labelled.slice(-third)));
}

function total(sums: readonly EmotionSums[]) {
  let messages = 0;
  let valenceSum = 0;
  let valenceSquares = 0;
  for (const each of sums) {
    messages += each.messages;
    valenceSum += each.valenceSum;
    valenceSquares += each.valenceSquares;
  }
  return { messages, valenceSum, valenceSquares };
}
