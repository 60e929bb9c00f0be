import { expect } from 'vitest';
import type { Client, NewMessage } from '../../../src/client/index.ts';

export const MARKUP = '<img src=x onerror=alert(1)><b>bold</b>';
/** It has no summer time, so that an instant is easy to write. */
export const ZONE = 'America/Phoenix';

/** The date in so many days, in the zone of the venue. */
export const inDays = (days: number) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(Date.now() + days * 86_400_000);

/** A venue that is open every day, with two tables. @returns its id */
export async function makeVenue(api: Client): Promise<string> {
  const { id: venueId } = await api.createVenue({ body: { name: 'Vela', timeZone: ZONE } });
  const week = [
    ...(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const),
  ];
  const weekly = week.map((weekday) => ({ weekday, opens: '12:00', closes: '23:00' }));
  await api.setHours({ venueId, body: { weekly } });
  for (const name of ['T1', 'T2']) await api.addResource({ venueId, body: { name, maxParty: 4 } });
  return venueId;
}

/** Stores a message of the guest. */
export const say = (
  api: Client,
  conversationId: string,
  text: string,
  more: Omit<NewMessage, 'role' | 'text'> = {},
) => api.storeMessage({ conversationId, body: { role: 'customer', text, ...more } });

/** Waits until every emotion of a conversation is read. */
export async function untilRead(api: Client, conversationId: string): Promise<void> {
  const read = async () => {
    const { messages, attention } = await api.showConversation({ conversationId });
    return attention.asOfSeq === messages;
  };
  await expect.poll(read, { timeout: 60_000, interval: 500 }).toBe(true);
}
