import * as m from 'messages:settings';
import type { AffectedBookings } from '../../../client/index.ts';
import { hrefOf } from '../router.ts';

/** The bookings that a change leaves without a place or outside of the hours. None is cancelled. */
export function Affected({ affected }: { readonly affected: AffectedBookings | undefined }) {
  if (affected === undefined || affected.count === 0) return null;
  return (
    <div class="card" role="alert">
      <p>{m.affected({ count: affected.count })}</p>
      <ul>
        {affected.data.map(({ id, start, partySize }) => (
          <li key={id}>
            <a href={hrefOf(['floor'], { date: start.slice(0, 10), booking: id })}>
              {m.affectedOne({ start: start.slice(0, 16).replace('T', ' '), count: partySize })}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
