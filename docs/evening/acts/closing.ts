import {
  type Booking,
  booking,
  customer,
  file,
  pageOf,
  report,
  timeline,
  venueWithAffected,
} from '../answers.ts';
import { get, post, remove } from '../api.ts';
import { done, shown } from '../expect.ts';
import type { Restaurant } from '../restaurant.ts';
import type { Stage } from '../stage.ts';

/** Bookings that the staff look at after the evening. */
interface Played {
  readonly ines: Booking;
  readonly hugo: Booking;
  readonly nora: Booking;
}

/** After the last guest: what has happened, by booking, by guest and for the whole evening. */
export async function readTheBook(
  stage: Stage,
  house: Restaurant,
  { ines, hugo, nora }: Played,
): Promise<void> {
  const { maria, assistant, owner, venueId, venue } = house;
  const { clock } = stage;
  stage.part('After the evening: the book and the figures');

  await stage.act(
    post(maria, `/v1/bookings/${ines.id}/finish`, { actor: 'Maria' }),
    'says goodbye to Ines',
    shown('finished, Table 1'),
  );
  await stage.act(
    get(maria, `/v1/customers/${house.own('ines')}`),
    'sees how often Ines has come',
    {
      status: 200,
      answer: customer,
      fact: ({ attendance }) => `visits: ${attendance?.visits}, no-shows: ${attendance?.noShows}`,
      is: 'visits: 1, no-shows: 0',
    },
  );
  await stage.act(
    get(maria, `/v1/bookings/${hugo.id}/timeline`),
    'reads what happened to the booking of Hugo',
    {
      status: 200,
      answer: timeline,
      fact: ({ data }) => data.map(({ event }) => event).join(', '),
      is: 'confirmed, no_show, undo, late, seat',
    },
  );
  await stage.act(
    get(owner, `/v1/bookings/${nora.id}/timeline`),
    'asks who overruled the pacing for Nora',
    {
      status: 200,
      answer: timeline,
      fact: ({ data: [first] }) => `${first?.actor}, ${first?.overrides}`,
      is: 'Maria, pacing',
    },
  );
  await stage.act(
    get(assistant, `/v1/bookings/${nora.id}.ics`),
    'sends Nora an entry for her calendar',
    {
      status: 200,
      answer: file,
      fact: (text, headers) =>
        `${headers.get('Content-Type')?.split(';')[0]}, ` +
        `${text.includes(nora.reference ?? '?') ? 'with' : 'without'} the reference`,
      is: 'text/calendar, with the reference',
    },
  );

  const day = clock.date();
  const { data } = await stage.act(
    get(owner, `/v1/bookings?venueId=${venueId}&date=${day}&limit=200`),
    'reads the list of the evening',
    {
      status: 200,
      answer: pageOf(booking),
      fact: (list) => `${list.data.length} bookings`,
      is: '12 bookings',
    },
  );
  const came = data.filter(({ state }) => ['confirmed', 'seated', 'finished'].includes(state));
  const covers = came.reduce((sum, { partySize }) => sum + partySize, 0);
  const figures = `${venue}/report?from=${day}&to=${day}`;
  await stage.act(get(owner, figures), 'reads the report, which agrees with the list', {
    status: 200,
    answer: report,
    fact: ({ total: { parties, covers: sum, cancellations, noShows } }) =>
      `${parties} parties, ${sum} covers, ${cancellations} cancelled, ${noShows} no-shows`,
    is: `${came.length} parties, ${covers} covers, 1 cancelled, 0 no-shows`,
    note: ({ total }) => `occupancy ${Math.round(100 * (total.occupancy ?? 0))} %`,
  });
  await stage.act(
    get(owner, figures, { Accept: 'text/csv' }),
    'opens the same report in a spreadsheet',
    {
      status: 200,
      answer: file,
      fact: (text) => {
        const [, service = ''] = text.trim().split('\r\n');
        return service.split(',').slice(0, 5).join(',');
      },
      is: `"${day}","17:00","01:00",${came.length},${covers}`,
    },
  );
}

/** Takes the restaurant and its keys out of service, so that the next evening begins anew. */
export async function closeTheRestaurant(stage: Stage, house: Restaurant): Promise<void> {
  const { owner, venue, keyIds } = house;
  stage.part('The restaurant is taken down again');
  await stage.act(
    remove(owner, venue),
    'closes for good, and sees how many bookings are still to be told',
    {
      status: 200,
      answer: venueWithAffected,
      fact: ({ affectedBookings }) =>
        affectedBookings.count > 0 ? 'there are bookings to tell' : 'nobody is booked',
      is: 'there are bookings to tell',
      note: ({ affectedBookings }) => `${affectedBookings.count}`,
    },
  );
  for (const keyId of keyIds) {
    await stage.act(remove(owner, `/v1/keys/${keyId}`), 'revokes a key', done('revoked'));
  }
}
