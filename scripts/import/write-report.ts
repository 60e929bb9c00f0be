import { writeFileSync } from 'node:fs';
import { csvCell } from '../../src/bookings/report-csv.ts';
import type { Refusal } from './refusals.ts';

const COLUMNS = ['file', 'line', 'id', 'outcome', 'field', 'reason'] as const;

/** Writes the rows that were not taken as they are, as CSV or JSON. Only the owner may read the file. */
export function writeReport(path: string, refusals: readonly Refusal[]): void {
  const lines = refusals.map((row) => COLUMNS.map((name) => row[name] ?? null));
  const text = path.endsWith('.json')
    ? `${JSON.stringify(refusals, null, 2)}\n`
    : [COLUMNS, ...lines].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
  writeFileSync(path, text, { mode: 0o600 });
}
