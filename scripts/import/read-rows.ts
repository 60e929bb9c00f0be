import type { LeaveOut } from './read-contacts.ts';
import type { CsvRow } from './read-csv.ts';
import { type Refusal, RowRefused } from './refusals.ts';

/** The rows of a file that could be read, and what was refused. */
export interface ReadRows<Row> {
  readonly taken: readonly Row[];
  readonly refusals: readonly Refusal[];
}

/** Reads the rows of a file. A row that cannot be read, or has the id of an earlier one, is refused. */
export function readRows<Row extends { readonly id: string }, Field extends string>(
  file: Refusal['file'],
  rows: readonly CsvRow<Field | 'id'>[],
  read: (row: CsvRow<Field | 'id'>, leaveOut: LeaveOut) => Row,
): ReadRows<Row> {
  const taken: Row[] = [];
  const refusals: Refusal[] = [];
  const lines = new Map<string, number>();
  for (const row of rows) {
    const { line } = row;
    const id = row.text('id');
    const leftOut: Refusal[] = [];
    try {
      if (!row.isWhole) throw new RowRefused('has another number of cells than the header');
      const item = read(row, (field, reason) =>
        leftOut.push({ file, line, id, outcome: 'left_out', field, reason }),
      );
      const first = lines.get(item.id);
      if (first !== undefined) throw new RowRefused(`is the id of line ${first} too`, 'id');
      lines.set(item.id, line);
      taken.push(item);
      refusals.push(...leftOut);
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error;
      const { field, message: reason } = error;
      refusals.push({ file, line, id, outcome: 'refused', field, reason });
    }
  }
  return { taken, refusals };
}
