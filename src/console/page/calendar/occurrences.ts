import { addDays } from '../time.ts';

/** A time that may repeat: local times such as `2026-12-24T18:00`, and a rule as blocks have it. */
export interface Repeating {
  readonly from: string;
  readonly to: string;
  readonly repeat: string | null;
}

const DAY_MS = 86_400_000;
export const WEEKDAYS: readonly string[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const noon = (date: string) => Date.parse(`${date}T12:00Z`);
/** 0 is Monday. */
export const weekdayOf = (date: string) => (new Date(noon(date)).getUTCDay() + 6) % 7;
/** The Monday of a date's week. */
export const mondayOf = (date: string) => addDays(date, -weekdayOf(date));
const daysBetween = (from: string, to: string) => Math.round((noon(to) - noon(from)) / DAY_MS);
const monthNumber = (date: string) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
const dayNumber = (date: string) => Number(date.slice(8, 10));

/** The parts of a rule, such as `FREQ` and `BYDAY`. */
export const partsOf = (rule: string): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(rule.split(';').map((part) => part.split('=')));

/** The days from a date to the end of its month, itself included. */
function daysToEnd(date: string): number {
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))];
  return new Date(Date.UTC(year, month, 0)).getUTCDate() - dayNumber(date) + 1;
}

/** Whether a date has one of the weekdays of a monthly rule, such as `-1SU`. */
function isNthWeekday(date: string, days: string): boolean {
  const name = WEEKDAYS[weekdayOf(date)] ?? '';
  const places = [Math.ceil(dayNumber(date) / 7), -Math.ceil(daysToEnd(date) / 7)];
  return days.split(',').some((day) => {
    const nth = Number(day.slice(0, -2));
    return day.endsWith(name) && (nth === 0 || places.includes(nth));
  });
}

/** Whether the rule has an occurrence on a date, apart from its COUNT and UNTIL. */
function matches(rule: ReturnType<typeof partsOf>, first: string, date: string): boolean {
  const every = Number(rule['INTERVAL'] ?? 1);
  const { FREQ: unit, BYDAY: days, BYMONTHDAY: dates } = rule;
  if (unit === 'DAILY') return daysBetween(first, date) % every === 0;
  if (unit === 'WEEKLY') {
    const weeks = daysBetween(mondayOf(first), mondayOf(date)) / 7;
    const wanted = days?.split(',') ?? [WEEKDAYS[weekdayOf(first)]];
    return weeks % every === 0 && wanted.includes(WEEKDAYS[weekdayOf(date)] ?? '');
  }
  const months = monthNumber(date) - monthNumber(first);
  if (months % (unit === 'YEARLY' ? 12 * every : every) !== 0) return false;
  if (days !== undefined) return isNthWeekday(date, days);
  const wanted = (dates ?? String(dayNumber(first))).split(',').map(Number);
  return wanted.includes(dayNumber(date)) || wanted.includes(-daysToEnd(date));
}

/** The dates on which something begins, from its first one to `last`. */
export function startDates({ from, repeat }: Repeating, last: string): string[] {
  const first = from.slice(0, 10);
  if (repeat === null) return first <= last ? [first] : [];
  const rule = partsOf(repeat);
  const most = Number(rule['COUNT'] ?? Number.POSITIVE_INFINITY);
  const until = rule['UNTIL'];
  const digits = (text: string) => text.replaceAll(/[-:]/g, '');
  const end = until === undefined || until.includes('T') ? until : `${until}T235959`;
  const found: string[] = [];
  for (let date = first; date <= last && found.length < most; date = addDays(date, 1)) {
    if (end !== undefined && `${digits(date + from.slice(10))}00` > end) break;
    if (matches(rule, first, date)) found.push(date);
  }
  return found;
}

/** What of an occurrence lies on a date: its local times there; `24:00` is the end of the day. */
export interface Part<Thing> {
  readonly thing: Thing;
  readonly from: string;
  readonly to: string;
}

/** What lies on each of some consecutive dates, in the order of time. */
export function partsByDate<Thing extends Repeating>(
  things: readonly Thing[],
  dates: readonly string[],
): ReadonlyMap<string, readonly Part<Thing>[]> {
  const found = new Map(dates.map((date): [string, Part<Thing>[]] => [date, []]));
  const last = dates.at(-1) ?? '';
  for (const thing of things) {
    const [firstTime, lastTime] = [thing.from.slice(11, 16), thing.to.slice(11, 16)];
    const length = daysBetween(thing.from.slice(0, 10), thing.to.slice(0, 10));
    for (const start of startDates(thing, last)) {
      const end = addDays(start, length);
      for (const [date, parts] of found) {
        if (date < start || date > end || (date === end && lastTime === '00:00')) continue;
        const [from, to] = [
          date === start ? firstTime : '00:00',
          date === end ? lastTime : '24:00',
        ];
        parts.push({ thing, from, to });
      }
    }
  }
  for (const parts of found.values()) parts.sort((a, b) => a.from.localeCompare(b.from));
  return found;
}
