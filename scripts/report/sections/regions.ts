import { bars, foreign, type Section, table, text } from '../document.ts';
import { count, figure, ms, NOT_MEASURED } from '../format.ts';
import { JOURNEY, measuredOf, operationOf, periodOf, type ReportInput } from '../input.ts';
import { operationName } from '../names.ts';
import { countOf, PERCENTILES, percentileOf } from './journey.ts';

/** The durations by the place of the Worker. Only the platform is counted by region. */
export function regionsSection(input: ReportInput): Section {
  const title = 'By region';
  if (input.of !== 'platform') {
    return {
      title,
      blocks: [text(`By region: ${NOT_MEASURED}. A workspace is not counted by region.`)],
    };
  }
  const rows = input.latency.operations.flatMap((each) =>
    each.regions.map((region) => [
      ...[operationName(each.operation), foreign(region.region), countOf(each, region.done)],
      count(region.failed),
      ...PERCENTILES.map((one) =>
        percentileOf(region.total, one, measuredOf(each.operation, region.done)),
      ),
      each.target === null ? 'no target' : figure(region.margin?.ms),
    ]),
  );
  if (rows.length === 0) return { title, blocks: [text(`By region: ${NOT_MEASURED}.`)] };
  return {
    title,
    blocks: [
      table(
        `Durations by continent and data centre of the Worker, ${periodOf(input)}`,
        [
          ...['Operation', 'Region', 'Counted', '5xx'],
          ...PERCENTILES.map(({ name }) => `${name}, ms`),
          'Safety margin, ms',
        ],
        rows,
      ),
      ...JOURNEY.flatMap((name) => {
        const found = operationOf(input, name);
        if (found === undefined || found.regions.length < 2) return [];
        return [
          bars(
            `P95 by region: ${operationName(name)}, ${count(found.done)} requests ${periodOf(input)}`,
            found.regions.map(({ region, done, total }) => ({
              ...{ label: foreign(region), value: total?.p95 ?? null, mark: found.target?.ms },
              shown: `${ms(total?.p95)} of ${count(done)}`,
            })),
          ),
        ];
      }),
    ],
  };
}
