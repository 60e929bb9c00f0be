import * as m from 'messages:calendar';
import type { TargetedKeyboardEvent } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Booking } from '../../../client/index.ts';
import { Loaded } from '../parts/state.tsx';
import { addDays, longDate, monthName, weekdayName } from '../time.ts';
import { placeOf } from './block-list.tsx';
import {
  countsOf,
  datesFrom,
  hoursOf,
  isKept,
  useDays,
  useFigures,
  useResources,
  useSeries,
} from './calendar-data.ts';
import { PAGES, sideways } from './keys.ts';
import { mondayOf, partsByDate } from './occurrences.ts';
import { SeriesList } from './series-list.tsx';
import type { ViewProps } from './week.tsx';

interface MonthProps extends ViewProps {
  /** The address of a date's week. */
  readonly href: (date: string) => string;
}

const WEEK = [0, 1, 2, 3, 4, 5, 6];
/** The bookings of a month are many requests, and its figures are read more often. */
const SECONDS = 300;

/** The dates of the weeks that a month is part of. */
function datesOf(date: string): string[] {
  const first = mondayOf(`${date.slice(0, 8)}01`);
  const dates = datesFrom(first, 42);
  const month = date.slice(0, 7);
  const weeks = WEEK.filter((n) => n < 6 && (n === 0 || dates[7 * n]?.startsWith(month)));
  return dates.slice(0, 7 * weeks.length);
}

/** A month: the figures of each day, what is closed or blocked, and its series. */
export function Month({ venue, date, today, blocks, turn, show, href }: MonthProps) {
  const table = useRef<HTMLTableElement>(null);
  const isMoving = useRef(false);
  const dates = datesOf(date);
  const first = dates[0] ?? date;
  const figures = useFigures(venue, first, dates.length);
  const days = useDays(venue, first, dates.length, SECONDS);
  const series = useSeries(days.value?.flat() ?? []);
  const resources = useResources(venue);
  const parts = useMemo(() => partsByDate(blocks, dates), [blocks, first, dates.length]);
  useEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    table.current?.querySelector<HTMLElement>('a[tabindex="0"]')?.focus();
  });
  function move(event: TargetedKeyboardEvent<HTMLElement>) {
    const step = { ArrowUp: -7, ArrowDown: 7 }[event.key] ?? sideways(event);
    const pages = PAGES[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (pages === undefined && step === 0) return;
    isMoving.current = true;
    event.preventDefault();
    if (pages === undefined) show(addDays(date, step));
    else turn(pages);
  }
  return (
    <>
      <table ref={table} class="month" onKeyDown={move}>
        <caption class="hidden">{monthName(date)}</caption>
        <thead>
          <tr>
            {WEEK.map((day) => (
              <th key={day} scope="col">
                {weekdayName(day)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {WEEK.slice(0, dates.length / 7).map((week) => (
            <tr key={week}>
              {dates.slice(7 * week, 7 * week + 7).map((day, n) => (
                <td key={day} class={classOf(day, date, today)}>
                  <a href={href(day)} tabIndex={day === date ? 0 : -1}>
                    <span class="hidden">{longDate(day)}</span>
                    <strong aria-hidden="true">{Number(day.slice(8))}</strong>
                    <Figures
                      figures={figures.value?.get(day)}
                      bookings={days.value?.[7 * week + n] ?? []}
                    />
                    {hoursOf(venue, day).length === 0 && (
                      <Short class="badge" text={m.closed} sign="✕" />
                    )}
                    {(parts.get(day) ?? []).map(({ thing, from, to }) => (
                      <small key={thing.id + from} class="block">
                        <span class="hidden">{m.blocked} </span>
                        <span class="words">
                          {from}–{to} <span dir="auto">{placeOf(thing, resources)}</span>
                        </span>
                      </small>
                    ))}
                  </a>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Loaded polled={figures}>{() => null}</Loaded>
      <SeriesList
        {...{ venue, date, series }}
        onChange={async () => {
          await Promise.all([days.reload(), figures.reload()]);
        }}
      />
    </>
  );
}

const classOf = (day: string, date: string, today: string) =>
  [day === today && 'today', day.slice(0, 7) !== date.slice(0, 7) && 'other']
    .filter(Boolean)
    .join(' ');

/** A text, in whose place a sign is seen where there is no room for it. */
function Short(props: { readonly text: string; readonly sign: string; readonly class?: string }) {
  return (
    <small class={props.class}>
      <span class="words">{props.text}</span>
      <span class="sign" aria-hidden="true">
        {props.sign}
      </span>
    </small>
  );
}

interface FiguresProps {
  readonly figures: { readonly parties: number; readonly covers: number } | undefined;
  readonly bookings: readonly Booking[];
}

/** How many bookings a day has, and covers, and bookings of series. */
function Figures({ figures, bookings }: FiguresProps) {
  const { open, ...counted } = countsOf(bookings);
  const { parties, covers } = figures ?? counted;
  const inSeries = bookings.filter((each) => each.seriesId !== null && isKept(each)).length;
  if (parties === 0 && open === 0) return null;
  return (
    <span class="figures">
      {parties > 0 && (
        <>
          <Short text={m.parties({ count: parties })} sign={String(parties)} />{' '}
          <Short text={m.covers({ count: covers })} sign={`· ${covers}`} />{' '}
        </>
      )}
      {open > 0 && <Short text={m.open({ count: open })} sign={`+${open}`} />}{' '}
      {inSeries > 0 && (
        <small title={m.seriesOnDay({ count: inSeries })}>
          <span class="hidden">{m.seriesOnDay({ count: inSeries })}</span>
          <span aria-hidden="true">↻</span>
        </small>
      )}
    </span>
  );
}
