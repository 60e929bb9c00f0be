import * as m from 'messages:calendar';
import type { TargetedKeyboardEvent } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ReportDay } from '../../../client/index.ts';
import { Loaded } from '../parts/state.tsx';
import { addDays, longDate, monthName, weekdayName } from '../time.ts';
import { placeOf } from './block-list.tsx';
import { datesFrom, hoursOf, useFigures, useResources } from './calendar-data.ts';
import { PAGES, sideways } from './keys.ts';
import { mondayOf, partsByDate } from './occurrences.ts';
import type { ViewProps } from './week.tsx';

interface MonthProps extends ViewProps {
  /** The address of a date's week. */
  readonly href: (date: string) => string;
}

const WEEK = [0, 1, 2, 3, 4, 5, 6];

/** The dates of the weeks that a month is part of. */
function datesOf(date: string): string[] {
  const first = mondayOf(`${date.slice(0, 8)}01`);
  const dates = datesFrom(first, 42);
  const month = date.slice(0, 7);
  const weeks = WEEK.filter((n) => n < 6 && (n === 0 || dates[7 * n]?.startsWith(month)));
  return dates.slice(0, 7 * weeks.length);
}

/** A month: the figures of each day, and what is closed or blocked. */
export function Month({ venue, date, today, blocks, turn, show, href }: MonthProps) {
  const table = useRef<HTMLTableElement>(null);
  const isMoving = useRef(false);
  const dates = datesOf(date);
  const first = dates[0] ?? date;
  const figures = useFigures(venue, first, dates.length);
  const resources = useResources(venue);
  const parts = useMemo(() => partsByDate(blocks, dates), [blocks, first, dates.length]);
  useEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    table.current?.querySelector<HTMLElement>('a[tabindex="0"]')?.focus();
  });
  function move(event: TargetedKeyboardEvent<HTMLElement>) {
    const days = { ArrowUp: -7, ArrowDown: 7 }[event.key] ?? sideways(event);
    const pages = PAGES[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (pages === undefined && days === 0) return;
    isMoving.current = true;
    event.preventDefault();
    if (pages === undefined) show(addDays(date, days));
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
              {dates.slice(7 * week, 7 * week + 7).map((day) => (
                <td key={day} class={classOf(day, date, today)}>
                  <a href={href(day)} tabIndex={day === date ? 0 : -1}>
                    <span class="hidden">{longDate(day)}</span>
                    <strong aria-hidden="true">{Number(day.slice(8))}</strong>
                    <Figures figures={figures.value?.get(day)} />
                    {hoursOf(venue, day).length === 0 && <small class="badge">{m.closed}</small>}
                    {(parts.get(day) ?? []).map(({ thing, from, to }) => (
                      <small key={thing.id + from} class="block">
                        <span class="hidden">{m.blocked} </span>
                        {from}–{to} {placeOf(thing, resources)}
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
    </>
  );
}

const classOf = (day: string, date: string, today: string) =>
  [day === today && 'today', day.slice(0, 7) !== date.slice(0, 7) && 'other']
    .filter(Boolean)
    .join(' ');

function Figures({ figures }: { readonly figures: ReportDay | undefined }) {
  if (figures === undefined || figures.parties === 0) return null;
  return (
    <span class="figures">
      {m.parties({ count: figures.parties })} <span>{m.covers({ count: figures.covers })}</span>
    </span>
  );
}
