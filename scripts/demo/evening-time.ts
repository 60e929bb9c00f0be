import { zoneAhead } from '../zone-ahead.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const QUARTER = 15 * MINUTE;

const WEEKDAYS = [
  ...(['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const),
];
export type Weekday = (typeof WEEKDAYS)[number];

/** The time at a restaurant where it is about eight in the evening now. */
export interface EveningTime {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** A zone in which it is between 19:30 and 20:30 now. It has no summer time. */
  readonly timeZone: string;
  /** The last quarter of an hour that has begun, in milliseconds since 1970. */
  readonly quarter: number;
  /** A local time of a day, such as (1, '20:00') for tomorrow at eight, in milliseconds since 1970. */
  on(days: number, time: string): number;
  /** The local date so many days from today, such as 2026-12-24. */
  date(days: number): string;
  weekday(days: number): Weekday;
}

/**
 * Finds a time zone in which it is about eight in the evening, so that the restaurant is in the middle
 * of its service whenever a developer looks.
 */
export function eveningTime(now: number): EveningTime {
  const nearestHour = new Date(now + HOUR / 2).getUTCHours();
  const hours = ((20 - nearestHour + 11 + 24) % 24) - 11;
  const local = (at: number) => new Date(at + hours * HOUR);
  const date = (days: number) =>
    local(now + days * DAY)
      .toISOString()
      .slice(0, 10);
  return {
    now,
    timeZone: zoneAhead(hours),
    quarter: Math.floor(now / QUARTER) * QUARTER,
    on: (days, time) => Date.parse(`${date(days)}T${time}:00Z`) - hours * HOUR,
    date,
    weekday: (days) => WEEKDAYS[local(now + days * DAY).getUTCDay()] ?? 'sunday',
  };
}
