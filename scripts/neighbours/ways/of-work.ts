import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { startReceiver } from '../receiver.ts';
import { dateIn, makeVenue } from '../venue.ts';
import { analyze, copyRow, ofTenant } from './copies.ts';
import type { Noise, Way } from './ways.ts';

const MOST_WEBHOOKS = 20;
/** Just within the ten seconds that an endpoint has for its answer. */
const SLOW_MS = 9900;

/** Twenty endpoints that answer after 9.9 s, and five messages a second for each of them. */
export const slowEndpoints: Way = async (noise) => {
  const { client } = noise;
  const receiver = await startReceiver(SLOW_MS, () => {});
  const ids: string[] = [];
  for (let n = 0; n < MOST_WEBHOOKS; n += 1) {
    ids.push(
      await client.make('POST', '/v1/webhooks', {
        ...{ url: `${receiver.url}/${n}`, events: ['message.created'] },
      }),
    );
  }
  await untilActive(noise);
  return {
    run: () =>
      noise.clients(1, async (n) => {
        await client.send('POST', `/v1/conversations/slow-${n % 20}/messages`, {
          ...{ role: 'assistant', text: 'One moment, please.' },
        });
        await sleep(200);
      }),
    async end() {
      for (const id of ids) await client.send('DELETE', `/v1/webhooks/${id}`);
      receiver.close();
    },
  };
};

async function untilActive({ client }: Noise): Promise<void> {
  const list = z.looseObject({ data: z.array(z.looseObject({ status: z.string() })) });
  for (let tries = 0; tries < 60; tries += 1) {
    const { body } = await client.send('GET', '/v1/webhooks?limit=200');
    if (list.safeParse(body).data?.data.every(({ status }) => status === 'active')) return;
    await sleep(1000);
  }
  throw new Error('The webhooks did not become active within a minute.');
}

/** Thousands of bookings whose follow-ups are due at the same minute, with mails to one address. */
export const jobsAtOnce: Way = async (noise) => {
  const { client } = noise;
  const { id: venueId } = await makeVenue(
    client,
    { followUps: { channels: ['email', 'conversation'] } },
    1,
  );
  const customer = { id: 'guest', name: 'Guest', email: 'one-address@example.com' };
  await client.make('POST', '/v1/conversations/at-once/messages', {
    ...{ role: 'assistant', text: 'With pleasure!', customer },
  });
  await client.make('POST', '/v1/bookings', {
    ...{ venueId, start: `${dateIn(5)}T18:00:00Z`, partySize: 2, customer },
    conversationId: 'at-once',
  });
  await sleep(1000);
  const count = Math.round(10_000 * noise.scale);
  return {
    async run() {
      await copyRow(noise, 'bookings', ofTenant(noise), count, {
        id: 'gen_random_uuid()',
        created_at: 'now()',
        // Each copy gets a reference of its own.
        reference: 'null',
      });
      // A version whose follow-ups are not planned yet, as if all had been booked this minute.
      await noise.sql(
        `insert into booking_events
         select c.*
           from bookings b,
                (select e.* from booking_events e join bookings f on f.id = e.booking_id
                  where ${ofTenant(noise, 'f.workspace_id')} limit 1) e,
                jsonb_populate_record(null::booking_events, to_jsonb(e) || jsonb_build_object(
                  'booking_id', b.id, 'at', now(), 'planned_at', null)) c
          where ${ofTenant(noise, 'b.workspace_id')}
             on conflict do nothing`,
      );
      await analyze(noise, 'bookings', 'booking_events');
      await noise.clients(1, async () => {
        await client.send('GET', '/v1/operations/dead-jobs');
        await sleep(500);
      });
    },
  };
};
