import { z } from 'zod';
import { booking, pageOf, problem, timeline, withId } from '../answers.ts';
import { get, patch, post } from '../api.ts';
import { made, refused, shown, stateAndTables } from '../expect.ts';
import type { Restaurant } from '../restaurant.ts';
import type { Stage } from '../stage.ts';

const missing = z.array(z.object({ start: z.string(), code: z.string() }));
const series = withId.extend({ bookings: z.array(booking), missing });
const codesOf = (all: z.infer<typeof missing>) => all.map(({ code }) => code).join(', ');

/** Rosa is in town for four days and wants the same table each evening; one of them is closed. */
export async function bookTheSameHour(stage: Stage, house: Restaurant): Promise<void> {
  const { assistant, guest, venueId } = house;
  const { clock } = stage;
  stage.part('The same hour every evening: four days of Rosa');
  const wanted = {
    venueId,
    start: `${clock.date(5)}T18:00`,
    repeat: 'FREQ=DAILY;COUNT=4',
    partySize: 2,
    customer: guest('Rosa'),
  };
  await stage.act(post(assistant, '/v1/series', wanted), 'asks for four evenings at 18:00', {
    status: 409,
    answer: problem.extend({ missing }),
    fact: (read) => `${read.code}: ${codesOf(read.missing)}`,
    is: 'series_unavailable: closed',
  });
  const rosa = await stage.act(
    post(assistant, '/v1/series', { ...wanted, missing: 'report' }),
    'takes those that can be had',
    {
      status: 201,
      answer: series,
      fact: (read) => `${read.bookings.length} booked, missing: ${codesOf(read.missing)}`,
      is: '3 booked, missing: closed',
    },
  );
  await stage.act(
    post(assistant, `/v1/bookings/${rosa.bookings[0]?.id}/cancel`),
    'cancels the first evening alone',
    shown('cancelled, Table 1'),
  );
  await stage.act(
    post(assistant, `/v1/series/${rosa.id}/cancel`, { from: clock.date(8) }),
    'cancels the rest from the fourth evening on',
    {
      status: 200,
      answer: z.object({ cancelled: z.array(booking) }),
      fact: ({ cancelled }) => `${cancelled.length} cancelled`,
      is: '1 cancelled',
    },
  );
  await stage.act(get(assistant, `/v1/series/${rosa.id}`), 'looks at what is left', {
    status: 200,
    answer: series,
    fact: (read) => read.bookings.map(({ state }) => state).join(', '),
    is: 'cancelled, confirmed, cancelled',
  });
}

/** The restaurant wants to see bookings of large parties before it promises a table. */
export async function approveLargeParties(stage: Stage, house: Restaurant): Promise<void> {
  const { owner, maria, assistant, guest, venueId, venue } = house;
  const { clock } = stage;
  stage.part('Large parties: the restaurant decides');
  const book = (inDays: number, partySize: number, name: string) =>
    post(assistant, '/v1/bookings', {
      ...{ venueId, start: clock.on(inDays, '19:00'), partySize, customer: guest(name) },
    });
  await stage.act(
    patch(owner, venue, { approvalFrom: 6 }),
    'wants to approve parties of six and more',
    {
      status: 200,
      answer: z.object({ approvalFrom: z.number().nullable() }),
      fact: ({ approvalFrom }) => `from ${approvalFrom} on`,
      is: 'from 6 on',
    },
  );
  const otto = await stage.act(
    book(9, 6, 'Otto'),
    'asks for six places for Otto',
    made('requested, Table 5'),
  );
  const path = `/v1/bookings/${otto.id}`;
  await stage.act(
    post(assistant, `${path}/approve`),
    'tries to approve it',
    refused('scope_missing', 403),
  );
  await stage.act(
    get(maria, `/v1/bookings?venueId=${venueId}&state=requested`),
    'looks at the open requests',
    {
      status: 200,
      answer: pageOf(withId),
      fact: ({ data }) => `${data.length} open`,
      is: '1 open',
    },
  );
  await stage.act(
    post(maria, `${path}/approve`, { actor: 'Maria' }),
    'approves it',
    shown('confirmed, Table 5'),
  );
  await stage.act(
    patch(assistant, path, { partySize: 7 }),
    'tells that a seventh guest comes',
    refused('needs_approval'),
  );
  await stage.act(
    patch(maria, path, { partySize: 7 }),
    'finds a place for seven',
    shown('confirmed, Table 3 and Table 4'),
  );
  const choir = await stage.act(
    book(10, 12, 'Choir'),
    'asks for twelve places for a choir',
    made('requested, Back room'),
  );
  const other = `/v1/bookings/${choir.id}`;
  await stage.act(
    post(maria, `${other}/decline`, { reason: 'The back room is being painted.', actor: 'Maria' }),
    'declines, because the back room is being painted',
    shown('declined', ({ state }) => state),
  );
  await stage.act(
    post(maria, `${other}/undo`, { actor: 'Maria' }),
    'hears that the painter has another day',
    shown('requested, Back room', stateAndTables),
  );
  await stage.act(post(maria, `${other}/approve`), 'approves', shown('confirmed, Back room'));
  await stage.act(get(maria, `${other}/timeline`), 'reads what happened to the choir', {
    status: 200,
    answer: timeline,
    fact: ({ data }) => data.map(({ event }) => event).join(', '),
    is: 'requested, decline, undo, approve',
  });
}
