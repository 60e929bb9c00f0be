import { z } from 'zod';
import { FIRST_DAY, shownVenueId } from '../bookings/places.ts';

/** How often the assistant of a mix reads what the cache may hold, in a conversation of four turns. */
export interface Mix {
  readonly name: string;
  /** In which turns the description of the venue is read. */
  readonly venueIn: readonly number[];
  /** How many days are searched in each turn. The first is the day that is booked. */
  readonly searches: readonly number[];
}

export const MIXES: readonly Mix[] = [
  // The assistant reads the venue for the prompt of each turn.
  { name: 'reads the venue each turn', venueIn: [0, 1, 2, 3], searches: [1, 2, 1, 0] },
  // The assistant keeps the venue for the conversation.
  { name: 'reads the venue once', venueIn: [0], searches: [1, 1, 1, 0] },
];

/** Seconds between the turns of a guest, and between the assistant's requests. */
export const THINKS_S = 8;
export const STEP_S = 0.7;
/** The days that the guests want. */
const DAYS = 3;
const BOOKED_IN = 2;

export type Kind = 'message' | 'booking' | '5s' | '60s';
/** A request that was answered. */
export interface Answered {
  readonly kind: Kind;
  readonly ms: number;
  readonly isHit: boolean;
}

interface Server {
  readonly url: string;
  readonly headers: Record<string, string>;
}

const bookingSchema = z.object({ booking: z.object({ state: z.literal('confirmed') }) });
const dayOf = (n: number) =>
  new Date(Date.parse(FIRST_DAY) + (n % DAYS) * 86_400_000).toISOString().slice(0, 10);
const sleep = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/**
 * A guest asks an assistant for a table and gets one, in four turns. Each turn stores the guest's
 * message and the assistant's; one of those books.
 * @param n the number of the conversation in the whole run
 */
export async function converse(server: Server, mix: Mix, n: number): Promise<Answered[]> {
  const answered: Answered[] = [];
  const ask = async (kind: Kind, path: string, body?: object): Promise<unknown> => {
    if (answered.length > 0) await sleep(STEP_S);
    const started = performance.now();
    const response = await fetch(server.url + path, {
      headers: { ...server.headers, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    const content: unknown = await response.json();
    const ms = performance.now() - started;
    if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(content)}`);
    answered.push({ kind, ms, isHit: response.headers.has('Age') });
    return content;
  };
  const venueId = shownVenueId(0);
  const customer = { id: `guest-${n}` };
  const say = (kind: Kind, role: string, more: object = {}) =>
    ask(kind, `/v1/conversations/cache-${n}/messages`, {
      ...{ role, text: 'A table for two, please.', customer, ...more },
    });
  for (const [turn, days] of mix.searches.entries()) {
    if (turn > 0) await sleep(THINKS_S);
    await say('message', 'customer');
    if (mix.venueIn.includes(turn)) await ask('60s', `/v1/venues/${venueId}`);
    for (let day = 0; day < days; day += 1) {
      const date = dayOf(n + day);
      const query = `from=${date}&to=${date}&partySize=2`;
      await ask('5s', `/v1/venues/${venueId}/availability?${query}`);
    }
    if (turn !== BOOKED_IN) await say('message', 'assistant');
    else {
      const start = `${dayOf(n)}T${12 + (n % 10)}:00:00Z`;
      const booking = { venueId, start, partySize: 2 };
      bookingSchema.parse(await say('booking', 'assistant', { booking }));
    }
  }
  return answered;
}
