import type { ImportedGuest } from '../../src/bookings/imports/store.ts';
import { customerChangeSchema } from '../../src/customers/customer-change.ts';
import type { Columns, GUEST_FIELDS } from './columns.ts';
import { digestOf } from './digest.ts';
import {
  type LeaveOut,
  readCustomerId,
  readEmail,
  readName,
  readNumber,
  readTags,
} from './read-contacts.ts';
import type { CsvRow } from './read-csv.ts';
import { RowRefused } from './refusals.ts';

/**
 * Reads a guest. An empty cell is a detail that the file does not have.
 * @throws RowRefused
 */
export function readGuest(
  row: CsvRow<(typeof GUEST_FIELDS)[number]>,
  columns: Columns,
  leaveOut: LeaveOut,
): ImportedGuest {
  const given = row.text('id');
  if (given === undefined) throw new RowRefused('is missing', 'id');
  const id = readCustomerId(given, columns, 'id');
  const tags = readTags(row.text('tags'), columns);
  const change = customerChangeSchema.safeParse({
    name: readName(row.text('name'), 'name'),
    email: readEmail(row.text('email'), columns, 'email', leaveOut),
    phone: readNumber(row.text('phone'), columns, 'phone', leaveOut),
    // Many systems write de_DE.
    locale: row.text('locale')?.replaceAll('_', '-'),
    timeZone: row.text('timeZone'),
    ...(tags.length === 0 ? {} : { tags }),
    preferences: row.text('preferences'),
    staffNotes: row.text('staffNotes'),
  });
  if (!change.success) {
    const [issue] = change.error.issues;
    throw new RowRefused(issue?.message ?? 'is not valid', String(issue?.path[0]));
  }
  return { line: row.line, id, digest: digestOf(change.data), change: change.data };
}
