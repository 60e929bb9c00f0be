import type { CalendarMethod } from './calendar-entry.ts';

/** An iCalendar file (RFC 5545). */
export interface CalendarFile {
  readonly text: string;
  /** The METHOD that the text contains. */
  readonly method: CalendarMethod;
}

/**
 * The media type of a file. Its `method` must be the METHOD in the file (RFC 5545, 3.7.2 and 8.1);
 * without it, some clients show an invitation as an ordinary file (RFC 6047, 2.4).
 */
export function mediaTypeOf({ method }: CalendarFile): string {
  return `text/calendar; charset=utf-8; method=${method}`;
}
