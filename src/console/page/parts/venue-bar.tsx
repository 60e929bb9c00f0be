import * as m from 'messages:common';
import type { ComponentChildren } from 'preact';
import type { Venue } from '../../../client/index.ts';
import { chooseVenue, useVenues } from '../venues.ts';
import { Loaded } from './state.tsx';

interface WithVenueProps {
  /** Draws the page of the chosen venue; `bar` holds the choice of the venue and its time zone. */
  readonly children: (venue: Venue, bar: ComponentChildren) => ComponentChildren;
  /** What is shown when the workspace has no venue. */
  readonly none: ComponentChildren;
}

/** A page about one venue. It says in which time zone times are shown. */
export function WithVenue({ children, none }: WithVenueProps) {
  const { venues, venue, problem, reload } = useVenues();
  return (
    <Loaded polled={{ value: venues, problem, reload }}>
      {(all) =>
        venue === undefined
          ? none
          : children(
              venue,
              <>
                {all.length > 1 && (
                  <label>
                    <span class="hidden">{m.venue}</span>
                    <select
                      value={venue.id}
                      onChange={(event) => chooseVenue(event.currentTarget.value)}
                    >
                      {all.map(({ id, name }) => (
                        <option key={id} value={id}>
                          {name}
                        </option>
                      ))}
                    </select>
                  </label>
                )}
                <span class="zone">{m.timesIn({ zone: venue.timeZone.replaceAll('_', ' ') })}</span>
              </>,
            )
      }
    </Loaded>
  );
}
