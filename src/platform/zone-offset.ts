/**
 * Reads a zone's offset from UTC in seconds, positive east of Greenwich, at an instant in milliseconds
 * since 1970. The runtime writes it as `GMT+05:45`, or `GMT` alone.
 */
export function offsetsOf(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return (instant) => {
    const written = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(format.format(instant));
    if (written === null) return 0;
    const [, sign, hours, minutes, seconds = 0] = written;
    const east = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    return sign === '-' ? -east : east;
  };
}

const DAY_MS = 86_400_000;

/**
 * How many days of a zone lie between two instants, in milliseconds since 1970. A day with a clock
 * change counts as one day, although it has 23 or 25 hours. Time that is not a whole day counts as a
 * part of a day of 24 hours.
 */
export function localDaysBetween(from: number, to: number, timeZone: string): number {
  const offsetAt = offsetsOf(timeZone);
  return (to - from + (offsetAt(to) - offsetAt(from)) * 1000) / DAY_MS;
}
