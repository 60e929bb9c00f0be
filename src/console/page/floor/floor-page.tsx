import * as m from 'messages:floor';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Venue } from '../../../client/index.ts';
import { api } from '../api.ts';
import { Empty, Loaded } from '../parts/state.tsx';
import { WithVenue } from '../parts/venue-bar.tsx';
import { usePolled } from '../polled.ts';
import { hrefOf, usePlace } from '../router.ts';
import { Evening } from './evening.tsx';

/** The floor of the chosen venue, as it is now. */
export function Page() {
  return (
    <WithVenue
      none={
        <Empty>
          <a href={hrefOf(['settings', 'set-up'])}>{m.noVenue}</a>
        </Empty>
      }
    >
      {(venue, bar) => <Day key={venue.id} {...{ venue, bar }} />}
    </WithVenue>
  );
}

function Day({ venue, bar }: { readonly venue: Venue; readonly bar: ComponentChildren }) {
  const { date } = usePlace().query;
  const venueId = venue.id;
  const load = useMemo(
    () => (signal: AbortSignal) =>
      api.showFloor({ venueId, ...(date === undefined ? {} : { date }) }, { signal }),
    [venueId, date],
  );
  const polled = usePolled(`floor ${venueId} ${date ?? ''}`, load, 4);
  const { reload } = polled;
  return (
    <Loaded polled={polled}>{(floor) => <Evening {...{ venue, floor, reload, bar }} />}</Loaded>
  );
}
