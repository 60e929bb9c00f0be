import type { Venue } from '../furnish.ts';
import { addDays, instantOf, localDate, weekdayOf } from '../zones.ts';

const MINUTE = 60_000;

/** A time in which a venue is open, with the local date on which it opened. */
export interface OpenPeriod {
  readonly date: string;
  readonly opens: number;
  readonly closes: number;
}

const known = new Map<string, OpenPeriod[]>();

/** The periods that open on a local date, as the guide describes opening hours and exceptions. */
function periodsOf({ id, plan, today }: Venue, date: string): OpenPeriod[] {
  const key = `${id}/${date}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const exception = plan.exceptions.find(({ inDays }) => addDays(today, inDays) === date);
  const all = exception?.periods ?? plan.week[weekdayOf(date)] ?? [];
  const periods = all.map(({ opens, closes }) => ({
    date,
    opens: instantOf(`${date}T${opens}`, plan.timeZone),
    closes: instantOf(`${closes <= opens ? addDays(date, 1) : date}T${closes}`, plan.timeZone),
  }));
  known.set(key, periods);
  return periods;
}

/** The periods around an instant: those of the two days before it, of its own and of the next two. */
const periodsAround = (venue: Venue, at: number): OpenPeriod[] => {
  const date = localDate(at, venue.plan.timeZone);
  return [-2, -1, 0, 1, 2].flatMap((days) => periodsOf(venue, addDays(date, days)));
};

/** What the opening hours say about a stay. */
export interface Opening {
  /** Whether the stay lies in the opening hours. */
  readonly isOpen: boolean;
  /** Whether it starts on the grid of a period that allows it. */
  readonly isSlot: boolean;
  /** The date on which the period of the start opened; the date of the start if there is none. */
  readonly date: string;
}

/** Judges a stay by the opening hours without blocks. */
export function openingOf(venue: Venue, start: number, end: number): Opening {
  const { lastSeating, slotInterval, timeZone } = venue.plan;
  const periods = periodsAround(venue, start);
  const during = periods.filter(({ opens, closes }) => start >= opens && start < closes);
  const allowing =
    lastSeating === null
      ? during.filter(() => isOpenThroughout(periods, start, end))
      : periods.filter(
          ({ opens, closes }) => start >= opens && start <= closes - lastSeating * MINUTE,
        );
  const onGrid = allowing.filter(({ opens }) => (start - opens) % (slotInterval * MINUTE) === 0);
  const [chosen] = [onGrid, allowing, during]
    .map((some) => some.toSorted((a, b) => b.opens - a.opens)[0])
    .filter((each) => each !== undefined);
  return {
    isOpen: allowing.length > 0,
    isSlot: onGrid.length > 0,
    date: chosen?.date ?? localDate(start, timeZone),
  };
}

/** Until when the venue stays open from an instant on, through adjoining periods. */
export function closingAfter(venue: Venue, at: number): number | undefined {
  let until: number | undefined;
  for (const { opens, closes } of periodsAround(venue, at).toSorted((a, b) => a.opens - b.opens)) {
    if (opens <= (until ?? at) && closes > (until ?? at)) until = closes;
  }
  return until;
}

function isOpenThroughout(periods: readonly OpenPeriod[], start: number, end: number): boolean {
  let until = start;
  for (const { opens, closes } of periods.toSorted((a, b) => a.opens - b.opens)) {
    if (opens <= until && closes > until) until = closes;
  }
  return until >= end;
}

/** How long a party of this size stays, in milliseconds. */
export function turnOf({ plan }: Venue, partySize: number): number {
  const fitting = plan.turnTimes.find(({ maxParty }) => maxParty >= partySize);
  return ((fitting ?? plan.turnTimes.at(-1))?.minutes ?? 0) * MINUTE;
}
