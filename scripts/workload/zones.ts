// Local times by the time zone data of the JavaScript engine. The product uses that of PostgreSQL.

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const formats = new Map<string, Intl.DateTimeFormat>();

/** How many milliseconds a zone is ahead of UTC at an instant. */
function offsetAt(at: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
    });
    formats.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const local = Date.UTC(
    ...([part('year'), part('month') - 1, part('day')] as const),
    ...([part('hour'), part('minute'), part('second')] as const),
  );
  return local - Math.floor(at / 1000) * 1000;
}

/** The local date of an instant, like 2026-12-24. */
export const localDate = (at: number, timeZone: string): string =>
  new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 10);

/** The local time of an instant to the minute, like 2026-12-24T18:00. */
export const localMinute = (at: number, timeZone: string): string =>
  new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 16);

export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);

/** From Monday, 0, to Sunday, 6. */
export const weekdayOf = (date: string): number => (new Date(date).getUTCDay() + 6) % 7;

/**
 * The instant of a local time like 2026-12-24T18:00. A time that a clock change skips is moved forward by
 * the length of the change. Of one that occurs twice, the second is meant.
 */
export function instantOf(local: string, timeZone: string): number {
  const wall = Date.parse(`${local}:00Z`);
  // The offsets before and after a change of clocks nearby.
  const offsets = [offsetAt(wall - DAY, timeZone), offsetAt(wall + DAY, timeZone)];
  const fitting = offsets
    .map((offset) => wall - offset)
    .filter((at) => at + offsetAt(at, timeZone) === wall);
  return fitting.length > 0 ? Math.max(...fitting) : wall - (offsets[0] ?? 0);
}
