import type { Report, ReportFigures, ReportSource } from './report.ts';

type Cell = string | number | null;

/**
 * A cell of a CSV file (RFC 4180), always in quotes. A text that a spreadsheet would take for a formula
 * gets an apostrophe, which makes it text.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u.test(value) ? `'${value}` : value;
  return `"${text.replaceAll('"', '""')}"`;
}

const line = (cells: readonly Cell[]) => `${cells.map(csvCell).join(',')}\r\n`;

/** The name of a source, which a column has. */
const nameOf = ({ source, channel }: ReportSource) =>
  source === 'conversation' ? `channel ${channel ?? '(others)'}` : source;

const FIGURES = [
  'parties',
  'covers',
  'noShows',
  'cancellations',
  'lateCancellations',
  'averageLeadMinutes',
  'openMinutes',
  'availableMinutes',
  'occupiedMinutes',
  'occupancy',
] as const satisfies readonly (keyof ReportFigures)[];

/**
 * A report as a CSV file: one line for each date and service, and one for a date without services. After
 * the figures it has a column with the parties of each source, and three columns for each area. `opens`
 * and `closes` are empty for bookings that start in no service.
 */
export function reportCsv({ total, days }: Report): string {
  const sources = total.sources.map(nameOf);
  const areas = total.areas.map(({ area }) => area);
  const cellsOf = (figures: ReportFigures): Cell[] => [
    ...FIGURES.map((name) => figures[name]),
    ...sources.map((name) => figures.sources.find((each) => nameOf(each) === name)?.parties ?? 0),
    ...areas.flatMap((name) => {
      const area = figures.areas.find((each) => each.area === name);
      return [area?.parties ?? 0, area?.covers ?? 0, area?.occupancy ?? null];
    }),
  ];
  const columns = [
    ...sources.map((name) => `parties from ${name}`),
    ...areas.flatMap((area) =>
      ['parties', 'covers', 'occupancy'].map((figure) => `${figure} in ${area ?? '(no area)'}`),
    ),
  ];
  const lines = days.flatMap((day) =>
    day.services.length === 0
      ? [[day.date, null, null, ...cellsOf(day)]]
      : day.services.map(({ service, ...figures }) => [
          ...[day.date, service?.opens ?? null, service?.closes ?? null],
          ...cellsOf(figures),
        ]),
  );
  return [['date', 'opens', 'closes', ...FIGURES, ...columns], ...lines].map(line).join('');
}
