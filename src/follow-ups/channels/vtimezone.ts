import { offsetsOf } from '../../platform/zone-offset.ts';
import { changesOf, type OffsetChange } from './zone-changes.ts';

/** How calendar clients read a time zone at some instants, which are milliseconds since 1970. */
export interface ZoneRules {
  /** The local time, `2026-03-29T03:00:00`. */
  localTime(instant: number): string;
  /**
   * Whether every client reads the local time of the instant as the instant. It does not if no
   * yearly rule describes the zone, or if the local time occurs twice because clocks go back.
   */
  isReadAlike(instant: number): boolean;
  /** A VTIMEZONE component (RFC 5545, 3.6.5), valid for the instants that are read alike. */
  readonly component: string;
}

const DAY_MS = 86_400_000;

/**
 * Describes a zone in the calendar years from `first` to `last`.
 *
 * Some clients read only one STANDARD and one DAYLIGHT of a VTIMEZONE, and of its RRULE only a rule
 * such as "the last Sunday of October" (MS-OXCICAL, 2.1.3.1.1.19.2 and 2.1.3.1.1.19.2.2). So the
 * component has one rule for each of the two. It describes the zone only if clocks go forward once
 * and back once in each of these years, each time on the day that the rule gives, or if they do not
 * change at all.
 */
export function zoneRules(timeZone: string, first: number, last: number): ZoneRules {
  const offsetAt = offsetsOf(timeZone);
  const yearOf = (instant: number) => localDate(instant, offsetAt(instant)).getUTCFullYear();
  const [firstYear, lastYear] = [yearOf(first), yearOf(last)];
  // A day more than the years, because they begin and end by local time.
  const start = Date.UTC(firstYear, 0, 1) - DAY_MS;
  const initial = offsetAt(start);
  const changes = changesOf(offsetAt, start, Date.UTC(lastYear + 1, 0, 1) + DAY_MS);
  const covered = changes.filter(({ at, before }) => {
    const year = localDate(at, before).getUTCFullYear();
    return year >= firstYear && year <= lastYear;
  });
  const onsets = covered.length === 0 ? [] : yearlyOnsets(covered, firstYear, lastYear);
  return {
    localTime: (instant) =>
      showLocal(instant, changes.findLast(({ at }) => at <= instant)?.after ?? initial),
    isReadAlike: (instant) =>
      onsets !== undefined && !changes.some((change) => isRepeatedBy(change, instant)),
    component: vtimezone(
      timeZone,
      onsets === undefined || onsets.length === 0
        ? [fixedOffset(offsetAt(first), firstYear)]
        : onsets,
    ),
  };
}

/** Whether the local time of the instant occurs twice because of this change. */
function isRepeatedBy({ at, before, after }: OffsetChange, instant: number): boolean {
  const repeatedMs = (before - after) * 1000;
  return instant >= at - repeatedMs && instant < at + repeatedMs;
}

/** A STANDARD or DAYLIGHT component: when it first begins, and by which rule it begins again. */
interface Onset {
  readonly name: 'STANDARD' | 'DAYLIGHT';
  /** The local time at which it begins, by the offset before it. */
  readonly start: string;
  readonly before: number;
  readonly after: number;
  readonly rule?: string;
}

/** The component of a zone whose clocks do not change. */
function fixedOffset(offset: number, year: number): Onset {
  return { name: 'STANDARD', start: `${year - 1}0101T000000`, before: offset, after: offset };
}

/**
 * Finds the two rules by which the changes take place, one forward and one back in each year.
 * Daylight time is the one with the greater offset, also where law calls the other one the exception
 * (winter time in Ireland, Ramadan in Morocco), because clients read only the offsets.
 * @returns undefined if there are no such rules
 */
function yearlyOnsets(
  changes: readonly OffsetChange[],
  firstYear: number,
  lastYear: number,
): Onset[] | undefined {
  const back = changes.filter(({ before, after }) => after < before);
  const forward = changes.filter(({ before, after }) => after > before);
  const standard = yearlyOnset('STANDARD', back, firstYear, lastYear);
  const daylight = yearlyOnset('DAYLIGHT', forward, firstYear, lastYear);
  return standard && daylight && [standard, daylight];
}

/** The first to the fourth of a weekday in a month, and the last. */
const ORDINALS = [-1, 1, 2, 3, 4];
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/** Finds the rule of changes of one kind; undefined if it does not hold in each of the years. */
function yearlyOnset(
  name: Onset['name'],
  changes: readonly OffsetChange[],
  firstYear: number,
  lastYear: number,
): Onset | undefined {
  const [first] = changes;
  if (first === undefined || changes.length !== lastYear - firstYear + 1) return undefined;
  const { before, after } = first;
  if (changes.some((change) => change.before !== before || change.after !== after)) {
    return undefined;
  }
  const local = localDate(first.at, before);
  const [month, weekday] = [local.getUTCMonth(), local.getUTCDay()];
  const timeOfDay = local.getTime() - local.setUTCHours(0, 0, 0, 0);
  const dateIn = (year: number, ordinal: number) =>
    nthWeekday(year, month, weekday, ordinal) + timeOfDay;
  const ordinal = ORDINALS.find((each) =>
    changes.every(({ at }, n) => dateIn(firstYear + n, each) === localDate(at, before).getTime()),
  );
  if (ordinal === undefined) return undefined;
  return {
    name,
    // The year before, so that the rule also gives the offset at the start of the first year.
    start: compact(dateIn(firstYear - 1, ordinal)),
    before,
    after,
    rule: `FREQ=YEARLY;BYMONTH=${month + 1};BYDAY=${ordinal}${WEEKDAYS[weekday]}`,
  };
}

/** The midnight of the nth weekday of a month, or of the last one, in milliseconds as if in UTC. */
function nthWeekday(year: number, month: number, weekday: number, ordinal: number): number {
  const earliest =
    ordinal > 0 ? Date.UTC(year, month, 7 * ordinal - 6) : Date.UTC(year, month + 1, -6);
  const days = (weekday - new Date(earliest).getUTCDay() + 7) % 7;
  return earliest + days * DAY_MS;
}

function vtimezone(timeZone: string, onsets: readonly Onset[]): string {
  const lines = onsets.flatMap(({ name, start, before, after, rule }) => [
    `BEGIN:${name}`,
    `DTSTART:${start}`,
    ...(rule === undefined ? [] : [`RRULE:${rule}`]),
    `TZOFFSETFROM:${writeOffset(before)}`,
    `TZOFFSETTO:${writeOffset(after)}`,
    `END:${name}`,
  ]);
  return ['BEGIN:VTIMEZONE', `TZID:${timeZone}`, ...lines, 'END:VTIMEZONE'].join('\r\n');
}

/** The local time of an instant, as a date whose UTC fields are the local ones. */
function localDate(instant: number, offset: number): Date {
  return new Date(instant + offset * 1000);
}

function showLocal(instant: number, offset: number): string {
  return localDate(instant, offset).toISOString().slice(0, 19);
}

const compact = (local: number) => showLocal(local, 0).replace(/[-:]/g, '');

/** Writes an offset: `+0545`, with seconds only if there are some. */
function writeOffset(offset: number): string {
  const [hours, minutes, seconds] = new Date(Math.abs(offset) * 1000)
    .toISOString()
    .slice(11, 19)
    .split(':');
  return `${offset < 0 ? '-' : '+'}${hours}${minutes}${seconds === '00' ? '' : seconds}`;
}
