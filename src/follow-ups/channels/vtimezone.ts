import { offsetsOf } from '../../platform/zone-offset.ts';

/** The rules of a time zone around some instants, which are milliseconds since 1970. */
export interface ZoneRules {
  /** The local time, `2026-03-29T03:00:00`. */
  localTime(instant: number): string;
  /** Whether the local time of the instant occurs twice because clocks go back. */
  isRepeated(instant: number): boolean;
  /** The VTIMEZONE component (RFC 5545, 3.6.5), valid for these instants. */
  readonly component: string;
}

/** A change of a zone's offset from UTC. Offsets are seconds, positive east of Greenwich. */
interface Transition {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

const WEEK_MS = 7 * 86_400_000;
/**
 * A year before and after, so that offsets are also right for other days that a calendar client
 * shows.
 */
const MARGIN_MS = 53 * WEEK_MS;

/**
 * Finds the rules of a zone from `first` to `last`, and a year to either side. They are read from the
 * runtime, so that no zone data is shipped: the offset is compared week by week, and each change is
 * found to the second. A week is short enough: the shortest time between two changes in any zone is
 * the month of Ramadan, in Morocco.
 */
export function zoneRules(timeZone: string, first: number, last: number): ZoneRules {
  const offsetAt = offsetsOf(timeZone);
  const start = Math.floor((first - MARGIN_MS) / 1000) * 1000;
  const initial = offsetAt(start);
  const changes: Transition[] = [];
  let before = initial;
  for (let from = start; from < last + MARGIN_MS; from += WEEK_MS) {
    const after = offsetAt(from + WEEK_MS);
    if (after !== before) {
      const known = before;
      const at = firstBetween(from, from + WEEK_MS, (instant) => offsetAt(instant) !== known);
      changes.push({ at, before, after });
    }
    before = after;
  }
  return {
    localTime: (instant) =>
      localTimeAt(instant, changes.findLast(({ at }) => at <= instant)?.after ?? initial),
    isRepeated: (instant) =>
      changes.some((change) => {
        const repeatedMs = (change.before - change.after) * 1000;
        return instant >= change.at - repeatedMs && instant < change.at + repeatedMs;
      }),
    // The offset at the start comes first, because a file defines nothing before its first change.
    component: component(timeZone, [{ at: start, before: initial, after: initial }, ...changes]),
  };
}

/** The first whole second after `from` at which `isSo` holds, when it holds at `to`, not at `from`. */
function firstBetween(from: number, to: number, isSo: (instant: number) => boolean): number {
  let [not, so] = [from, to];
  while (so - not > 1000) {
    const middle = not + Math.floor((so - not) / 2000) * 1000;
    if (isSo(middle)) so = middle;
    else not = middle;
  }
  return so;
}

function component(timeZone: string, observances: readonly Transition[]): string {
  const lines = observances.flatMap(({ at, before, after }, n) => {
    // Clocks go back from daylight time, so the first observance is daylight if they go back next.
    const next = observances[n + 1];
    const isDaylight = n === 0 ? next !== undefined && next.after < next.before : after > before;
    const name = isDaylight ? 'DAYLIGHT' : 'STANDARD';
    return [
      `BEGIN:${name}`,
      // The local time of the change, with the offset before it.
      `DTSTART:${localTimeAt(at, before).replace(/[-:]/g, '')}`,
      `TZOFFSETFROM:${writeOffset(before)}`,
      `TZOFFSETTO:${writeOffset(after)}`,
      `END:${name}`,
    ];
  });
  return ['BEGIN:VTIMEZONE', `TZID:${timeZone}`, ...lines, 'END:VTIMEZONE'].join('\r\n');
}

function localTimeAt(instant: number, offset: number): string {
  return new Date(instant + offset * 1000).toISOString().slice(0, 19);
}

/** Writes an offset: `+0545`, with seconds only if there are some. */
function writeOffset(offset: number): string {
  const [hours, minutes, seconds] = new Date(Math.abs(offset) * 1000)
    .toISOString()
    .slice(11, 19)
    .split(':');
  return `${offset < 0 ? '-' : '+'}${hours}${minutes}${seconds === '00' ? '' : seconds}`;
}
