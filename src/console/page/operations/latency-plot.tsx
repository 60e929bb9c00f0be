import * as m from 'messages:operations';
import { useMemo } from 'preact/hooks';
import uPlot from 'uplot';
import type { Latency, OperationLatency } from '../../../client/index.ts';
import { colour, Plot } from '../parts/plot.tsx';
import { dateIn, momentOf, numberOf, shortDate, timeOf } from '../time.ts';
import { msOf, RANGES, type Range } from './words.ts';

interface LatencyPlotProps {
  readonly latency: Latency;
  readonly operation: OperationLatency['operation'];
  readonly range: Range;
  readonly zone: string;
}

const LINES = ['p50', 'p95', 'p99'] as const;
const COLOURS = ['--quiet', '--accent', '--warn', '--bad'];
const DASHES = [[], [], [2, 3], [8, 4]];
const STYLES = ['solid', 'solid', 'dotted', 'dashed'];

const labelsOf = (target: number | undefined) => [
  ...LINES.map((line) => line.toUpperCase()),
  ...(target === undefined ? [] : [m.targetHead]),
];

/** The percentiles of an operation over the time, with its target as a dashed line. */
export function LatencyPlot({ latency, operation, range, zone }: LatencyPlotProps) {
  const found = latency.operations[0];
  const target = found?.target?.ms;
  const options = useMemo(() => optionsOf(range, zone, target), [range, zone, target]);
  const points = found?.series ?? [];
  const data = useMemo(() => columnsOf(points, target), [points, target]);
  return (
    <>
      <ul class="list row ops-legend" aria-hidden="true">
        {labelsOf(target).map((label, n) => (
          <li key={label} class="ops-plain">
            <i
              style={{
                borderBlockStartColor: `var(${COLOURS[n]})`,
                borderBlockStartStyle: STYLES[n] ?? 'solid',
              }}
            />{' '}
            {label}
          </li>
        ))}
      </ul>
      <Plot
        {...{ title: m.plot({ operation: m.operation({ operation }) }), options, data }}
        table={{
          heads: [m.begin, m.requests, ...LINES.map((line) => line.toUpperCase())],
          rows: [...points]
            .reverse()
            .map(({ at, requests, total }) => [
              momentOf(at, zone),
              numberOf(requests),
              ...LINES.map((line) => (total === null ? '–' : msOf(total[line]))),
            ]),
        }}
      />
    </>
  );
}

function columnsOf(
  points: OperationLatency['series'],
  target: number | undefined,
): uPlot.AlignedData {
  return [
    points.map(({ at }) => Date.parse(at) / 1000),
    ...LINES.map((line) => points.map(({ total }) => total?.[line] ?? null)),
    ...(target === undefined ? [] : [points.map(() => target)]),
  ];
}

function optionsOf(range: Range, zone: string, target: number | undefined) {
  const axis = {
    stroke: () => colour('--quiet'),
    grid: { stroke: () => colour('--line'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  const tick = (at: number) =>
    range === 'week' ? shortDate(dateIn(zone, at * 1000)) : timeOf(at * 1000, zone);
  return {
    tzDate: (at: number) => uPlot.tzDate(new Date(at * 1000), zone),
    cursor: { drag: { x: false, y: false } },
    scales: {
      x: {
        range: (): [number, number] => [(Date.now() - RANGES[range]) / 1000, Date.now() / 1000],
      },
      y: {
        range: (_: uPlot, __: number, most: number): [number, number] => [0, (most || 1) * 1.1],
      },
    },
    axes: [
      { ...axis, values: (_: uPlot, all: number[]) => all.map(tick) },
      { ...axis, size: 64, values: (_: uPlot, all: number[]) => all.map(msOf) },
    ],
    series: [
      {},
      ...labelsOf(target).map((label, n) => ({
        ...{ label, width: 2, dash: DASHES[n] ?? [] },
        stroke: () => colour(COLOURS[n] ?? '--text'),
        points: { show: n < LINES.length, size: 5 },
      })),
    ],
  };
}
