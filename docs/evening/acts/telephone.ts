import { availability, type Booking, booking, receipt, receiptWithBooking } from '../answers.ts';
import { get, post } from '../api.ts';
import { made, refused, refusedByLimit, shown, stateAndTables } from '../expect.ts';
import type { Restaurant } from '../restaurant.ts';
import type { Stage } from '../stage.ts';

/** Bookings of this evening that later parts of it need. */
export interface Booked {
  readonly ines: Booking;
  readonly omar: Booking;
  readonly petra: Booking;
}

/** Guests write and ring, and get tables for this evening. */
export async function takeBookings(stage: Stage, house: Restaurant): Promise<Booked> {
  const { assistant, guest, venueId } = house;
  const { clock } = stage;
  stage.part('The chat and the telephone: bookings for this evening');

  const chat = `/v1/conversations/${house.own('chat-ines')}/messages`;
  const inesCustomer = guest('Ines', {
    name: 'Ines Varon',
    email: `${house.own('ines')}@example.com`,
    phone: house.phoneOfInes,
  });
  await stage.act(
    post(assistant, chat, {
      role: 'customer',
      text: 'A table for two in about an hour, please!',
      channel: 'whatsapp',
      customer: inesCustomer,
    }),
    'stores what Ines writes',
    { status: 201, answer: receipt, fact: ({ seq }) => `message ${seq}`, is: 'message 1' },
  );
  await stage.act(
    get(
      assistant,
      `${house.venue}/availability?from=${clock.date()}&to=${clock.date()}&partySize=2`,
    ),
    `asks whether ${clock.time(clock.quarter(4))} is free for two`,
    {
      status: 200,
      answer: availability,
      fact: ({ days: [day] }) =>
        day?.slots.find(({ start }) => Date.parse(start) === Date.parse(clock.quarter(4)))
          ?.status ?? 'no slot',
      is: 'free',
    },
  );
  const place = { venueId, start: clock.quarter(4), partySize: 2 };
  const answerInes = {
    id: 'answer-1',
    role: 'assistant',
    text: 'Your table is booked.',
    booking: { ...place, notes: 'By the window, please.' },
  };
  const told = await stage.act(
    post(assistant, chat, answerInes),
    'answers Ines, and books for her with the same request',
    {
      status: 201,
      answer: receiptWithBooking,
      fact: ({ seq, booking: made }) => `message ${seq}, ${stateAndTables(made)}`,
      is: 'message 2, confirmed, Table 1',
      note: ({ booking: made }) => `reference ${made.reference}`,
    },
  );
  await stage.act(
    post(assistant, chat, answerInes),
    'sends the same again, because the line was bad',
    {
      status: 200,
      answer: receiptWithBooking,
      fact: ({ status, seq, booking: made }) => `${status}, message ${seq}, booking ${made.id}`,
      is: `replayed, message 2, booking ${told.booking.id}`,
    },
  );

  const omarWants = { ...place, customer: guest('Omar') };
  const once = { 'Idempotency-Key': house.own('omar') };
  const omar = await stage.act(
    post(assistant, '/v1/bookings', omarWants, once),
    'books a table for two for Omar',
    made('confirmed, Table 2'),
  );
  await stage.act(
    post(assistant, '/v1/bookings', omarWants, once),
    'sends the booking of Omar again, with its Idempotency-Key',
    {
      status: 201,
      answer: booking,
      fact: ({ id }, headers) =>
        `${headers.get('Idempotency-Replayed') === 'true' ? 'the same answer' : 'another'}, ${id}`,
      is: `the same answer, ${omar.id}`,
    },
  );
  await stage.act(
    post(assistant, '/v1/bookings', { ...omarWants, partySize: 3 }, once),
    'uses that key for another booking by mistake',
    refused('idempotency_key_reused', 422),
  );

  const petraWants = { venueId, partySize: 4, customer: guest('Petra'), hold: true };
  const held = await stage.act(
    post(assistant, '/v1/bookings', { ...petraWants, start: clock.quarter(0) }),
    'holds a table for four while Petra looks for her friends',
    {
      ...made('held, Table 3'),
      note: ({ holdExpiresAt }) => `until ${clock.time(holdExpiresAt ?? '')}`,
    },
  );
  await stage.act(
    post(assistant, '/v1/bookings', { ...petraWants, start: clock.on(1, '20:00') }),
    'tries to hold a second table for Petra',
    refusedByLimit('venue_guest_holds', 1),
  );
  const petra = await stage.act(
    post(assistant, `/v1/bookings/${held.id}/confirm`),
    'confirms the table of Petra',
    shown('confirmed, Table 3'),
  );

  return { ines: told.booking, omar, petra };
}
