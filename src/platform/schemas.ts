import { z } from '@hono/zod-openapi';
import { exampleId, type Id, readId, type ShownKind } from './ids.ts';
import { Problem, type ProblemCode } from './problem.ts';

const encoder = new TextEncoder();

/** PostgreSQL cannot store NUL, and a lone surrogate has no UTF-8. Both are refused. */
const isStorable = (text: string) => !text.includes('\0') && text.isWellFormed();
const NOT_STORABLE = 'must not hold NUL characters or lone surrogates';

/** Text that can be stored unchanged, of 1 to `maxBytes` bytes of UTF-8. */
export function storableText(maxBytes: number) {
  return z
    .string()
    .min(1)
    .refine(isStorable, NOT_STORABLE)
    .refine((text) => text.length * 3 <= maxBytes || encoder.encode(text).length <= maxBytes, {
      message: `must be at most ${maxBytes} bytes of UTF-8`,
    })
    .openapi({ maxLength: maxBytes });
}

const LINE_BREAK = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/** Text of one line, such as a name. Names become part of subjects and headers of email. */
export function lineOfText(maxBytes: number) {
  return storableText(maxBytes).refine((text) => !LINE_BREAK.test(text), {
    message: 'must be one line, without control characters',
  });
}

/** What text of several lines must not hold: line breaks other than a line feed, and controls. */
const NO_PART_OF_LINES = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}]/u;

/** Text of one or more lines, which a line feed ends. It never becomes part of a header. */
export function linesOfText(maxBytes: number) {
  return storableText(maxBytes)
    .refine((text) => !NO_PART_OF_LINES.test(text), {
      message: 'must not hold control characters, except line feeds',
    })
    .refine((text) => text.trim() !== '', 'must not be blank');
}

/**
 * The segments of a path that URL parsers leave out or go up by
 * (https://url.spec.whatwg.org/#single-dot-path-segment).
 */
const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i;

/**
 * An id that the caller chose: 1 to 128 visible characters. Text that looks the same has different
 * code points in different normalization forms, so that only one form is accepted.
 */
export const callerIdSchema = z
  .string()
  .min(1)
  .max(128)
  .refine(isStorable, NOT_STORABLE)
  .refine((id) => !LINE_BREAK.test(id), 'must not hold control characters')
  .refine((id) => !DOT_SEGMENT.test(id), 'must not be a dot segment, which no path can contain')
  .refine((id) => id === id.normalize('NFC'), 'must be in Unicode normalization form C (NFC)');

/** A JSON object of at most `maxBytes` bytes once written, and of at most MAX_LEVELS levels. */
export function storableObject(maxBytes: number) {
  return z
    .record(z.string(), z.unknown())
    .refine((value) => isStorableJson(value, MAX_LEVELS), {
      message: `${NOT_STORABLE}, numbers out of range or more than ${MAX_LEVELS} levels`,
      abort: true,
    })
    .refine((value) => encoder.encode(JSON.stringify(value)).length <= maxBytes, {
      message: `must be at most ${maxBytes} bytes of JSON`,
    });
}

const MAX_LEVELS = 32;

/** The depth is bounded because a body may nest deeper than the stack allows. */
function isStorableJson(value: unknown, levels: number): boolean {
  if (typeof value === 'string') return isStorable(value);
  // JSON.parse reads 1e999 as Infinity, which JSON cannot write.
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return (
    levels > 0 &&
    Object.entries(value).every(
      ([key, inner]) => isStorable(key) && isStorableJson(inner, levels - 1),
    )
  );
}

/**
 * The years in which times and dates of requests lie. PostgreSQL and JavaScript can then represent
 * every time that is computed from them, such as the next day in another time zone. Quarter hours
 * are counted from the year 2000 (quarter_hour_v1).
 */
const [FIRST_YEAR, LAST_YEAR] = [2000, 2199];
const OUT_OF_RANGE = {
  message: `must be in the years ${FIRST_YEAR} to ${LAST_YEAR}`,
  abort: true,
};
const isInRange = (time: Date) =>
  time.getUTCFullYear() >= FIRST_YEAR && time.getUTCFullYear() <= LAST_YEAR;

/** A point in time with its offset (ISO 8601), in the years 2000 to 2199; read as a UTC instant. */
export const instantSchema = z.iso
  .datetime({
    offset: true,
    message: 'must be ISO 8601 with an offset, like 2026-11-23T18:30:00Z',
    abort: true,
  })
  .refine((text) => isInRange(new Date(text)), OUT_OF_RANGE)
  .transform((text) => new Date(text).toISOString())
  .openapi({ type: 'string', format: 'date-time' });

/** A date of the Gregorian calendar (ISO 8601), in the years 2000 to 2199. */
export const dateSchema = z.iso
  .date({ message: 'must be an ISO 8601 date, like 2026-11-23', abort: true })
  .refine((text) => isInRange(new Date(text)), OUT_OF_RANGE);

export const NOT_A_ZONE =
  'must be an IANA time zone, like Europe/Paris; abbreviations such as CET are not accepted';

/**
 * An IANA time zone that this runtime knows. PostgreSQL must know it too, which known_zone_v1 checks
 * in the statement that uses the zone.
 */
export const timeZoneSchema = z.string().max(64).refine(isTimeZone, NOT_A_ZONE).openapi({
  description: 'A time zone of the IANA database, not an abbreviation such as CET.',
  example: 'Europe/Paris',
});

function isTimeZone(name: string): boolean {
  // Intl also accepts offsets such as +02:00, which are not IANA zones.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A BCP 47 language tag. */
export const localeSchema = z
  .string()
  .max(64)
  .refine(isLocale, 'must be a BCP 47 language tag, like en-GB')
  .openapi({ example: 'en-GB' });

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** A timestamp in an answer: ISO 8601, UTC, milliseconds. */
export const timestampSchema = z
  .string()
  .openapi({ format: 'date-time', example: '2026-11-26T18:30:00.000Z' });

/** A timestamp in an answer: ISO 8601 in the venue's local time, with its offset. */
export const localTimestampSchema = z.string().openapi({
  format: 'date-time',
  description: 'The local time at the venue, with its offset from UTC.',
  example: '2026-11-26T19:30:00+01:00',
});

/** An id in an answer. */
export function shownId(kind: ShownKind) {
  return z.string().openapi({ example: exampleId(kind) });
}

/** The kinds of things that a request can name. A request acts in the workspace of its key. */
type RequestedKind = Exclude<ShownKind, 'workspace'>;

const NOT_FOUND = {
  key: 'key_not_found',
  message: 'message_not_found',
  venue: 'venue_not_found',
  resource: 'resource_not_found',
  combination: 'combination_not_found',
  booking: 'booking_not_found',
  series: 'series_not_found',
  block: 'block_not_found',
  waitlistEntry: 'waitlist_entry_not_found',
  webhook: 'webhook_not_found',
  job: 'job_not_found',
  maintenanceWindow: 'maintenance_window_not_found',
} as const satisfies Record<RequestedKind, ProblemCode>;

/**
 * An id in a request, as answers show it. Text that is not an id of this kind cannot identify an
 * existing row, so it is refused with the given `…_not_found` code.
 */
export function idInRequest<Kind extends RequestedKind>(
  kind: Kind,
  code: ProblemCode = NOT_FOUND[kind],
) {
  return z
    .string()
    .min(1)
    .max(64)
    .transform((shown): Id<Kind> => {
      const id = readId(kind, shown);
      if (id === undefined) throw new Problem(code);
      return id;
    })
    .openapi({ type: 'string', minLength: 1, maxLength: 64, example: exampleId(kind) });
}
