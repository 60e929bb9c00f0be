import * as m from 'messages:floor';
import type { Floor } from '../../../client/index.ts';
import { timeOf } from '../time.ts';
import { goneOf } from './floor-data.ts';
import { nameOf, SIGNS, stateText } from './words.ts';

interface GoneProps {
  readonly floor: Floor;
  readonly onOpen: (bookingId: string) => void;
}

/** The bookings that have no place on the floor any more, so that an act can still be undone. */
export function Gone({ floor, onOpen }: GoneProps) {
  const gone = goneOf(floor);
  if (gone.length === 0) return null;
  return (
    <section class="gone" aria-label={m.gone}>
      <h2>{m.gone}</h2>
      <ul class="row">
        {gone.map((booking) => (
          <li key={booking.id}>
            <button type="button" onClick={() => onOpen(booking.id)} data-booking={booking.id}>
              {timeOf(booking.start, floor.venue.timeZone)} <b dir="auto">{nameOf(booking)}</b>{' '}
              {booking.partySize} · {SIGNS[booking.state]} {stateText(booking.state)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
