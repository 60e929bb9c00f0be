import * as m from 'messages:floor';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Floor } from '../../../client/index.ts';
import { timeOf } from '../time.ts';
import { mayBlock } from './acts.ts';
import type { TimelineHandlers } from './bars.ts';
import { type Area, axisOf, MINUTE } from './floor-data.ts';
import { FloorRow } from './row.tsx';
import type { Ghost } from './use-acts.ts';
import { useTimeline } from './use-timeline.ts';

interface TimelineProps extends TimelineHandlers {
  readonly floor: Floor;
  readonly areas: readonly Area[];
  readonly find: string;
  /** 1 shows the whole day in the width that there is. */
  readonly zoom: number;
  /** The bookings whose moves the service has not confirmed yet. */
  readonly ghosts: readonly Ghost[];
}

/** The day of each resource: a row each, with the bookings as bars over the time. */
export function Timeline({ floor, areas, find, zoom, ghosts, ...handlers }: TimelineProps) {
  const zone = floor.venue.timeZone;
  const { from, to } = useMemo(() => axisOf(floor), [floor]);
  const hours = Math.round((to - from) / (60 * MINUTE));
  const scroll = useRef<HTMLElement>(null);
  const { ghost, afterDraw } = useTimeline(scroll, floor, handlers);
  useLayoutEffect(afterDraw);
  useEffect(() => {
    const element = scroll.current;
    if (element === null || zoom === 1) return;
    // Half an hour before now stands at the beginning.
    const part = (Date.now() - 30 * MINUTE - from) / (to - from);
    const isRightToLeft = getComputedStyle(element).direction === 'rtl';
    const way = Math.max(0, part) * (element.scrollWidth - LABEL) * (isRightToLeft ? -1 : 1);
    element.scrollTo({ left: way });
  }, [zoom, from, to]);
  const all = ghost === undefined ? ghosts : [...ghosts, ghost];
  const drawRow = (row: Area['rows'][number]) => (
    <FloorRow
      key={row.resource.id}
      {...{ row, from, to, zone, find }}
      ghost={all.find((each) => each.to === row.resource.id)}
      lifted={all.find((each) => each.from === row.resource.id)?.id}
      opensBlocks={mayBlock()}
    />
  );
  return (
    <section
      ref={scroll}
      class="floor-scroll"
      aria-label={m.timeline}
      style={{ '--zoom': zoom, '--hours': hours }}
    >
      <div class="floor-inner">
        <div class="floor-hours" aria-hidden="true">
          {Array.from({ length: hours }, (_, n) => (
            <span key={n}>{timeOf(from + n * 60 * MINUTE, zone)}</span>
          ))}
        </div>
        {areas.map(({ name, rows }) => (
          <div key={name ?? ''} class="floor-area">
            {(name !== null || areas.length > 1) && <h2>{name ?? m.noArea}</h2>}
            <ul class="list" aria-label={name ?? m.noArea}>
              {rows.map(drawRow)}
            </ul>
          </div>
        ))}
        <NowLine {...{ from, to, zone }} />
      </div>
    </section>
  );
}

/** The width of the names of the resources, in pixels; the same as in the style sheet. */
const LABEL = 128;

function NowLine({ from, to, zone }: { from: number; to: number; zone: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 20_000);
    return () => clearInterval(timer);
  }, []);
  if (now < from || now > to) return null;
  return (
    <div class="floor-now" aria-hidden="true">
      <div style={{ insetInlineStart: `${((100 * (now - from)) / (to - from)).toFixed(3)}%` }}>
        <span>{timeOf(now, zone)}</span>
      </div>
    </div>
  );
}
