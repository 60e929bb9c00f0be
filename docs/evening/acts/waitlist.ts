import { entry, pageOf } from '../answers.ts';
import { get, post } from '../api.ts';
import { made, refused, refusedWithTimes, shown } from '../expect.ts';
import type { Restaurant } from '../restaurant.ts';
import type { Stage } from '../stage.ts';

/** Two parties of twelve want the back room tomorrow. One of them waits. */
export async function waitForAPlace(stage: Stage, house: Restaurant): Promise<void> {
  const { assistant, maria, guest, venueId } = house;
  const { clock } = stage;
  const waitlist = `${house.venue}/waitlist`;
  const start = clock.on(1, '20:00');
  const place = { venueId, start, partySize: 12 };
  stage.part('The waitlist: two parties of twelve for one back room');

  const choir = await stage.act(
    post(assistant, '/v1/bookings', { ...place, customer: guest('Choir') }),
    'books for the choir, twelve guests tomorrow at 20:00',
    made('confirmed, Back room'),
  );
  await stage.act(
    post(assistant, '/v1/bookings', { ...place, customer: guest('Chess club') }),
    'asks for the chess club, also twelve',
    refusedWithTimes('full', clock),
  );
  const wish = { earliest: start, latest: start, partySize: 12, customer: guest('Chess club') };
  const waiting = await stage.act(
    post(assistant, waitlist, wish),
    'puts the chess club on the waitlist',
    { status: 201, answer: entry, fact: ({ state }) => state, is: 'waiting' },
  );
  await stage.act(post(assistant, waitlist, wish), 'does so again, and it stays one entry', {
    status: 200,
    answer: entry,
    fact: ({ id }) => id,
    is: waiting.id,
  });
  await stage.act(
    post(maria, `/v1/bookings/${choir.id}/cancel`, { reason: 'concert', actor: 'Maria' }),
    'cancels for the choir, which has a concert',
    shown('cancelled, Back room'),
  );
  await stage.wait(
    get(assistant, `${waitlist}?state=offered`),
    'looks for offers: the service holds the room for the chess club',
    {
      status: 200,
      answer: pageOf(entry),
      fact: ({ data }) => `offered to ${data.map(({ id }) => id)}`,
      is: `offered to ${waiting.id}`,
      note: ({ data: [offered] }) =>
        `held until ${clock.time(offered?.offer?.expiresAt ?? Date.now())}`,
    },
  );
  await stage.act(
    post(assistant, `${waitlist}/${waiting.id}/accept`),
    'accepts for the chess club',
    shown('confirmed, Back room'),
  );
  await stage.act(post(assistant, `${waitlist}/${waiting.id}/accept`), 'accepts twice', {
    ...refused('waitlist_state'),
    fact: ({ code, state }) => `${code}, it is ${state}`,
    is: 'waitlist_state, it is accepted',
  });
}
