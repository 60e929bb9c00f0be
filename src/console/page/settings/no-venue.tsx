import * as m from 'messages:settings';
import { Empty } from '../parts/state.tsx';
import { hrefOf } from '../router.ts';
import { may } from '../session.ts';

/** What is shown where a venue is needed and none exists: the way to the first set-up. */
export function NoVenue() {
  return (
    <Empty>
      <p>{m.noVenue}</p>
      {may('admin', 'bookings:read') ? (
        <a class="button main" href={hrefOf(['settings', 'set-up'])}>
          {m.beginSetUp}
        </a>
      ) : (
        <p>{m.askAdmin}</p>
      )}
    </Empty>
  );
}
