import { asking, makeVenue } from './bookings.ts';
import { client, makeKey } from './workspace.ts';

/** A client of a workspace of this name, with the requests that tests of bookings repeat. */
export async function openBookingClient(workspace: string) {
  const call = client(await makeKey(workspace));
  return {
    call,
    /** Creates a venue that never closes, with this number of tables for four. */
    open: (tables: number, settings?: object) => makeVenue(asking(call), tables, settings),
    /** Requests a booking for two at a venue. */
    book: (venueId: string, start: string, more: object = {}) =>
      call('POST', '/v1/bookings', {
        venueId,
        start,
        partySize: 2,
        customer: { id: 'maya' },
        ...more,
      }),
  };
}
export type BookingClient = Awaited<ReturnType<typeof openBookingClient>>;
