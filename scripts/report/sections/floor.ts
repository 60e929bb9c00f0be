import { type Block, type Section, type Text, table, text } from '../document.ts';
import { count, figure, ms, NOT_MEASURED, number } from '../format.ts';
import { type Floor, JOURNEY, operationOf, periodOf, type ReportInput } from '../input.ts';
import { operationName } from '../names.ts';
import { countOf } from './journey.ts';

const SHOWN = [
  { field: 'p50', name: 'P50' },
  { field: 'p95', name: 'P95' },
] as const;

/** How near each operation is to the least that its work needs. */
export function floorSection(input: ReportInput): Section {
  const { floors } = input;
  return {
    title: 'How near the theoretical best',
    blocks: [
      text(
        'The theoretical best is the floor of the benchmark: a process that sends the same statement over HTTP and the same queue message, and checks nothing (`docs/benchmark.md`). The ratio is the floor divided by what was measured.',
      ),
      table(
        `The floor of the benchmark, and what was measured ${periodOf(input)}`,
        [
          ...['Operation', 'Percentile', 'Floor, ms', 'Floor counted', 'Measured, ms', 'Counted'],
          ...['Floor / measured, %', '`db` / total, %'],
        ],
        JOURNEY.flatMap((name) => {
          const found = operationOf(input, name);
          const floor = floors[name];
          return SHOWN.map(({ field, name: percentile }) => {
            const total = found?.total?.[field];
            const db = found?.parts.db?.[field];
            return [
              ...[operationName(name), percentile, figure(floor?.[field])],
              ...[count(floor?.requests), figure(total)],
              found === undefined ? NOT_MEASURED : countOf(found, found.done),
              ...[share(floor?.[field], total), share(db, total)],
            ];
          });
        }),
      ),
      ...JOURNEY.map((name): Block => {
        const floor = floors[name];
        const what = `The floor of "${operationName(name)}"`;
        return text(floor === null ? `${what}: ${NOT_MEASURED}.` : `${what}: ${originOf(floor)}`);
      }),
      text(environmentsOf(input)),
      text(
        'The two sides are not measured at the same place: the floor by the client of the benchmark, and the requests inside the Worker. So the ratio can be over 100 %.',
        '`db` / total is the share of the time in which the database executed the statement, as a quotient of percentiles. It compares nothing with another environment.',
      ),
      text(
        'The document of the earlier system said that its operations had reached 92 % and 97 % of their theoretical best. Its own durations give 540 / 745 = 72 % for a message and 300 / 360 = 83 % for a booking. No count or period is known for any of these figures.',
      ),
    ],
  };
}

function share(part: number | undefined, whole: number | undefined): Text {
  if (part === undefined || whole === undefined || whole === 0) return NOT_MEASURED;
  return number((100 * part) / whole);
}

const originOf = ({ turns, requests, clients, roundTripMs, date, machine, file }: Floor): Text =>
  `the median of ${count(turns)} turns with ${count(clients)} clients and ${count(requests)} requests together, at a simulated round trip of ${ms(roundTripMs)}, on ${machine}, ${date} (\`${file}\`).`;

/** Whether the two sides of the ratio were measured at the same distance from the database. */
function environmentsOf({ floors, roundTripMs }: ReportInput): Text {
  const floor = floors.store_message ?? floors.confirm_booking;
  if (floor === null) return `The ratio to the floor: ${NOT_MEASURED}.`;
  if (roundTripMs === null) {
    return `The ratios are of different environments: the round trip to the database of this report is not known, and that of the benchmark was ${ms(floor.roundTripMs)}. They tell nothing unless both are alike.`;
  }
  if (roundTripMs !== floor.roundTripMs) {
    return `The ratios are of different environments: the round trip to the database of this report is ${ms(roundTripMs)}, and that of the benchmark was ${ms(floor.roundTripMs)}.`;
  }
  return `The round trip to the database of this report is ${ms(roundTripMs)}, as in the benchmark. The machine and its load may differ.`;
}
