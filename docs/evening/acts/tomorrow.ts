import { type Booking, pageOf, withId } from '../answers.ts';
import { get, patch, post } from '../api.ts';
import { made, refused, shown, tablesOf } from '../expect.ts';
import type { Restaurant } from '../restaurant.ts';
import type { Stage } from '../stage.ts';

/** Zoe changes the booking of tomorrow, several times. Returns the booking. */
export async function changeABooking(stage: Stage, house: Restaurant): Promise<Booking> {
  const { assistant, guest, venueId } = house;
  const { clock } = stage;
  stage.part('A guest who changes plans: tomorrow’s table of Zoe');
  const start = clock.on(1, '19:00');
  const zoe = await stage.act(
    post(assistant, '/v1/bookings', { venueId, start, partySize: 3, customer: guest('Zoe') }),
    'books tomorrow at 19:00 for Zoe and two friends',
    made('confirmed, Table 3'),
  );
  const path = `/v1/bookings/${zoe.id}`;
  const typed = `${zoe.reference?.slice(0, 3)} ${zoe.reference?.slice(3)}`.toLowerCase();
  await stage.act(
    get(assistant, `/v1/bookings?reference=${encodeURIComponent(typed)}&limit=200`),
    `finds the booking by the reference, typed as "${typed}"`,
    {
      status: 200,
      answer: pageOf(withId),
      fact: ({ data }) => (data.some(({ id }) => id === zoe.id) ? 'found' : 'not found'),
      is: 'found',
    },
  );
  await stage.act(
    patch(assistant, path, { notes: 'A high chair, please.' }, { 'If-Match': '"1"' }),
    'notes the high chair, in version 1 of the booking',
    shown('version 2', ({ version }) => `version ${version}`),
  );
  await stage.act(
    patch(assistant, path, { notes: 'No high chair.' }, { 'If-Match': '"1"' }),
    'changes version 1 from another window, too late',
    refused('version_stale', 412),
  );
  await stage.act(
    post(assistant, `${path}/reschedule`, { start: clock.on(1, '19:30') }),
    'moves Zoe to 19:30',
    shown('19:30, Table 3', (moved) => `${clock.time(moved.start)}, ${tablesOf(moved)}`),
  );
  await stage.act(
    patch(assistant, path, { partySize: 5 }),
    'hears that two more come, and Zoe gets a larger table',
    shown('5 guests, Table 5', (moved) => `${moved.partySize} guests, ${tablesOf(moved)}`),
  );
  await stage.act(
    post(assistant, `${path}/cancel`, { reason: 'the babysitter is ill' }),
    'cancels for Zoe, a day before and so in time',
    shown('cancelled, in time', (cancelled) => `${cancelled.state}, ${timeOf(cancelled)}`),
  );
  await stage.act(
    post(assistant, `${path}/undo`),
    'undoes that: another babysitter was found',
    shown('confirmed, Table 5'),
  );
  await stage.act(
    post(assistant, `${path}/undo`),
    'undoes once more, and nothing is left to undo',
    refused('nothing_to_undo'),
  );
  return zoe;
}

/** Whether a cancellation came in time. */
export const timeOf = ({ cancelledLate }: Booking) => (cancelledLate ? 'late' : 'in time');
