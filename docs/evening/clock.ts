import { zoneAhead } from '../../scripts/zone-ahead.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const QUARTER = 15 * MINUTE;
const DAY = 24 * HOUR;

/** The clock of the restaurant, whose hands stand between 19:00 and 20:00. */
export interface Clock {
  /** The zone of the restaurant: one in which it is past seven in the evening now. */
  readonly timeZone: string;
  /** Its date, such as 2026-12-24, so many days from today. */
  date(days?: number): string;
  /** A time of a day, such as (1, '20:00') for tomorrow at eight, as an instant. */
  on(days: number, time: string): string;
  /**
   * Quarter hours of this evening as instants: 0 is the first one that is at least two minutes ahead,
   * 4 an hour later. `minutes` are added.
   */
  quarter(number: number, minutes?: number): string;
  /** The local time of an instant, such as 19:45. */
  time(instant: string | number): string;
  /** The local date and time of an instant, such as 2026-12-24T19:45. */
  dateTime(instant: string | number): string;
}

/** Makes the clock of a restaurant that stands where the evening has just begun. */
export function eveningClock(now = Date.now()): Clock {
  const hours = ((19 - new Date(now).getUTCHours() + 11 + 24) % 24) - 11;
  const timeZone = zoneAhead(hours);
  const first = Math.ceil((now + 2 * MINUTE) / QUARTER) * QUARTER;
  const dateTime = (instant: string | number) =>
    new Date(new Date(instant).getTime() + hours * HOUR).toISOString().slice(0, 16);
  const date = (days = 0) => dateTime(now + days * DAY).slice(0, 10);
  return {
    timeZone,
    date,
    dateTime,
    time: (instant) => dateTime(instant).slice(11),
    on: (days, time) =>
      new Date(Date.parse(`${date(days)}T${time}:00Z`) - hours * HOUR).toISOString(),
    quarter: (number, minutes = 0) =>
      new Date(first + number * QUARTER + minutes * MINUTE).toISOString(),
  };
}
