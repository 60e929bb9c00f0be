import type { OperationLatency, Percentiles } from '../../../src/operations/latency/latency.ts';
import { type Block, bars, type Section, type Text, table, text } from '../document.ts';
import { count, figure, ms, NOT_MEASURED, number, percent } from '../format.ts';
import { JOURNEY, measuredOf, operationOf, periodOf, type ReportInput } from '../input.ts';
import { operationName } from '../names.ts';

/** The percentiles, and how many durations each needs: with fewer, it is the longest of them. */
export const PERCENTILES = [
  { field: 'p50', name: 'P50', needs: 2 },
  { field: 'p75', name: 'P75', needs: 4 },
  { field: 'p95', name: 'P95', needs: 20 },
  { field: 'p99', name: 'P99', needs: 100 },
  { field: 'p999', name: 'P99.9', needs: 1000 },
] as const;

/** A percentile in milliseconds, marked where it is the longest duration. */
export function percentileOf(
  total: Percentiles | null,
  { field, needs }: (typeof PERCENTILES)[number],
  measured: number,
): Text {
  if (total === null) return NOT_MEASURED;
  return measured < needs ? `${number(total[field])} (longest)` : number(total[field]);
}

/** `420`, or `420 (42 measured)` where only a share is measured. */
export function countOf({ operation }: Pick<OperationLatency, 'operation'>, done: number): Text {
  const measured = measuredOf(operation, done);
  return measured === done ? count(done) : `${count(done)} (${count(measured)} measured)`;
}

const figuresOf = (each: OperationLatency) => [
  countOf(each, each.done),
  ...PERCENTILES.map((one) => percentileOf(each.total, one, measuredOf(each.operation, each.done))),
];
const HEAD = ['Operation', 'Counted', ...PERCENTILES.map(({ name }) => `${name}, ms`)];

/** The service levels, and the percentiles of each operation against its target. */
export function journeySection(input: ReportInput): Section {
  const period = periodOf(input);
  const { levels } = input;
  const others = input.latency.operations.filter(
    ({ operation }) => !JOURNEY.some((name) => name === operation),
  );
  return {
    title: 'The journey: a message and a booking',
    blocks: [
      levels === null
        ? text(`Service levels: ${NOT_MEASURED}.`)
        : text(
            'Service levels:',
            `${levels.objectives.map(wordsOf).join('; ')}.`,
            'How they were kept is in the chapter about error budgets.',
          ),
      table(
        `Durations of the requests with a 2xx or 304, from the request to its answer in the Worker, ${period}`,
        [...HEAD, 'Target of the P95, ms', 'Safety margin, ms', 'Safety margin, %'],
        JOURNEY.map((name) => {
          const found = operationOf(input, name);
          if (found === undefined) {
            return [operationName(name), ...Array(9).fill(NOT_MEASURED)];
          }
          const { target, margin } = found;
          return [
            operationName(name),
            ...figuresOf(found),
            target === null ? 'no target' : number(target.ms),
            figure(margin?.ms),
            figure(margin?.percent),
          ];
        }),
      ),
      ...JOURNEY.flatMap((name) => chartOf(operationOf(input, name), period)),
      others.length === 0
        ? text(`All other operations: ${NOT_MEASURED}.`)
        : table(
            `Durations of all other operations, which have no target in the journey, ${period}`,
            HEAD,
            others.map((each) => [operationName(each.operation), ...figuresOf(each)]),
          ),
      text(
        'The safety margin is the target without the P95; it is negative when the target is missed.',
        '"Longest": so few durations were measured that the percentile is the longest of them.',
      ),
    ],
  };
}

function wordsOf({
  name,
  objective,
  targetMs,
}: NonNullable<ReportInput['levels']>['objectives'][number]) {
  const share = percent(Math.round(objective * 1e6) / 1e4);
  if (name === 'availability') return `${share} of the requests are answered without a 5xx`;
  const what = name === 'messages' ? 'messages are stored' : 'bookings are confirmed';
  return `${share} of the ${what} in less than ${ms(targetMs)}`;
}

function chartOf(found: OperationLatency | undefined, period: Text): Block[] {
  if (found === undefined || found.total === null) return [];
  const { total, target } = found;
  return [
    bars(
      `${operationName(found.operation)}, ${count(found.done)} requests ${period}${target === null ? '' : `; the line is the target of the P95, ${ms(target.ms)}`}`,
      PERCENTILES.map(({ field, name }) => ({
        ...{ label: name, value: total[field], shown: ms(total[field]), mark: target?.ms },
        isToday: field === 'p95',
      })),
    ),
  ];
}
