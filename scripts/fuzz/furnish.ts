import { z } from 'zod';
import type { Fuzzer } from './fuzz.ts';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const shown = z.looseObject({ id: z.string() });

/**
 * Makes a venue with hours, tables and a combination, a held and a confirmed booking, a
 * conversation, a waitlist entry, a webhook and a key, so that drawn requests have something to
 * name.
 * @param number distinguishes the things of several calls
 * @returns the ids by the names of the parameters that take them
 */
export async function furnish(fuzzer: Fuzzer, number: number): Promise<Record<string, string>> {
  const make = async (operationId: string, method: string, path: string, body?: object) => {
    const answer = await fuzzer.send({
      operationId,
      method,
      path,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return shown.safeParse(answer.body).data?.id ?? '';
  };
  const venueId = await make('createVenue', 'POST', '/v1/venues', {
    name: `Chez ${number}`,
    timeZone: 'Europe/Paris',
    leadTime: 0,
    guestOverlap: 'allow',
    waitlistFirst: number % 2 === 1,
  });
  const venue = `/v1/venues/${venueId}`;
  await make('setHours', 'PUT', `${venue}/hours`, {
    weekly: WEEKDAYS.map((weekday) => ({ weekday, opens: '00:00', closes: '00:00' })),
  });
  const tables: string[] = [];
  for (const name of ['1', '2', '3']) {
    tables.push(await make('addResource', 'POST', `${venue}/resources`, { name, maxParty: 4 }));
  }
  const [resourceId = '', otherResourceId = ''] = tables;
  const combinationId = await make('addCombination', 'POST', `${venue}/combinations`, {
    resourceIds: [resourceId, otherResourceId],
    maxParty: 8,
  });
  const tomorrow = new Date(Date.now() + 36 * 3_600_000).toISOString().slice(0, 10);
  const customer = { id: 'guest-1', name: 'Maya', email: 'maya@example.com' };
  await make('storeMessage', 'POST', '/v1/conversations/chat-1/messages', {
    id: `message-${number}`,
    role: 'customer',
    text: 'A table for two, please. The last one was wonderful!',
    customer,
  });
  const book = (start: string, more: object) =>
    make('createBooking', 'POST', '/v1/bookings', {
      ...{ venueId, start, partySize: 2, customer, conversationId: 'chat-1', ...more },
    });
  const bookingId = await book(`${tomorrow}T18:00:00Z`, {});
  const heldBookingId = await book(`${tomorrow}T18:00:00Z`, { hold: true });
  const entryId = await make('joinWaitlist', 'POST', `${venue}/waitlist`, {
    earliest: `${tomorrow}T17:00:00Z`,
    latest: `${tomorrow}T20:00:00Z`,
    partySize: 2,
    customer: { id: 'guest-2' },
  });
  const webhookId = await make('createWebhook', 'POST', '/v1/webhooks', {
    url: 'https://example.com/hook',
    events: ['booking.confirmed', 'message.created'],
  });
  const keyId = await make('createKey', 'POST', '/v1/keys', { name: 'x', scopes: ['admin'] });
  return {
    venueId,
    resourceId,
    otherResourceId,
    combinationId,
    bookingId,
    heldBookingId,
    entryId,
    webhookId,
    keyId,
    customerId: 'guest-1',
    spareCustomerId: 'guest-2',
    conversationId: 'chat-1',
    messageId: `message-${number}`,
    date: tomorrow,
    start: `${tomorrow}T19:00:00Z`,
    laterStart: `${tomorrow}T21:00:00Z`,
  };
}
