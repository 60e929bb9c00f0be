import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../../../src/client/index.ts';
import { openBookings } from '../../replay-bookings.ts';
import { type Dialogue, playedTurnsOf } from '../../replay-dialogues.ts';

export interface PlayOptions {
  readonly url: string;
  readonly key: string;
  /** How many dialogues are played at the same time. */
  readonly players: number;
  /** The time between the turns of a dialogue, in milliseconds. */
  readonly pauseMs: number;
}

export interface Played {
  readonly messages: number;
  /** Bookings that were confirmed, and those for which no place was found. */
  readonly confirmed: number;
  readonly taken: number;
}

/**
 * Plays dialogues through the API. Where a dialogue books, the booking is confirmed by a request of
 * its own, so that messages and bookings are measured apart; then the message is stored. `npm run
 * replay` sends the booking in the request of the message instead.
 */
export async function playDialogues(
  dialogues: readonly Dialogue[],
  { url, key, players, pauseMs }: PlayOptions,
): Promise<Played> {
  const client = createClient({ url, key });
  const bookings = await openBookings({
    ...client,
    async storeMessage({ conversationId, body: { booking, ...body } }) {
      if (booking !== undefined) {
        const customer = { id: body.customer?.id ?? conversationId };
        await client.createBooking({ body: { ...booking, customer, conversationId } });
      }
      return client.storeMessage({ conversationId, body });
    },
  });
  let messages = 0;
  const waiting = [...dialogues];
  const play = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      for (const { conversationId, body, wish } of playedTurnsOf(next)) {
        await (wish === undefined
          ? client.storeMessage({ conversationId, body })
          : bookings.store(conversationId, body, wish));
        messages += 1;
        await sleep(pauseMs);
      }
    }
  };
  await Promise.all(Array.from({ length: players }, play));
  const { confirmed, alternatives, taken } = bookings.totals;
  return { messages, confirmed: confirmed + alternatives, taken };
}
