import * as m from 'messages:floor';
import type { Floor, FloorBooking, Venue } from '../../../client/index.ts';
import { Empty } from '../parts/state.tsx';
import { timeOf } from '../time.ts';
import { type ActName, actsFor, mayBlock } from './acts.ts';
import { hasPlace, markOf } from './floor-data.ts';
import { isFound, markText, nameOf, placeOfBlock, placeText, SIGNS, stateText } from './words.ts';

interface ListViewProps {
  readonly floor: Floor;
  readonly venue: Venue;
  readonly now: number;
  readonly find: string;
  readonly onOpen: (bookingId: string) => void;
  readonly onBlock: (blockId: string) => void;
  readonly onAct: (booking: FloorBooking, name: ActName) => Promise<void>;
}

/** The acts that a list offers beside a booking; the others are on its card. */
const QUICK: readonly ActName[] = ['confirm', 'approve', 'seat', 'finish', 'undo'];

const isOver = (booking: FloorBooking) => booking.state === 'finished' || !hasPlace(booking);

/** The bookings by time, for phones. */
export function ListView({ floor, venue, now, find, onOpen, onBlock, onAct }: ListViewProps) {
  const shown = floor.bookings.filter((each) => find === '' || isFound(each, find));
  const item = (booking: FloorBooking) => (
    <ListItem key={booking.id} {...{ booking, venue, now, onOpen, onAct }} />
  );
  const over = shown.filter(isOver);
  return (
    <>
      {shown.length === 0 && <Empty>{find === '' ? m.nothingYet : m.found({ count: 0 })}</Empty>}
      <ul class="list floor-list">{shown.filter((each) => !isOver(each)).map(item)}</ul>
      {over.length > 0 && (
        <details class="ended">
          <summary>{m.ended({ count: over.length })}</summary>
          <ul class="list floor-list">{over.map(item)}</ul>
        </details>
      )}
      {mayBlock() && floor.blocks.length > 0 && (
        <section class="gone" aria-label={m.blocks}>
          <h2>{m.blocks}</h2>
          <div class="row">
            {floor.blocks.map((block) => (
              <button key={block.id} type="button" onClick={() => onBlock(block.id)}>
                {block.reason ?? m.blocked} · {placeOfBlock(floor, block)}
              </button>
            ))}
          </div>
        </section>
      )}
    </>
  );
}

interface ItemProps extends Pick<ListViewProps, 'venue' | 'now' | 'onOpen' | 'onAct'> {
  readonly booking: FloorBooking;
}

function ListItem({ booking, venue, now, onOpen, onAct }: ItemProps) {
  const mark = markOf(booking, now);
  const [quick] = actsFor(booking, venue, now).filter((name) => QUICK.includes(name));
  return (
    <li class={`${booking.state} ${mark ?? ''}`}>
      <button
        type="button"
        class="plain"
        data-booking={booking.id}
        onClick={() => onOpen(booking.id)}
      >
        <span class="when">{timeOf(booking.start, venue.timeZone)}</span>
        <span>
          <b dir="auto">{nameOf(booking)}</b> · {m.guests({ count: booking.partySize })}
          {booking.notes && ' ✎'}
          <small>
            {placeText(booking)} · {SIGNS[booking.state]} {stateText(booking.state)}
            {mark && ` · ${markText(mark)}`}
          </small>
        </span>
      </button>
      {quick && (
        <button type="button" onClick={() => void onAct(booking, quick)}>
          {m.act({ act: quick })}
          <span class="hidden"> {nameOf(booking)}</span>
        </button>
      )}
    </li>
  );
}
