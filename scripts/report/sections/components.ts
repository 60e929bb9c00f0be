import { bars, type Section, table, text } from '../document.ts';
import { count, figure, ms, NOT_MEASURED } from '../format.ts';
import { JOURNEY, operationOf, periodOf, type ReportInput } from '../input.ts';
import { operationName } from '../names.ts';
import { countOf } from './journey.ts';

const SHOWN = [
  { field: 'p50', name: 'P50' },
  { field: 'p95', name: 'P95' },
] as const;

/** What the durations consist of. */
export function componentsSection(input: ReportInput): Section {
  const period = periodOf(input);
  const { operations } = input.latency;
  return {
    title: 'Components',
    blocks: [
      operations.length === 0
        ? text(`Components: ${NOT_MEASURED}.`)
        : table(
            `Parts of the durations, ${period}`,
            [
              ...['Operation', 'Counted'],
              ...['db', 'wait', 'the rest'].flatMap((part) =>
                SHOWN.map(({ name }) => `${part} ${name}, ms`),
              ),
              'CPU',
            ],
            operations.map((each) => {
              const { db, wait } = each.parts;
              return [
                ...[operationName(each.operation), countOf(each, each.done)],
                ...SHOWN.map(({ field }) => figure(db?.[field])),
                ...SHOWN.map(({ field }) => figure(wait?.[field])),
                ...SHOWN.map(({ field }) => figure(restOf(each, field))),
                'not known',
              ];
            }),
          ),
      ...JOURNEY.flatMap((name) => {
        const found = operationOf(input, name);
        if (found === undefined) return [];
        return [
          bars(
            `Parts of the P50: ${operationName(name)}, ${count(found.done)} requests ${period}`,
            [
              { label: 'db', value: found.parts.db?.p50 ?? null },
              { label: 'wait', value: found.parts.wait?.p50 ?? null },
              { label: 'the rest', value: restOf(found, 'p50') },
              { label: 'total', value: found.total?.p50 ?? null, isToday: true },
            ].map((bar) => ({ ...bar, shown: ms(bar.value) })),
          ),
        ];
      }),
      text(
        '`db` is the time in which the database executed the statement, waiting for locks included. `wait` is the rest of the time until its answer: network, proxy, parsing, planning and commit.',
        '"The rest" is the percentile of the whole without those of `db` and `wait`. It is a difference of percentiles, because the durations of the rest are not counted by themselves, so it can be negative.',
        'A request that was answered without the database has neither part.',
      ),
      text(
        'The CPU of the Worker is not known: a Worker’s clock stands still while it computes, so the Worker cannot measure its own CPU time.',
      ),
    ],
  };
}

function restOf(
  { total, parts: { db, wait } }: ReportInput['latency']['operations'][number],
  field: 'p50' | 'p95',
): number | null {
  if (total === null || db === null || wait === null) return null;
  return total[field] - db[field] - wait[field];
}
