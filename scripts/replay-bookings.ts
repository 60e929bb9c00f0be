import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  type Client,
  eachItem,
  MaitredProblem,
  type MessageReceipt,
  type NewMessage,
} from '../src/client/index.ts';
import { WEEKDAYS } from '../src/venues/opening-hours.ts';

// The bookings of dialogues in the Schema-Guided Dialogue format: their ReserveRestaurant and
// BookAppointment calls, at venues that this module invents.

export const callSchema = z.object({
  method: z.string(),
  parameters: z.record(z.string(), z.string()),
});
export const resultsSchema = z.array(z.record(z.string(), z.string()));

/** The booking that a call in a dialogue requests, at the date of the dialogue. */
export interface Wish {
  venue: string;
  kind: 'restaurant' | 'appointment';
  /** A local date and time, long past. */
  date: string;
  time: string;
  partySize: number;
}

/**
 * The booking that a call requests; undefined for other calls. The results of the call complete its
 * parameters.
 */
export function wishOf(
  call: z.infer<typeof callSchema>,
  results: z.infer<typeof resultsSchema> = [],
): Wish | undefined {
  const told = { ...results[0], ...call.parameters };
  const restaurant = call.method === 'ReserveRestaurant';
  if (!restaurant && call.method !== 'BookAppointment') return undefined;
  const venue = restaurant
    ? told['restaurant_name']
    : (told['stylist_name'] ?? told['dentist_name'] ?? told['doctor_name']);
  const date = restaurant ? told['date'] : told['appointment_date'];
  const time = restaurant ? told['time'] : told['appointment_time'];
  if (venue === undefined || date === undefined || time === undefined) return undefined;
  const partySize = restaurant ? Number(told['party_size'] ?? 2) : 1;
  return { venue, kind: restaurant ? 'restaurant' : 'appointment', date, time, partySize };
}

const TIME_ZONE = 'America/Los_Angeles';
const DAY_MS = 24 * 60 * 60 * 1000;

/** Moves a date into the coming weeks, keeping its weekday. */
export function inComingWeeks(date: string, now: number): string {
  const weeks = Math.ceil((now + 2 * DAY_MS - Date.parse(date)) / (7 * DAY_MS));
  return new Date(Date.parse(date) + weeks * 7 * DAY_MS).toISOString().slice(0, 10);
}

export interface Bookings {
  readonly totals: { confirmed: number; alternatives: number; taken: number };
  /** Stores a message with the requested booking, at the nearest free time. */
  store(conversationId: string, message: NewMessage, wish: Wish): Promise<MessageReceipt>;
}

/** Makes bookings through the API. Venues that do not exist yet are created. */
export async function openBookings(client: Client): Promise<Bookings> {
  const venues = await knownVenues(client);
  const totals = { confirmed: 0, alternatives: 0, taken: 0 };
  return {
    totals,
    async store(conversationId, message, wish) {
      let venue = venues.get(wish.venue);
      if (venue === undefined) {
        venue = makeVenue(client, wish);
        venues.set(wish.venue, venue);
      }
      const venueId = await venue;
      const { partySize } = wish;
      const date = inComingWeeks(wish.date, Date.now());
      const { days } = await client.searchAvailability({
        venueId,
        from: date,
        to: date,
        partySize,
      });
      const slot = days[0]?.slots.find(({ start }) => start.startsWith(`${date}T${wish.time}`));
      const candidates = slot === undefined ? [] : [slot.start];
      for (let attempt = 0; attempt < candidates.length && attempt < 6; attempt += 1) {
        const start = candidates[attempt];
        if (start === undefined) break;
        try {
          const booking = { venueId, start, partySize };
          const receipt = await client.storeMessage({
            conversationId,
            body: { ...message, booking },
          });
          if (receipt.status === 'created') {
            totals[attempt === 0 ? 'confirmed' : 'alternatives'] += 1;
          }
          return receipt;
        } catch (error) {
          if (!(error instanceof MaitredProblem) || error.code !== 'full') throw error;
          if (attempt === 0) candidates.push(...error.alternatives);
        }
      }
      const receipt = await client.storeMessage({ conversationId, body: message });
      if (receipt.status === 'created') totals.taken += 1;
      return receipt;
    },
  };
}

async function knownVenues(client: Client): Promise<Map<string, Promise<string>>> {
  const known = new Map<string, Promise<string>>();
  for await (const { id, name } of eachItem(client.listVenues, { limit: 200 })) {
    known.set(name, Promise.resolve(id));
  }
  return known;
}

/**
 * Creates a venue with resources and opening hours that are derived from its name, so that they are
 * the same in each run.
 */
async function makeVenue(client: Client, { venue: name, kind }: Wish): Promise<string> {
  const digest = createHash('sha256').update(name).digest();
  const number = (at: number, from: number, to: number) =>
    from + ((digest[at] ?? 0) % (to - from + 1));
  const restaurant = kind === 'restaurant';
  const { id: venueId } = await client.createVenue({
    body: {
      name,
      timeZone: TIME_ZONE,
      ...(restaurant ? {} : { turnTimes: [{ maxParty: 1, minutes: 30 + 15 * number(0, 0, 2) }] }),
    },
  });
  const weekly = WEEKDAYS.map((weekday) => ({
    weekday,
    opens: `0${number(1, 8, 9)}:00`,
    closes: restaurant ? '23:00' : '22:00',
  }));
  const sizes = restaurant
    ? [2, 2, 4, 6].flatMap((size, at) => Array.from({ length: number(2 + at, 1, 3) }, () => size))
    : Array.from({ length: number(2, 1, 2) }, () => 1);
  await client.setHours({ venueId, body: { weekly } });
  await Promise.all(
    sizes.map((maxParty, at) =>
      client.addResource({
        venueId,
        body: {
          name: `${restaurant ? 'Table' : 'Chair'} ${at + 1}`,
          kind: restaurant ? 'table' : 'chair',
          maxParty,
        },
      }),
    ),
  );
  return venueId;
}
