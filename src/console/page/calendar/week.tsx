import * as b from 'messages:bookings';
import * as m from 'messages:calendar';
import { useMemo, useState } from 'preact/hooks';
import type { Block, Booking, Resource, Series, Venue } from '../../../client/index.ts';
import { Tick } from '../parts/field.tsx';
import { Empty, Loaded } from '../parts/state.tsx';
import { goTo, hrefOf } from '../router.ts';
import { longDate, shortDate, timeOf } from '../time.ts';
import { placeOf } from './block-list.tsx';
import { BookingCard } from './booking-card.tsx';
import {
  countsOf,
  datesFrom,
  hoursOf,
  isKept,
  useDays,
  useResources,
  useSeries,
} from './calendar-data.ts';
import { moveInWeek } from './keys.ts';
import { mondayOf, type Part, partsByDate } from './occurrences.ts';
import { ruleText } from './rule-text.ts';
import { SeriesList } from './series-list.tsx';

/** What the week and the month are drawn from. */
export interface ViewProps {
  readonly venue: Venue;
  /** The chosen date. */
  readonly date: string;
  readonly today: string;
  readonly blocks: readonly Block[];
  /** Goes so many weeks or months on. */
  readonly turn: (pages: number) => void;
  readonly show: (date: string) => void;
}

interface WeekProps extends ViewProps {
  /** The address of the week with the card of a booking. */
  readonly href: (bookingId: string | undefined) => string;
  /** The booking whose card is open. */
  readonly booking: string | undefined;
}

/** A week: a column for each day, with its bookings by time. */
export function Week({ venue, date, today, blocks, turn, href, booking: opened }: WeekProps) {
  const monday = mondayOf(date);
  const week = useDays(venue, monday, 7);
  const resources = useResources(venue);
  const [showsGone, setShowsGone] = useState(false);
  const days = week.value ?? [];
  const bookings = days.flat();
  const series = useSeries(bookings);
  const dates = datesFrom(monday, 7);
  const parts = useMemo(() => partsByDate(blocks, datesFrom(monday, 7)), [blocks, monday]);
  return (
    <>
      <Tick label={m.showGone} checked={showsGone} onChange={setShowsGone} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys move the focus within it */}
      <div class="week" onKeyDown={(event) => moveInWeek(event, turn)}>
        {dates.map((day, n) => (
          // The column stays when the week changes, so the focus stays in it.
          <section key={n} class={day === today ? 'day today' : 'day'} aria-label={longDate(day)}>
            <DayHead {...{ venue, day, bookings: days[n] ?? [] }} />
            {(parts.get(day) ?? []).map((part) => (
              <BlockMark key={part.thing.id + part.from} {...{ part, resources }} />
            ))}
            <ul class="list">
              {(days[n] ?? [])
                .filter((booking) => showsGone || isKept(booking))
                .map((booking) => (
                  <li key={booking.id}>
                    <Mark {...{ booking, series: series.value ?? [], href }} />
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
      <Loaded polled={week}>{() => bookings.length === 0 && <Empty>{m.noBookings}</Empty>}</Loaded>
      <SeriesList {...{ venue, date, series, onChange: week.reload }} />
      {opened !== undefined && (
        <BookingCard
          {...{ bookingId: opened, onChange: week.reload }}
          onClose={() => goTo(href(undefined), { replace: true })}
        />
      )}
    </>
  );
}

function DayHead({ venue, day, bookings }: { venue: Venue; day: string; bookings: Booking[] }) {
  const { parties, covers, open } = countsOf(bookings);
  return (
    <header>
      <h2>
        <a href={hrefOf(['floor'], { date: day })}>{shortDate(day)}</a>
      </h2>
      <p class="quiet">
        {m.figures({ count: parties, covers })} {m.open({ count: open })}
      </p>
      {hoursOf(venue, day).length === 0 && <p class="badge">{m.closed}</p>}
    </header>
  );
}

/** A block on a day. */
function BlockMark({ part, resources }: { part: Part<Block>; resources: readonly Resource[] }) {
  const { from, to, thing } = part;
  return (
    <p class="block" title={thing.repeat === null ? undefined : ruleText(thing.repeat)}>
      <strong>{m.blocked}</strong> {from}–{to} <bdi>{placeOf(thing, resources)}</bdi>
      {thing.reason !== null && (
        <>
          : <bdi>{thing.reason}</bdi>
        </>
      )}
    </p>
  );
}

interface MarkProps {
  readonly booking: Booking;
  readonly series: readonly Series[];
  readonly href: (bookingId: string) => string;
}

/** A booking in its day. It opens the card. */
function Mark({ booking, series, href }: MarkProps) {
  const { id, start, timeZone, partySize, resources, state, seriesId } = booking;
  const rule = series.find((each) => each.id === seriesId)?.repeat;
  return (
    <button type="button" class={`mark ${state}`} onClick={() => goTo(href(id), { replace: true })}>
      <strong>{timeOf(start, timeZone)}</strong> <span>{b.guests({ count: partySize })}</span>{' '}
      <span class="quiet">{resources.map(({ name }) => name).join(', ')}</span>
      {state !== 'confirmed' && <small>{b.state({ state })}</small>}
      {seriesId !== null && (
        <small class="rule">↻ {rule === undefined ? m.inSeries : ruleText(rule)}</small>
      )}
    </button>
  );
}
