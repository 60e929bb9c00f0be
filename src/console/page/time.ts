import { locale } from './language.ts';

// Times are shown in the zone of the venue, never in that of the browser.

const formats = new Map<string, Intl.DateTimeFormat>();

/** A format, made once: to make one takes longer than to use it. */
function formatOf(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const id = zone + JSON.stringify(options);
  let format = formats.get(id);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
    formats.set(id, format);
  }
  return format;
}

type Instant = string | number | Date;

const format = (at: Instant, zone: string, options: Intl.DateTimeFormatOptions) =>
  formatOf(zone, options).format(new Date(at));

/** Such as 19:30. */
export const timeOf = (at: Instant, zone: string) =>
  format(at, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** Such as Sat 28 Nov. */
export const dayOf = (at: Instant, zone: string) =>
  format(at, zone, { weekday: 'short', day: 'numeric', month: 'short' });

/** Such as Sat 28 Nov, 19:30. */
export const momentOf = (at: Instant, zone: string) => `${dayOf(at, zone)}, ${timeOf(at, zone)}`;

/** Such as Saturday 28 November 2026. @param date a calendar date such as 2026-11-28 */
export const longDate = (date: string) =>
  format(`${date}T00:00:00Z`, 'UTC', {
    ...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  });

/** Such as Sat 28 Nov. @param date a calendar date such as 2026-11-28 */
export const shortDate = (date: string) => dayOf(`${date}T00:00:00Z`, 'UTC');

/** Such as 28 Nov 2026, for dates that may be long ago. */
export const datedDayOf = (at: Instant, zone: string) =>
  format(at, zone, { day: 'numeric', month: 'short', year: 'numeric' });

/** Such as November 2026. @param date a calendar date in the month */
export const monthName = (date: string) =>
  format(`${date}T00:00:00Z`, 'UTC', { month: 'long', year: 'numeric' });

/** Such as Mon. @param weekday 0 is Monday */
export const weekdayName = (weekday: number) =>
  format(Date.UTC(2024, 0, 1 + weekday), 'UTC', { weekday: 'short' });

/** The calendar date in a zone, such as 2026-11-28. */
export function dateIn(zone: string, at: Instant = Date.now()): string {
  // Swedish dates are written as ISO 8601 has them.
  const key = `date ${zone}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
  formats.set(key, known);
  return known.format(new Date(at)).slice(0, 10);
}

/** A calendar date so many days later. */
export const addDays = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The offset of a zone from UTC at an instant, in milliseconds. */
function offsetOf(zone: string, at: number): number {
  const parts = formatOf(zone, {
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', calendar: 'gregory' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' },
    numberingSystem: 'latn',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  const local = [part('hour'), part('minute'), part('second')] as const;
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), ...local);
  return wall - Math.floor(at / 1000) * 1000;
}

/**
 * The instant of a local date and time in a zone, as ISO 8601. A time that the clock passes over when
 * summer time begins is taken as so much later.
 * @param date such as 2026-11-28
 * @param time such as 19:30
 */
export function instantIn(zone: string, date: string, time: string): string {
  const wall = Date.parse(`${date}T${time}:00Z`);
  const guess = wall - offsetOf(zone, wall);
  return new Date(wall - offsetOf(zone, guess)).toISOString();
}

/** Such as “5 minutes ago” or “in 2 hours”. */
export function agoOf(at: Instant, now: number = Date.now()): string {
  const seconds = Math.round((new Date(at).getTime() - now) / 1000);
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ] as const;
  const [unit, size] = units.find(([, least]) => Math.abs(seconds) >= least) ?? ['second', 1];
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return relative.format(Math.trunc(seconds / size), unit);
}

/** Such as “today”, “yesterday” or “3 days ago”, by the calendar of a zone; after a week the date. */
export function dayAgoOf(at: Instant, zone: string): string {
  const days = (Date.parse(dateIn(zone, at)) - Date.parse(dateIn(zone))) / 86_400_000;
  if (days < -7) return datedDayOf(at, zone);
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day');
}

/** A number in the language of the page. */
export const numberOf = (value: number, options?: Intl.NumberFormatOptions) =>
  new Intl.NumberFormat(locale, options).format(value);
