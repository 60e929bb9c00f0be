import * as m from 'messages:calendar';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Venue } from '../../../client/index.ts';
import { SetUpLink } from '../parts/set-up-link.tsx';
import { Empty } from '../parts/state.tsx';
import { WithVenue } from '../parts/venue-bar.tsx';
import { goTo, hrefOf, usePlace } from '../router.ts';
import { addDays, dateIn, monthName, shortDate } from '../time.ts';
import { BlockList } from './block-list.tsx';
import { useBlocks } from './calendar-data.ts';
import { Month } from './month.tsx';
import { mondayOf } from './occurrences.ts';
import { Week } from './week.tsx';

/** The weeks and months of a venue, with its blocks and series. */
export function Page() {
  const none = (
    <Empty>
      <p>{m.noVenue}</p>
      <SetUpLink />
    </Empty>
  );
  return (
    <WithVenue none={none}>
      {(venue, bar) => <Calendar key={venue.id} {...{ venue, bar }} />}
    </WithVenue>
  );
}

/** The same day of another month, or the last one that the month has. */
function inMonth(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year ?? 0, (month ?? 0) + months, 0)).getUTCDate();
  const at = Date.UTC(year ?? 0, (month ?? 0) - 1 + months, Math.min(day ?? 1, last));
  return new Date(at).toISOString().slice(0, 10);
}

const isDate = (text = '') => /^[12]\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

function Calendar({ venue, bar }: { readonly venue: Venue; readonly bar: ComponentChildren }) {
  const { query } = usePlace();
  const blocks = useBlocks(venue);
  const today = dateIn(venue.timeZone);
  const date = isDate(query['date']) ? (query['date'] ?? today) : today;
  const booking = query['booking'];
  const isMonth = query['view'] === 'month' && booking === undefined;
  const href = (change: Record<string, string | undefined>) =>
    hrefOf(['calendar'], { view: query['view'], date: query['date'], ...change });
  const show = (next: string) => goTo(href({ date: next }), { replace: true });
  const turn = (pages: number) => show(isMonth ? inMonth(date, pages) : addDays(date, 7 * pages));
  const isToday = date === today;
  const monday = mondayOf(date);
  const sunday = addDays(monday, 6);
  const title = isMonth
    ? monthName(date)
    : `${shortDate(monday)} – ${shortDate(sunday)} ${sunday.slice(0, 4)}`;
  const open = useMemo(() => blocks.value ?? [], [blocks.value]);
  const view = { venue, date, today, turn, show, blocks: open };
  return (
    <>
      <div class="bar">
        <div class="row turn">
          <button
            type="button"
            aria-label={isMonth ? m.previousMonth : m.previousWeek}
            onClick={() => turn(-1)}
          >
            <span class="arrow">‹</span>
          </button>
          <button type="button" aria-disabled={isToday} onClick={() => show(today)}>
            {m.today}
          </button>
          <button
            type="button"
            aria-label={isMonth ? m.nextMonth : m.nextWeek}
            onClick={() => turn(1)}
          >
            <span class="arrow">›</span>
          </button>
        </div>
        <h1 aria-live="polite">{title}</h1>
        <nav class="row" aria-label={m.view}>
          <a class="choice" aria-current={isMonth ? undefined : 'true'} href={href({ view: '' })}>
            {m.week}
          </a>
          <a
            class="choice"
            aria-current={isMonth ? 'true' : undefined}
            href={href({ view: 'month' })}
          >
            {m.month}
          </a>
        </nav>
        {bar}
      </div>
      {isMonth ? (
        <Month {...view} href={(day) => href({ view: '', date: day })} />
      ) : (
        <Week {...view} booking={booking} href={(id) => href({ booking: id })} />
      )}
      <p class="quiet keys">{m.keys}</p>
      <BlockList {...{ venue, blocks, date }} />
    </>
  );
}
