import { beginSetUp } from 'messages:common';
import { hrefOf } from '../router.ts';
import { may } from '../session.ts';
import { useVenues } from '../venues.ts';

/** The way to the first set-up, in a workspace without a venue, for keys that may do it. */
export function SetUpLink() {
  const { venues } = useVenues();
  if (venues?.length !== 0 || !may('admin', 'bookings:read', 'bookings:write')) return null;
  return (
    <p>
      <a class="button main" href={hrefOf(['settings', 'set-up'])}>
        {beginSetUp}
      </a>
    </p>
  );
}
