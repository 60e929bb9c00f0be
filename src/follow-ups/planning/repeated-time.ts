import { offsetsOf } from '../../platform/zone-offset.ts';

/** Longer than clocks go back in any zone, and shorter than the time between two clock changes. */
const DAY_MS = 86_400_000;

/**
 * The other instant that has the same local time, because clocks go back between the two. Undefined
 * when the local time occurs once. Instants are milliseconds since 1970.
 */
export function sameLocalTime(instant: number, timeZone: string): number | undefined {
  const offsetAt = offsetsOf(timeZone);
  const offset = offsetAt(instant);
  return [instant - DAY_MS, instant + DAY_MS]
    .map((near) => instant + (offset - offsetAt(near)) * 1000)
    .find(
      (other) => other !== instant && other + offsetAt(other) * 1000 === instant + offset * 1000,
    );
}

/**
 * The zone's short name at an instant in words of a language, such as `CEST`. It is the offset from
 * UTC when the language has the same name for both instants.
 */
export function zoneName(instant: number, other: number, timeZone: string, locale: string): string {
  const name = (at: number, timeZoneName: 'short' | 'shortOffset') =>
    new Intl.DateTimeFormat(locale, { timeZone, timeZoneName })
      .formatToParts(at)
      .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
  const short = name(instant, 'short');
  return short === name(other, 'short') ? name(instant, 'shortOffset') : short;
}
