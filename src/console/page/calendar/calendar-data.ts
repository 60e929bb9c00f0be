import type { Block, Booking, ReportDay, Resource, Series, Venue } from '../../../client/index.ts';
import { api } from '../api.ts';
import { type Polled, usePolled } from '../polled.ts';
import { addDays } from '../time.ts';
import { weekdayOf } from './occurrences.ts';

const SECONDS = 30;
const WEEKDAY_NAMES = [
  ...['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
] as const;

/** So many dates from one on. */
export const datesFrom = (first: string, count: number) =>
  Array.from({ length: count }, (_, day) => addDays(first, day));

interface Listed<Item> {
  readonly data: readonly Item[];
  readonly page: { readonly next: string | null };
}

/** Every item of a list. */
async function all<Item>(list: (after: { after?: string }) => Promise<Listed<Item>>) {
  const items: Item[] = [];
  for (let position: { after?: string } = {}; ; ) {
    const { data, page } = await list(position);
    items.push(...data);
    if (page.next === null) return items;
    position = { after: page.next };
  }
}

/** The bookings of each of some dates from one on. */
export function useDays(
  { id: venueId }: Venue,
  first: string,
  count: number,
  seconds = SECONDS,
): Polled<readonly Booking[][]> {
  return usePolled(
    `days ${venueId} ${first} ${count}`,
    (signal) =>
      Promise.all(
        datesFrom(first, count).map((date) =>
          all((position) =>
            api.listBookings({ venueId, date, limit: 200, ...position }, { signal }),
          ),
        ),
      ),
    seconds,
  );
}

/** The figures of each date, by its date. */
export function useFigures({ id: venueId }: Venue, from: string, days: number) {
  return usePolled<ReadonlyMap<string, ReportDay>>(
    `figures ${venueId} ${from} ${days}`,
    async (signal) => {
      const to = addDays(from, days - 1);
      const report = await api.showVenueReport({ venueId, from, to }, { signal });
      return new Map(report.days.map((day) => [day.date, day]));
    },
    SECONDS,
  );
}

/** The blocks of a venue that have not ended. */
export function useBlocks({ id: venueId }: Venue): Polled<readonly Block[]> {
  return usePolled(
    `blocks ${venueId}`,
    (signal) => all((position) => api.listBlocks({ venueId, limit: 200, ...position }, { signal })),
    SECONDS,
  );
}

/** The resources of a venue, which change seldom. */
export function useResources({ id: venueId }: Venue): readonly Resource[] {
  const { value } = usePolled(
    `resources ${venueId}`,
    (signal) => api.listResources({ venueId }, { signal }),
    300,
  );
  return value?.data ?? [];
}

/** The most series whose rules are read at once. */
const MOST_SERIES = 30;

/** The series of some bookings, each read once for the same bookings. */
export function useSeries(bookings: readonly Booking[]): Polled<readonly Series[]> {
  const ids = [...new Set(bookings.flatMap(({ seriesId }) => seriesId ?? []))];
  const read = ids.slice(0, MOST_SERIES);
  return usePolled(
    `series ${read.join()}`,
    (signal) => Promise.all(read.map((seriesId) => api.showSeries({ seriesId }, { signal }))),
    0,
  );
}

/** The opening hours of a date; none when the venue is closed. */
export function hoursOf({ hours }: Venue, date: string) {
  const exception = hours.exceptions.find((each) => each.date === date);
  const weekday = WEEKDAY_NAMES[weekdayOf(date)];
  return exception?.periods ?? hours.weekly.filter((each) => each.weekday === weekday);
}

const GONE = new Set(['cancelled', 'declined', 'expired', 'no_show']);
/** Whether a booking has not been given up. */
export const isKept = ({ state }: Pick<Booking, 'state'>) => !GONE.has(state);

const PARTIES = new Set(['confirmed', 'seated', 'finished']);
/** Whether a booking counts as one, as it does in the reports of a venue. */
const isParty = ({ state }: Pick<Booking, 'state'>) => PARTIES.has(state);

/** What a day has: its bookings with their covers, and those that are held or requested. */
export function countsOf(bookings: readonly Pick<Booking, 'state' | 'partySize'>[]) {
  const parties = bookings.filter(isParty);
  return {
    parties: parties.length,
    covers: parties.reduce((sum, { partySize }) => sum + partySize, 0),
    open: bookings.filter((each) => isKept(each) && !isParty(each)).length,
  };
}
