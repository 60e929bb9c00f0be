import { partyFields } from '../../src/bookings/booking.ts';
import {
  IMPORTED_STATES,
  type ImportedBooking,
  type ImportedState,
} from '../../src/bookings/imports/store.ts';
import { newIdAt, type ResourceId } from '../../src/platform/ids.ts';
import { callerIdSchema, instantSchema } from '../../src/platform/schemas.ts';
import type { BOOKING_FIELDS, Columns } from './columns.ts';
import { digestOf } from './digest.ts';
import { readTime, TimeRefused } from './local-time.ts';
import {
  type LeaveOut,
  readCustomerId,
  readEmail,
  readName,
  readNumber,
  readTags,
} from './read-contacts.ts';
import type { CsvRow } from './read-csv.ts';
import { parsed, RowRefused } from './refusals.ts';

type Row = CsvRow<(typeof BOOKING_FIELDS)[number]>;

/** The venue of the bookings, as their rows are read. */
export interface ImportVenue {
  readonly timeZone: string;
  /** The ids of its resources by their names. */
  readonly resources: ReadonlyMap<string, ResourceId>;
}

/** Reads a booking. @throws RowRefused */
export function readBooking(
  row: Row,
  venue: ImportVenue,
  columns: Columns,
  leaveOut: LeaveOut,
): ImportedBooking {
  const given = row.text('id');
  if (given === undefined) throw new RowRefused('is missing', 'id');
  const id = parsed(callerIdSchema, given.normalize('NFC'), 'id');
  const start = timeOf(row, 'start', venue, columns);
  if (start === undefined) throw new RowRefused('is missing', 'start');
  const createdAt = timeOf(row, 'createdAt', venue, columns);
  const state = stateOf(row, columns);
  const guest = guestOf(row, columns, leaveOut);
  if (guest === null && state === 'confirmed') throw new RowRefused('is missing', 'customerId');
  const size = row.text('partySize') ?? '';
  const details = {
    guest,
    state,
    start,
    createdAt,
    partySize: parsed(partyFields.partySize, /^\d+$/.test(size) ? Number(size) : size, 'partySize'),
    notes: parsed(partyFields.notes, row.text('notes'), 'notes'),
    tags: parsed(partyFields.tags, readTags(row.text('tags'), columns), 'tags') ?? [],
    resourceIds: resourcesOf(row, venue, columns),
  };
  // Ids are ordered by the time at which bookings were made, also those of the history.
  const madeAt = Math.min(Date.parse(createdAt ?? start), Date.now());
  return { line: row.line, id, digest: digestOf(details), booking: newIdAt(madeAt), ...details };
}

function timeOf(row: Row, field: 'start' | 'createdAt', venue: ImportVenue, columns: Columns) {
  const text = row.text(field);
  if (text === undefined) return undefined;
  try {
    return parsed(instantSchema, readTime(text, venue.timeZone, columns.timeFormats), field);
  } catch (error) {
    if (error instanceof TimeRefused) throw new RowRefused(error.message, field);
    throw error;
  }
}

function stateOf(row: Row, { states }: Columns): ImportedState {
  const text = row.text('state');
  if (text === undefined) return 'confirmed';
  const state = Object.hasOwn(states, text)
    ? states[text]
    : IMPORTED_STATES.find((each) => each === text);
  if (state === undefined) throw new RowRefused('this value is not one of states', 'state');
  return state;
}

function guestOf(row: Row, columns: Columns, leaveOut: LeaveOut): ImportedBooking['guest'] {
  const given = row.text('customerId');
  if (given === undefined) return null;
  return {
    id: readCustomerId(given, columns, 'customerId'),
    name: readName(row.text('customerName'), 'customerName'),
    email: readEmail(row.text('customerEmail'), columns, 'customerEmail', leaveOut),
    phone: readNumber(row.text('customerPhone'), columns, 'customerPhone', leaveOut),
  };
}

/** The resources that the file names. Undefined when it names none. */
function resourcesOf(row: Row, { resources }: ImportVenue, columns: Columns) {
  const names = readTags(row.text('resources'), columns);
  if (names.length === 0) return undefined;
  if (names.length > 12) throw new RowRefused('names more than 12 resources', 'resources');
  return names.map((name) => {
    const id = resources.get(name);
    if (id === undefined)
      throw new RowRefused('the venue has no resource of this name', 'resources');
    return id;
  });
}
