import { DateTime } from 'luxon';
import { Temporal } from 'temporal-polyfill';

/** A time of the file that cannot be read. */
export class TimeRefused extends Error {
  override readonly name = 'TimeRefused';
}

const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;

/**
 * Reads a time as an instant: ISO 8601 in UTC. A time without an offset is local time of the zone. One
 * that the clocks repeat in autumn is the first of the two.
 * @param formats in the tokens of Luxon; without them the time is ISO 8601
 * @throws TimeRefused
 */
export function readTime(text: string, zone: string, formats?: readonly string[]): string {
  const local = formats === undefined ? readIso(text) : readFormatted(text, formats);
  if (local instanceof Temporal.Instant) return utc(local);
  const there = local.toZonedDateTime(zone, { disambiguation: 'compatible' });
  if (!there.toPlainDateTime().equals(local)) {
    throw new TimeRefused('this local time does not exist: the clocks were put forward');
  }
  return utc(there.toInstant());
}

const utc = (instant: Temporal.Instant) => new Date(instant.epochMilliseconds).toISOString();

function readIso(text: string): Temporal.PlainDateTime | Temporal.Instant {
  const [, offset] = ISO.exec(text) ?? [null];
  if (offset === null) throw new TimeRefused('must be a date and time, like 2026-11-27 19:30');
  try {
    return offset === undefined
      ? Temporal.PlainDateTime.from(text)
      : Temporal.Instant.from(text.replace(' ', 'T'));
  } catch {
    throw new TimeRefused('must be a date and time that exist');
  }
}

/** The time in UTC of the parts that were written, so that no zone changes them. */
function readFormatted(text: string, formats: readonly string[]): Temporal.PlainDateTime {
  for (const format of formats) {
    const read = DateTime.fromFormat(text, format, { zone: 'utc', locale: 'en' });
    if (!read.isValid) continue;
    const { year, month, day, hour, minute, second } = read;
    return new Temporal.PlainDateTime(year, month, day, hour, minute, second);
  }
  throw new TimeRefused('is not written in one of timeFormats');
}
