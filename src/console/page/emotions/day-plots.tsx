import * as m from 'messages:emotions';
import { useMemo } from 'preact/hooks';
import uPlot from 'uplot';
import type { WorkspaceEmotions } from '../../../client/index.ts';
import { feelingOf } from '../parts/mood.tsx';
import { colour, Plot } from '../parts/plot.tsx';
import { dateIn, numberOf, shortDate } from '../time.ts';

interface DayPlotsProps {
  /** All calendar dates of the range, also those without messages. */
  readonly dates: readonly string[];
  readonly zone: string;
  readonly buckets: WorkspaceEmotions['buckets'];
}

type Options = Omit<uPlot.Options, 'width' | 'height'>;

/** The options of a plot over dates, of which x is the number. */
function optionsOf(
  dates: readonly string[],
  series: uPlot.Series,
  y: { scale: uPlot.Scale; axis: uPlot.Axis },
): Options {
  const lines = { stroke: () => colour('--quiet'), grid: { stroke: () => colour('--line') } };
  const day = (at: number) => dates[at] ?? '';
  return {
    cursor: { show: false },
    scales: { x: { time: false, range: [-0.6, dates.length - 0.4] }, y: y.scale },
    axes: [
      {
        ...{ ...lines, size: 28, space: 80, incrs: [1, 2, 5, 7, 14, 30, 60] },
        values: (_, all) => all.map((at) => (day(at) === '' ? '' : shortDate(day(at)))),
      },
      { ...lines, size: 50, ...y.axis },
    ],
    series: [{}, series],
  };
}

/** The mean feeling and the count of messages by day, each as a plot with its table. */
export function DayPlots({ dates, zone, buckets }: DayPlotsProps) {
  const range = dates.join();
  const [mean, count] = useMemo(() => {
    const bars = uPlot.paths.bars?.({ size: [0.7, 40] });
    return [
      optionsOf(
        dates,
        {
          ...{ stroke: () => colour('--accent'), width: 2, spanGaps: true },
          points: { show: true, size: 7, fill: () => colour('--accent') },
        },
        {
          scale: { range: [-1.05, 1.05] },
          axis: { incrs: [0.5], values: (_, all) => all.map(feelingOf) },
        },
      ),
      optionsOf(
        dates,
        {
          ...{ stroke: () => colour('--accent'), fill: () => colour('--accent-back'), width: 1 },
          ...{ points: { show: false }, ...(bars && { paths: bars }) },
        },
        {
          scale: { range: (_, __, most) => [0, Math.max(most * 1.1, 4)] },
          axis: {
            incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000],
            values: (_, all) => all.map((each) => numberOf(each)),
          },
        },
      ),
    ];
  }, [range]);
  const [means, counts, rows] = useMemo(() => {
    const byDate = new Map(buckets.map((each) => [dateIn(zone, each.from), each]));
    const days = dates.map((date) => byDate.get(date));
    const x = dates.map((_, n) => n);
    return [
      [x, days.map((day) => day?.meanValence ?? null)],
      [x, days.map((day) => (day === undefined ? 0 : day.messages + day.abstained))],
      dates.map((date, n) => {
        const { meanValence = null, messages = 0, abstained = 0 } = days[n] ?? {};
        return {
          mean: [shortDate(date), meanValence === null ? '–' : feelingOf(meanValence)],
          count: [shortDate(date), numberOf(messages), numberOf(abstained)],
        };
      }),
    ] as const satisfies readonly [uPlot.AlignedData, uPlot.AlignedData, unknown];
  }, [buckets, range]);
  return (
    <div class="grid">
      <section class="card">
        <Plot
          {...{ title: m.mean, options: mean, data: means }}
          table={{ heads: [m.day, m.mean], rows: rows.map((row) => row.mean) }}
        />
      </section>
      <section class="card">
        <Plot
          {...{ title: m.count, options: count, data: counts }}
          table={{ heads: [m.day, m.messages, m.abstained], rows: rows.map((row) => row.count) }}
        />
      </section>
    </div>
  );
}
