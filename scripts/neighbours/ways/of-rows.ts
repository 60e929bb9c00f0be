import { z } from 'zod';
import { dateIn, makeVenue } from '../venue.ts';
import { analyze, copyRow, idBefore, ofTenant } from './copies.ts';
import type { Noise, Way } from './ways.ts';

const LABELS = ['anger', 'joy', 'sadness', 'surprise'];

/** One booking that is changed over and over: with nothing, and to and fro. */
export const patchedBooking: Way = async ({ client, clients }) => {
  const { id: venueId } = await makeVenue(client, {}, 1);
  const id = await client.make('POST', '/v1/bookings', {
    ...{ venueId, start: `${dateIn(5)}T18:00:00Z`, partySize: 2, customer: { id: 'guest' } },
  });
  return {
    run: () =>
      clients(8, (n) =>
        client.send('PATCH', `/v1/bookings/${id}`, n % 2 === 0 ? {} : { partySize: 1 + (n % 4) }),
      ),
  };
};

/** One conversation of 200,000 messages, of which the first ones are corrected over and over. */
export const longConversation: Way = async (noise) => {
  const { client } = noise;
  await fillConversation(noise, 'long', Math.round(200_000 * noise.scale));
  return {
    run: () =>
      noise.clients(2, async (n) => {
        await client.send('PATCH', `/v1/conversations/long/messages/m${1 + (n % 20)}/emotion`, {
          label: LABELS[n % LABELS.length],
        });
        await client.send('GET', '/v1/conversations/long/messages?limit=200');
      }),
  };
};

/** A tenant with 200,000 conversations, which lists them by every filter. */
export const hugeTenant: Way = async (noise) => {
  const { client } = noise;
  const text = 'Hello, a table for two, please.';
  const body = { id: 'm1', role: 'customer', text, customer: { id: 'guest' } };
  await client.make('POST', '/v1/conversations/one/messages', body);
  await copyRow(noise, 'conversations', ofTenant(noise), Math.round(200_000 * noise.scale), {
    ...{ id: idBefore('n'), external_id: `'c' || n` },
  });
  await analyze(noise, 'conversations');
  const lists = [
    ...['?limit=200', '?attention=needed', '?customer=guest&limit=200', '?channel=nowhere'],
    '?since=2026-01-01T00:00:00Z&limit=200',
  ];
  return {
    run: () =>
      noise.clients(6, (n) => client.send('GET', `/v1/conversations${lists[n % lists.length]}`)),
  };
};

/** A guest with tens of thousands of messages and a booking with as many versions. */
export const hugeGuest: Way = async (noise) => {
  const { client } = noise;
  const count = Math.round(50_000 * noise.scale);
  await fillConversation(noise, 'of-guest', count);
  const { id: venueId } = await makeVenue(client, {}, 1);
  const id = await client.make('POST', '/v1/bookings', {
    ...{ venueId, start: `${dateIn(5)}T18:00:00Z`, partySize: 2, customer: { id: 'guest' } },
  });
  const booking = `(select id from bookings where ${ofTenant(noise)} limit 1)`;
  const columns = { version: 'n + 1', planned_at: 'now()' };
  await copyRow(noise, 'booking_events', `booking_id = ${booking}`, count, columns);
  await noise.sql(`update bookings set version = ${count + 1} where id = ${booking}`);
  await analyze(noise, 'booking_events', 'bookings');
  return {
    run: () =>
      noise.clients(3, async (n) => {
        await readPages(noise, `/v1/bookings/${id}/timeline`, 10);
        await readPages(noise, '/v1/customers/guest/export', 10);
        // The erasure goes in pages; it begins when the export has been read a few times.
        if (n === 6) await client.send('DELETE', '/v1/customers/guest');
        if (n > 6) await client.send('GET', '/v1/customers/guest/erasure');
      }),
  };
};

const paged = z.looseObject({ page: z.looseObject({ next: z.string().nullable() }) });

async function readPages({ client }: Noise, path: string, most: number): Promise<void> {
  let after: string | null = '';
  for (let page = 0; page < most && after !== null; page += 1) {
    const query = after === '' ? '' : `?after=${encodeURIComponent(after)}`;
    const { status, body } = await client.send('GET', path + query);
    if (status !== 200) return;
    after = paged.safeParse(body).data?.page.next ?? null;
  }
}

/** Makes a conversation of the customer `guest` with so many messages that have an emotion. */
async function fillConversation(noise: Noise, name: string, count: number): Promise<void> {
  const { client, sql } = noise;
  await client.make('POST', `/v1/conversations/${name}/messages`, {
    ...{ id: 'm1', role: 'customer', text: 'That was wonderful!', customer: { id: 'guest' } },
    emotion: { label: 'joy' },
  });
  const conversation = `(select id from conversations where ${ofTenant(noise)}
                            and external_id = '${name}')`;
  await untilFolded(noise, name);
  await copyRow(noise, 'messages', `conversation_id = ${conversation}`, count, {
    ...{ seq: 'n + 1', id: `'m' || n + 1` },
  });
  await sql(`update conversations set last_seq = ${count + 1} where id = ${conversation}`);
  // The copies count, as messages do that the service has stored.
  await sql(`select rebuild_statistics_v1(id) from workspaces where ${ofTenant(noise, 'id')}`);
  await analyze(noise, 'messages');
}

async function untilFolded({ client }: Noise, name: string): Promise<void> {
  const list = z.looseObject({ data: z.array(z.looseObject({ emotionState: z.string() })) });
  for (let tries = 0; tries < 60; tries += 1) {
    const { body } = await client.send('GET', `/v1/conversations/${name}/messages`);
    const messages = list.safeParse(body).data?.data;
    if (messages?.every(({ emotionState }) => emotionState === 'folded')) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('The message was not folded within half a minute.');
}
