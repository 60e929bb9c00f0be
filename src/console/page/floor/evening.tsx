import * as m from 'messages:floor';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Floor, FloorBooking, Venue } from '../../../client/index.ts';
import { Empty } from '../parts/state.tsx';
import { usePlace } from '../router.ts';
import { notice } from '../writes.ts';
import { ACT_KEYS, actsFor, mayAsStaff, mayWrite } from './acts.ts';
import { Dialogs } from './dialogs.tsx';
import { type Area, areasOf } from './floor-data.ts';
import { Gone } from './gone.tsx';
import { ListView } from './list-view.tsx';
import type { Opened } from './opened.ts';
import { Timeline } from './timeline.tsx';
import { Toolbar } from './toolbar.tsx';
import { useActs } from './use-acts.ts';
import { useKeptFocus } from './use-kept-focus.ts';
import { useMinute } from './use-minute.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useView } from './use-view.ts';
import { Waitlist } from './waitlist.tsx';
import { isFound } from './words.ts';

interface EveningProps {
  readonly venue: Venue;
  readonly floor: Floor;
  readonly reload: () => Promise<void>;
  readonly bar: ComponentChildren;
}

/** A day of a venue, with everything that a host does in it. */
export function Evening({ venue, floor, reload, bar }: EveningProps) {
  const now = useMinute();
  // Other pages link to a booking.
  const { booking: linked } = usePlace().query;
  const [opened, setOpened] = useState<Opened | undefined>(
    linked === undefined ? undefined : { kind: 'card', id: linked },
  );
  const [find, setFind] = useState('');
  const [said, say] = useState('');
  const { view, setView, zoom, setZoom } = useView();
  const acts = useActs(venue, floor, reload, setOpened);
  const before = useRef<readonly Area[]>([]);
  const areas = useMemo(() => areasOf(floor, now, before.current), [floor, now]);
  before.current = areas;
  const page = useRef<HTMLDivElement>(null);
  const finder = useRef<HTMLInputElement>(null);
  useShortcuts(opened !== undefined, {
    w: mayAsStaff() ? () => setOpened({ kind: 'walkIn' }) : undefined,
    b: mayWrite() ? () => setOpened({ kind: 'booking' }) : undefined,
    '/': () => finder.current?.focus(),
    '?': () => setOpened({ kind: 'help' }),
    u: () => notice.get()?.undo?.run(),
  });
  useKeptFocus(page);
  // What the status bar offers to undo is of this floor.
  useEffect(() => () => void (notice.get()?.undo && notice.set(undefined)), []);
  const openBlock = (id: string) => setOpened({ kind: 'shade', id });
  const openCard = (id: string) => setOpened({ kind: 'card', id });
  const found = useMemo(
    () => floor.bookings.filter((each) => find !== '' && isFound(each, find)),
    [floor, find],
  );
  useEffect(() => {
    if (find !== '') say(m.found({ count: found.length }));
  }, [found.length, find]);
  const onKey = (booking: FloorBooking, key: string) => {
    const name = ACT_KEYS[key];
    const isAllowed = name !== undefined && actsFor(booking, venue, Date.now()).includes(name);
    if (isAllowed) void acts.act(booking, name);
    return isAllowed;
  };
  const focusFound = () =>
    page.current?.querySelector<HTMLElement>(`[data-booking="${found[0]?.id}"]`)?.focus();

  return (
    <div class="floor" ref={page}>
      <Toolbar
        {...{ floor, bar, view, setView, zoom, setZoom, find, setFind, finder, setOpened }}
        onFound={focusFound}
      />
      {floor.more && <p class="warn-note">{m.more}</p>}
      <div class="floor-columns">
        <div class="floor-main" data-part>
          {floor.periods.length === 0 && <p class="quiet">{m.closedDay}</p>}
          {floor.resources.length === 0 ? (
            <Empty>{m.noTables}</Empty>
          ) : view === 'list' ? (
            <ListView
              {...{ floor, venue, now, find }}
              onOpen={openCard}
              onBlock={openBlock}
              onAct={acts.act}
            />
          ) : (
            <>
              <Timeline
                {...{ floor, areas, find, zoom, say, onKey }}
                ghosts={acts.ghosts}
                onOpen={openCard}
                onBlock={openBlock}
                onFree={
                  mayWrite()
                    ? (resourceId, at) => setOpened({ kind: 'booking', resourceId, at })
                    : undefined
                }
                onMove={(booking, target) => void acts.move(booking, target)}
              />
              <Gone floor={floor} onOpen={openCard} />
            </>
          )}
        </div>
        <Waitlist {...{ floor, acts, setOpened }} />
      </div>
      <div class="hidden" role="status" aria-live="assertive">
        {said}
      </div>
      <Dialogs {...{ opened, setOpened, floor, venue, acts, now }} />
    </div>
  );
}
