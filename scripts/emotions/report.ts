import { percentile } from '../percentile.ts';
import { type Column, mean, scoresOf, seededRandom } from './metrics.ts';

/** The 95 % bootstrap interval of macro-F1, from samples of the texts drawn with replacement. */
export function bootstrap(
  columns: readonly Column[],
  thresholds: readonly number[],
  samples = 1000,
): [low: number, high: number] {
  const random = seededRandom(1);
  const size = columns[0]?.truths.length ?? 0;
  // For each label and text: 1 if the label is given, plus 2 if it is true.
  const marks = columns.map(({ probabilities, truths }, label) =>
    Uint8Array.from(probabilities, (probability, i) => {
      const said = probability >= (thresholds[label] ?? 0.5) ? 1 : 0;
      return said + 2 * (truths[i] ?? 0);
    }),
  );
  const values = Array.from({ length: samples }, () => {
    const counts = marks.map(() => [0, 0, 0, 0]);
    for (let drawn = 0; drawn < size; drawn += 1) {
      const text = Math.floor(random() * size);
      for (const [label, column] of marks.entries()) {
        const mine = counts[label];
        const mark = column[text] ?? 0;
        if (mine !== undefined) mine[mark] = (mine[mark] ?? 0) + 1;
      }
    }
    return mean(
      counts.map(
        ([, said = 0, true_ = 0, both = 0]) => scoresOf(both, said + both, true_ + both).f1,
      ),
    );
  }).sort((a, b) => a - b);
  return [percentile(values, 2.5), percentile(values, 97.5)];
}

/** The precision of the most confident readings, for several shares of all texts. */
export function coverage(
  given: readonly { readonly confidence: number; readonly right: boolean }[],
  texts: number,
): string[] {
  const sorted = [...given].sort((a, b) => b.confidence - a.confidence);
  const shares = [0.1, 0.25, 0.5, 0.75, 0.9, given.length / texts];
  return shares
    .filter((share) => share * texts <= sorted.length)
    .map((share) => {
      const taken = sorted.slice(0, Math.round(share * texts));
      const precision = taken.filter(({ right }) => right).length / taken.length;
      const from = taken.at(-1)?.confidence ?? 0;
      return `most confident ${(share * 100).toFixed(0)} % (from ${from.toFixed(2)}): precision ${precision.toFixed(3)}`;
    });
}

/** The time of a reading in this process, in microseconds, after a warm-up. */
export function time(read: (text: string) => unknown, texts: readonly string[]): string {
  const most = texts.slice(0, 5000);
  for (const text of most) read(text);
  const each = most.map((text) => {
    const started = performance.now();
    read(text);
    return (performance.now() - started) * 1000;
  });
  const sorted = each.sort((a, b) => a - b);
  return `median ${percentile(sorted, 50).toFixed(1)} µs, P95 ${percentile(sorted, 95).toFixed(1)} µs`;
}
