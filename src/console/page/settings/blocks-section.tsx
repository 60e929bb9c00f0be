import type { Venue } from '../../../client/index.ts';
import { BlockList } from '../calendar/block-list.tsx';
import { useBlocks } from '../calendar/calendar-data.ts';
import { WithVenue } from '../parts/venue-bar.tsx';
import { dateIn } from '../time.ts';
import { NoVenue } from './no-venue.tsx';

/** The blocks of a venue, which the calendar shows too. */
export function BlocksSection() {
  return (
    <WithVenue none={<NoVenue />}>
      {(venue, bar) => (
        <>
          <div class="bar">{bar}</div>
          <Blocks key={venue.id} venue={venue} />
        </>
      )}
    </WithVenue>
  );
}

function Blocks({ venue }: { readonly venue: Venue }) {
  return <BlockList {...{ venue, blocks: useBlocks(venue), date: dateIn(venue.timeZone) }} />;
}
