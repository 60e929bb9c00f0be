import {
  ABSTAINED,
  EMOTION_LABELS,
  type EmotionLabel,
  type StatisticsLabel,
} from '../../conversations/emotion.ts';

/** Sums of the folded messages of one label and model version; they merge by addition. */
export interface EmotionSums {
  readonly label: StatisticsLabel;
  readonly modelVersion: string;
  readonly messages: number;
  /** Thousandths. */
  readonly valenceSum: number;
  /** Millionths. */
  readonly valenceSquares: number;
}

/** What sums say: counts and shares by label, mean valence and its spread (-1 to 1). */
export interface EmotionSummary {
  /** Those that have a label. */
  readonly messages: number;
  /** Those that a classifier gave none. */
  readonly abstained: number;
  readonly meanValence: number | null;
  /** Standard deviation of the valence, over all messages. */
  readonly spread: number | null;
  readonly labels: LabelSummary[];
}

export interface LabelSummary {
  readonly label: EmotionLabel;
  readonly messages: number;
  /** Of all labelled messages, 0 to 1. */
  readonly share: number;
  readonly meanValence: number;
}

/** The mean valence at the beginning and at the end. */
export interface Trend {
  readonly beginning: number;
  readonly end: number;
  readonly change: number;
  readonly direction: 'rising' | 'falling' | 'steady';
}

/** A change of less than this counts as steady. */
const STEADY = 0.1;
/** How many messages at either end make a trend, where there are so many. */
export const TREND_WINDOW = 10;

/** Summarises sums of any origin: a conversation's, a customer's or a workspace's bucket. */
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
    // The variance of integers as exact as it gets; rounding may leave it just under zero.
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
 * The trend over labelled messages, of which the first and the last few are given (thousandths, in
 * order): the first against the last, at most {@link TREND_WINDOW} and never one message on both
 * sides. Null with fewer than two messages.
 */
export function trendOfMessages(
  first: readonly number[],
  last: readonly number[],
  messages: number,
): Trend | null {
  const window = Math.min(TREND_WINDOW, Math.floor(messages / 2), first.length, last.length);
  if (window === 0) return null;
  const mean = (valences: readonly number[]) =>
    valences.reduce((sum, valence) => sum + valence, 0) / window / 1000;
  return trend(mean(first.slice(0, window)), mean(last.slice(-window)));
}

/**
 * The trend over buckets in order, of those with labelled messages: the first third of them against the last.
 * Null with fewer than two.
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
  return trend(mean(labelled.slice(0, third)), mean(labelled.slice(-third)));
}

function trend(beginning: number, end: number): Trend {
  const change = round(end - beginning);
  const direction = change >= STEADY ? 'rising' : change <= -STEADY ? 'falling' : 'steady';
  return { beginning: round(beginning), end: round(end), change, direction };
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

/** Four decimals: more than the classifiers mean, and stable in text. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
