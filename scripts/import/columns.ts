import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { IMPORTED_STATES } from '../../src/bookings/imports/store.ts';
import { ImportRefused } from './import-refused.ts';

/** A column of the file, or several, whose cells are joined with a space: first and last name. */
const columnSchema = z.union([
  z.string().min(1),
  z.array(z.string().min(1)).min(1).max(8).readonly(),
]);

export const GUEST_FIELDS = [
  'id',
  'name',
  'email',
  'phone',
  'locale',
  'timeZone',
  'tags',
  'preferences',
  'staffNotes',
] as const;
export const BOOKING_FIELDS = [
  'id',
  'start',
  'partySize',
  'state',
  'customerId',
  'customerName',
  'customerEmail',
  'customerPhone',
  'notes',
  'tags',
  'resources',
  'createdAt',
] as const;

const columnsOf = <const Field extends string>(fields: readonly Field[]) =>
  z.partialRecord(z.enum(fields), columnSchema);

/** The JSON file that says which column has which field, and how its values are read. */
export const columnsSchema = z.strictObject({
  guests: columnsOf(GUEST_FIELDS).optional(),
  bookings: columnsOf(BOOKING_FIELDS).optional(),
  /** The character between two cells; without it, the one that gives the header the most columns. */
  separator: z.enum([',', ';', '\t', '|']).optional(),
  tagSeparator: z.string().min(1).max(8).default(','),
  /**
   * How local times are written, in the tokens of Luxon, such as `dd.MM.yyyy HH:mm`. Without it they are
   * ISO 8601: `2026-11-27 19:30`, also with an offset.
   */
  timeFormats: z.array(z.string().min(1)).min(1).max(8).optional(),
  /** The values of the column `state`, and the states that they stand for. */
  states: z.record(z.string(), z.enum(IMPORTED_STATES)).default({}),
  /** The country (ISO 3166-1 alpha-2) of telephone numbers without a country code. */
  phoneCountry: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  /** What the ids of the guests get in front, so that those of two systems differ. */
  customerIdPrefix: z.string().max(32).default(''),
  /** Whether a row whose email address or telephone number is invalid is refused, or loses only that. */
  invalidContacts: z.enum(['refuse', 'leave_out']).default('refuse'),
});
export type Columns = z.infer<typeof columnsSchema>;

/**
 * Reads the file of columns. Without a file, each field is read from the column of its own name.
 * @throws ImportRefused
 */
export function readColumns(path: string | undefined): Columns {
  if (path === undefined) return columnsSchema.parse({});
  const parsed = columnsSchema.safeParse(jsonOf(path));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = issue === undefined ? '' : issue.path.join('.');
  throw new ImportRefused(`${path}: ${at === '' ? '' : `${at}: `}${issue?.message}.`);
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is not valid JSON' : 'cannot be read';
    throw new ImportRefused(`${path} ${reason}.`);
  }
}
