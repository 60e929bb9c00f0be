import * as m from 'messages:floor';
import type { ComponentChildren, RefObject } from 'preact';
import type { Floor } from '../../../client/index.ts';
import { goTo, hrefOf, usePlace } from '../router.ts';
import { addDays, longDate } from '../time.ts';
import { mayAsStaff, mayBlock, mayWrite } from './acts.ts';
import { coversOf } from './floor-data.ts';
import type { Opened } from './opened.ts';
import type { View } from './use-view.ts';

interface ToolbarProps {
  readonly floor: Floor;
  readonly bar: ComponentChildren;
  readonly view: View;
  readonly setView: (view: View) => void;
  readonly zoom: number;
  readonly setZoom: (zoom: number) => void;
  readonly find: string;
  readonly setFind: (text: string) => void;
  readonly finder: RefObject<HTMLInputElement | null>;
  readonly onFound: () => void;
  readonly setOpened: (opened: Opened) => void;
}

const MOST_ZOOM = 6;

/** The day, what can be begun, the search, and how the floor is shown. */
export function Toolbar(props: ToolbarProps) {
  const { floor, bar, view, setView, zoom, setZoom, find, setFind, setOpened } = props;
  const covers = coversOf(floor);
  return (
    <>
      <div class="bar floor-head">
        <h1>{longDate(floor.date)}</h1>
        <DayButtons date={floor.date} />
        <span class="badge">{m.covers({ count: covers.all })}</span>
        <span class="badge good">{m.seatedCovers({ count: covers.seated })}</span>
        {bar}
      </div>
      <div class="bar">
        {mayAsStaff() && (
          <button type="button" class="main" onClick={() => setOpened({ kind: 'walkIn' })}>
            {m.walkIn} <kbd>W</kbd>
          </button>
        )}
        {mayWrite() && (
          <button type="button" onClick={() => setOpened({ kind: 'booking' })}>
            {m.newBooking} <kbd>B</kbd>
          </button>
        )}
        {mayBlock() && (
          <button type="button" onClick={() => setOpened({ kind: 'block' })}>
            {m.newBlock}
          </button>
        )}
        <input
          ref={props.finder}
          type="search"
          class="finder"
          aria-label={m.find}
          placeholder={`${m.find} (/)`}
          value={find}
          onInput={(event) => setFind(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              // Otherwise the same key press would open the booking that gets the focus.
              event.preventDefault();
              props.onFound();
            }
            if (event.key === 'Escape') setFind('');
          }}
        />
        <span class="row floor-view">
          {view === 'timeline' && (
            <>
              <button
                type="button"
                aria-label={m.zoomOut}
                title={m.zoomOut}
                disabled={zoom <= 1}
                onClick={() => setZoom(Math.max(1, zoom / 1.5))}
              >
                −
              </button>
              <button type="button" onClick={() => setZoom(1)} aria-pressed={zoom === 1}>
                {m.fit}
              </button>
              <button
                type="button"
                aria-label={m.zoomIn}
                title={m.zoomIn}
                disabled={zoom >= MOST_ZOOM}
                onClick={() => setZoom(zoom * 1.5)}
              >
                +
              </button>
            </>
          )}
          {(['timeline', 'list'] as const).map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={view === name}
              onClick={() => setView(name)}
            >
              {name === 'list' ? m.list : m.timeline}
            </button>
          ))}
          <button
            type="button"
            aria-label={m.help}
            title={m.help}
            onClick={() => setOpened({ kind: 'help' })}
          >
            ?
          </button>
        </span>
      </div>
    </>
  );
}

/** Leads to the day before, the next one, any other, and back to the present one. */
function DayButtons({ date }: { readonly date: string }) {
  const { query } = usePlace();
  const go = (to: string | undefined) => goTo(hrefOf(['floor'], { date: to }));
  return (
    <span class="row days">
      <button
        type="button"
        aria-label={m.dayBefore}
        title={m.dayBefore}
        onClick={() => go(addDays(date, -1))}
      >
        ‹
      </button>
      <input
        type="date"
        aria-label={m.date}
        value={date}
        onChange={(event) => event.currentTarget.value !== '' && go(event.currentTarget.value)}
      />
      <button
        type="button"
        aria-label={m.dayAfter}
        title={m.dayAfter}
        onClick={() => go(addDays(date, 1))}
      >
        ›
      </button>
      {query['date'] !== undefined && (
        <button type="button" onClick={() => go(undefined)}>
          {m.today}
        </button>
      )}
    </span>
  );
}
