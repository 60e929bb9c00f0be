import { parseArgs } from 'node:util';
import type { ImportedBooking, ImportedGuest } from '../src/bookings/imports/store.ts';
import { selectImportTarget } from '../src/bookings/imports/store.ts';
import { type Database, openDatabaseForScript } from '../src/platform/database.ts';
import { Refused } from '../src/platform/database-errors.ts';
import { type Id, idSchema, readId, type ShownKind } from '../src/platform/ids.ts';
import { lineOfText } from '../src/platform/schemas.ts';
import { BOOKING_FIELDS, GUEST_FIELDS, readColumns } from './import/columns.ts';
import { ImportRefused } from './import/import-refused.ts';
import { readBooking } from './import/read-booking.ts';
import { readCsv } from './import/read-csv.ts';
import { readGuest } from './import/read-guest.ts';
import { readRows } from './import/read-rows.ts';
import { type Import, type Imported, runBookings, runGuests } from './import/run-import.ts';
import { writeReport } from './import/write-report.ts';
import { runOnDatabase } from './run-on-database.ts';

const USAGE = `Usage: npm run import -- --workspace wsp_… --source NAME [--guests FILE.csv] [--venue ven_… --bookings FILE.csv]

  --workspace wsp_…      the workspace
  --source NAME          the name of the other system; its ids are unique under this name
  --guests FILE.csv      the guests
  --bookings FILE.csv    the bookings of one venue
  --venue ven_…          that venue
  --columns FILE.json    which column has which field; without it, the columns have the fields' names
  --apply                store the rows; without it, nothing is stored, and the result is what would be
  --report FILE          a .csv or .json file for the rows that were not taken`;

/** The exit code when some rows were refused. */
const SOME_REFUSED = 2;

await runOnDatabase(
  'of the deployed Worker',
  async (databaseUrl) => {
    try {
      const database = openDatabaseForScript({ url: databaseUrl, timeoutMs: 120_000 });
      const refused = await importFiles(database, process.argv.slice(2));
      if (refused > 0) process.exitCode = SOME_REFUSED;
    } catch (error) {
      if (error instanceof ImportRefused) fail(error.message);
      // A venue that was deleted meanwhile.
      if (error instanceof Refused) fail(`The database has refused a page (${error.message}).`);
      throw error;
    }
  },
  1,
);

/** Imports what the arguments name, and returns how many rows were refused. */
async function importFiles(database: Database, args: string[]): Promise<number> {
  const options = readArguments(args);
  const { workspace, venue, source, apply } = options;
  const columns = readColumns(options.columns);
  const [target] = await database.run(selectImportTarget, { workspace, venue });
  if (target === undefined) throw new ImportRefused('No workspace has this id.');
  if (venue !== undefined && target.venue === null) {
    throw new ImportRefused('The workspace has no venue with this id.');
  }

  const open = <Field extends string>(
    path: string | undefined,
    fields: readonly Field[],
    mapping: Partial<Record<Field, string | readonly string[]>> | undefined,
  ) => {
    if (path === undefined) return [];
    const { rows, unused } = readCsv(path, fields, mapping, columns.separator);
    if (unused.length > 0) console.error(`${path}: not used: ${unused.join(', ')}`);
    return rows;
  };
  const guests = readRows<ImportedGuest, (typeof GUEST_FIELDS)[number]>(
    'guests',
    open(options.guests, GUEST_FIELDS, columns.guests),
    (row, leaveOut) => readGuest(row, columns, leaveOut),
  );
  const resources = new Map(target.venue?.resources.map(({ id, name }) => [name, id]));
  const timeZone = target.venue?.timeZone ?? 'UTC';
  const bookings = readRows<ImportedBooking, (typeof BOOKING_FIELDS)[number]>(
    'bookings',
    open(options.bookings, BOOKING_FIELDS, columns.bookings),
    (row, leaveOut) => readBooking(row, { timeZone, resources }, columns, leaveOut),
  );

  const to: Import = {
    ...{ database, workspace, source, isTrial: !apply },
    progress(kind, done, of) {
      if (done === of || done % 5000 === 0) console.error(`${kind}: ${done} of ${of}`);
    },
  };
  const none: Imported = {
    counts: { created: 0, updated: 0, unchanged: 0, differs: 0, refused: 0 },
    refusals: [],
  };
  const ofGuests = await runGuests(to, guests.taken);
  const ofBookings = venue === undefined ? none : await runBookings(to, venue, bookings.taken);
  const refusals = [
    ...[...guests.refusals, ...ofGuests.refusals].sort((a, b) => a.line - b.line),
    ...[...bookings.refusals, ...ofBookings.refusals].sort((a, b) => a.line - b.line),
  ];
  if (options.report !== undefined) writeReport(options.report, refusals);
  const counted = (file: string, { counts }: Imported) => ({
    ...counts,
    refused: refusals.filter((each) => each.file === file && each.outcome === 'refused').length,
  });
  const shown = {
    guests: counted('guests', ofGuests),
    bookings: counted('bookings', ofBookings),
    stored: apply,
  };
  console.log(JSON.stringify(shown));
  if (!apply) console.error('Nothing was stored. Add --apply to store the rows.');
  return shown.guests.refused + shown.bookings.refused;
}

function readArguments(args: string[]) {
  const values = valuesOf(args);
  const { guests, bookings, columns, report, apply } = values;
  const workspace = idOf('workspace', values.workspace);
  const venue = idOf('venue', values.venue);
  const source = lineOfText(128).safeParse(values.source).data;
  if (workspace === undefined || source === undefined) fail(USAGE);
  if (guests === undefined && bookings === undefined) fail(USAGE);
  if (bookings === undefined ? values.venue !== undefined : venue === undefined) fail(USAGE);
  if (report !== undefined && !/\.(csv|json)$/.test(report)) fail(USAGE);
  return { workspace, venue, source, guests, bookings, columns, report, apply };
}

function valuesOf(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        workspace: { type: 'string' },
        venue: { type: 'string' },
        source: { type: 'string' },
        guests: { type: 'string' },
        bookings: { type: 'string' },
        columns: { type: 'string' },
        report: { type: 'string' },
        apply: { type: 'boolean', default: false },
      },
    }).values;
  } catch {
    return fail(USAGE);
  }
}

/** The log and SQL show an id as a UUID. */
function idOf<Kind extends ShownKind>(kind: Kind, text = ''): Id<Kind> | undefined {
  return readId(kind, text) ?? idSchema<Kind>().safeParse(text).data;
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
