import type { Client } from './client.ts';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/**
 * Makes a venue in Paris that is open from 12:00 to 23:00 each day, with tables of up to four.
 * @returns its id and those of its tables
 */
export async function makeVenue(
  client: Client,
  settings: object,
  tables: number,
): Promise<{ id: string; tables: string[] }> {
  const id = await client.make('POST', '/v1/venues', {
    // A noisy tenant books many times for one guest.
    ...{ name: 'Chez Nous', timeZone: 'Europe/Paris', guestOverlap: 'allow' },
    ...settings,
  });
  await client.make('PUT', `/v1/venues/${id}/hours`, {
    weekly: WEEKDAYS.map((weekday) => ({ weekday, opens: '12:00', closes: '23:00' })),
  });
  const made = await Promise.all(
    Array.from({ length: tables }, (_, n) =>
      client.make('POST', `/v1/venues/${id}/resources`, { name: `T${n + 1}`, maxParty: 4 }),
    ),
  );
  return { id, tables: made };
}

/** The date, so many days after today, in UTC. */
export function dateIn(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
