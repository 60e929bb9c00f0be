import { CALLER_SCOPES } from '../caller-scopes.ts';
import { KEY_ID, WORKSPACE_ID } from '../seed.ts';
import type { BenchRequest, Workload } from '../workload.ts';
import { bookText, type WantedBooking } from './book.ts';
import {
  CUSTOMERS,
  STARTS,
  shownVenueId,
  startOf,
  startSql,
  VENUES,
  venueIdSql,
} from './places.ts';

/** How many bookings all runs have requested so far. */
let asked = 0;

function bookingRequest(venue: number, start: number): BenchRequest {
  const wanted: WantedBooking = {
    venueId: shownVenueId(venue),
    start: startOf(start),
    partySize: 1 + (asked % 4),
    customer: { id: `guest-${(asked * 7919) % CUSTOMERS}` },
  };
  asked += 1;
  return { path: '/v1/bookings', body: JSON.stringify(wanted) };
}

/**
 * Venue, start and guest are random. There are far more places than bookings, so that hardly any
 * request is refused.
 */
function script(): string {
  const text = bookText.script(
    { callerKey: KEY_ID, callerWorkspace: WORKSPACE_ID, callerScopes: CALLER_SCOPES },
    {
      id: 'gen_random_uuid()',
      booking: `jsonb_build_object('venueId', ${venueIdSql(':venue')},
        'start', ${startSql(':start')}, 'partySize', :party::int, 'hold', false,
        'customer', jsonb_build_object('id', 'guest-' || :guest))`,
    },
  );
  return `\\set venue random(0, ${VENUES - 1})
\\set start random(0, ${STARTS - 1})
\\set party random(1, 4)
\\set guest random(0, ${CUSTOMERS - 1})
${text};
`;
}

/** Bookings spread over all venues. The bookings of one venue are made one after the other. */
export const bookings: Workload = {
  name: 'bookings',
  request: () => bookingRequest(asked % VENUES, Math.floor(asked / VENUES)),
  accepted: [201],
  script: script(),
  floor: 'bookings/floor.ts',
  peers: 'bookings/peers.ts',
  // The peers' consumers use separate connections.
  trailing: {},
};

/** The same workload with every booking at one venue. */
export const hotVenue: Workload = { ...bookings, request: () => bookingRequest(0, asked) };
