import * as m from 'messages:settings';
import { SetUpLink } from '../parts/set-up-link.tsx';
import { Empty } from '../parts/state.tsx';
import { may } from '../session.ts';

/** What is shown where a venue is needed and none exists: the way to the first set-up. */
export function NoVenue() {
  return (
    <Empty>
      <p>{m.noVenue}</p>
      <SetUpLink />
      {!may('admin', 'bookings:read', 'bookings:write') && <p>{m.askAdmin}</p>}
    </Empty>
  );
}
