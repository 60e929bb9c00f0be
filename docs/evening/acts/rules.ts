import { type Booking, venue } from '../answers.ts';
import { patch, post } from '../api.ts';
import { made, refused, refusedBy, refusedByLimit, refusedWithTimes } from '../expect.ts';
import type { Restaurant } from '../restaurant.ts';
import type { Stage } from '../stage.ts';

/** More bookings of this evening that later parts of it need. */
export interface BookedByRules {
  readonly lee: Booking;
  readonly mira: Booking;
  readonly nora: Booking;
}

const pacing = ({ pacingParties }: { pacingParties: number | null }) => `${pacingParties} parties`;

/** The rules of the restaurant: areas, what one guest may book, and the pace of the kitchen. */
export async function keepTheRules(
  stage: Stage,
  house: Restaurant,
  ines: Booking,
): Promise<BookedByRules> {
  const { assistant, maria, owner, guest, venueId } = house;
  const { clock } = stage;
  const place = { venueId, start: clock.quarter(4), partySize: 2 };
  stage.part('The rules of the house: the terrace, one guest, the pace of the kitchen');

  const terrace = (required: boolean) => ({ area: { name: 'terrace', required } });
  const lee = await stage.act(
    post(assistant, '/v1/bookings', { ...place, customer: guest('Lee'), ...terrace(true) }),
    'books for Lee, who must sit on the terrace',
    made('confirmed, Terrace 1'),
  );
  const mira = await stage.act(
    post(assistant, '/v1/bookings', { ...place, customer: guest('Mira'), ...terrace(false) }),
    'books for Mira, who would like the terrace',
    made('confirmed, Table 4'),
  );
  await stage.act(
    post(assistant, '/v1/bookings', { ...place, customer: guest('Noor'), ...terrace(true) }),
    'asks for the terrace for Noor, who accepts nothing else',
    refusedWithTimes('full', clock),
  );
  await stage.act(
    post(assistant, '/v1/bookings', {
      ...place,
      customer: guest('Noor'),
      area: { name: 'garden' },
    }),
    'asks for the garden, which the restaurant does not have',
    refused('area_not_found', 404),
  );

  await stage.act(
    post(assistant, '/v1/bookings', {
      ...place,
      start: clock.quarter(10),
      customer: guest('Omar'),
    }),
    'asks for a second table for Omar, later this evening',
    refusedByLimit('venue_guest_bookings_per_day', 1),
  );
  await stage.act(
    post(maria, '/v1/bookings', { ...place, customer: { id: house.own('ines') } }),
    'books for Ines too, and does not know that Ines has a table',
    refusedBy('guest_overlap', ines),
  );

  const norasParty = { ...place, partySize: 5, customer: guest('Nora') };
  await stage.act(
    patch(owner, house.venue, { pacingParties: 4 }),
    'lets only four parties start in a quarter hour, for the kitchen',
    { status: 200, answer: venue, fact: pacing, is: '4 parties' },
  );
  await stage.act(
    post(assistant, '/v1/bookings', norasParty),
    'asks for Nora and four friends at that time',
    refusedWithTimes('full', clock),
  );
  await stage.act(
    post(assistant, '/v1/bookings', { ...norasParty, override: ['pacing'] }),
    'tries to overrule the pacing',
    refused('scope_missing', 403),
  );
  const nora = await stage.act(
    post(maria, '/v1/bookings', { ...norasParty, override: ['pacing'], actor: 'Maria' }),
    'knows the kitchen, and overrules it',
    made('confirmed, Table 5'),
  );
  await stage.act(patch(owner, house.venue, { pacingParties: 6 }), 'lets six parties start again', {
    status: 200,
    answer: venue,
    fact: pacing,
    is: '6 parties',
  });
  return { lee, mira, nora };
}
