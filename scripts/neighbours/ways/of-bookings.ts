import { randomOf } from '../random.ts';
import { dateIn, makeVenue } from '../venue.ts';
import { analyze, copyRow, ofTenant } from './copies.ts';
import type { Way } from './ways.ts';

const MOST_TABLES = 300;
const MOST_COMBINATIONS = 500;
const TABLES_OF_A_COMBINATION = 12;

/** As many waiting parties as a venue may have, where the waitlist goes first, and bookings there. */
export const longWaitlist: Way = async ({ client, clients, scale }) => {
  const { id: venueId } = await makeVenue(client, { waitlistFirst: true }, 3);
  const customer = (n: number) => ({ id: `guest-${n}` });
  const date = dateIn(5);
  // All tables are taken during the window for which the parties wait.
  for (let n = 0; n < 3; n += 1) {
    const start = `${date}T18:00:00Z`;
    await client.make('POST', '/v1/bookings', {
      ...{ venueId, start, partySize: 2, customer: customer(n) },
    });
  }
  const join = (n: number) =>
    client.send('POST', `/v1/venues/${venueId}/waitlist`, {
      ...{ earliest: `${date}T17:30:00Z`, latest: `${date}T18:30:00Z` },
      ...{ partySize: 1 + (n % 4), customer: customer(n) },
    });
  const entries = Math.round(500 * Math.min(1, scale * 4));
  for (let n = 0; n < entries; n += 10) {
    await Promise.all(Array.from({ length: 10 }, (_, more) => join(n + more)));
  }
  return {
    run: () =>
      clients(4, async (n) => {
        await join(entries + n);
        await client.send('POST', '/v1/bookings', {
          ...{ venueId, partySize: 2, customer: customer(n % 1000) },
          start: `${dateIn(5 + (n % 3))}T${12 + (n % 9)}:00:00Z`,
        });
        await client.send('GET', `/v1/venues/${venueId}/waitlist?limit=200`);
      }),
  };
};

/** Months of availability, over as many tables and combinations as a venue may have. */
export const costlySearches: Way = async (noise) => {
  const { client } = noise;
  const { id: venueId, tables } = await makeVenue(client, { slotInterval: 5 }, 2);
  await client.make('POST', `/v1/venues/${venueId}/combinations`, {
    ...{ resourceIds: tables, maxParty: 8 },
  });
  await copyRow(noise, 'resources', `${ofTenant(noise)}`, MOST_TABLES - 2, {
    ...{ id: 'gen_random_uuid()', name: `'copy ' || n` },
  });
  const members = `(select to_jsonb(array_agg(id)) from (
    select id from resources where ${ofTenant(noise)} order by md5(id::text || n)
     limit ${TABLES_OF_A_COMBINATION}) m)`;
  await copyRow(noise, 'combinations', ofTenant(noise), MOST_COMBINATIONS - 1, {
    ...{ id: 'gen_random_uuid()', resource_ids: members, max_party: '48' },
  });
  await analyze(noise, 'resources', 'combinations');
  return {
    run: () =>
      noise.clients(8, (n) =>
        client.send(
          'GET',
          `/v1/venues/${venueId}/availability?from=${dateIn(1 + (n % 50))}&to=${dateIn(
            31 + (n % 50),
          )}&partySize=${5 + (n % 30)}`,
        ),
      ),
  };
};

/** Months of availability of many venues and parties, none of which is asked for twice soon. */
export const fullCache: Way = async (noise) => {
  const { client } = noise;
  const venues: string[] = [];
  for (let n = 0; n < 10; n += 1) {
    venues.push((await makeVenue(client, { slotInterval: 5, horizonDays: 365 }, 1)).id);
  }
  const random = randomOf(7);
  return {
    run: () =>
      noise.clients(6, () => {
        const venue = venues[Math.floor(random() * venues.length)] ?? '';
        const from = 1 + Math.floor(random() * 300);
        const party = 1 + Math.floor(random() * 4);
        return client.send(
          'GET',
          `/v1/venues/${venue}/availability?from=${dateIn(from)}&to=${dateIn(from + 30)}&partySize=${party}`,
        );
      }),
  };
};

/** Holds of every table at every time, by ever new guests, and tables that are chosen by hand. */
export const manyHolds: Way = async ({ client, clients }) => {
  const { id: venueId, tables } = await makeVenue(client, { holdSeconds: 60 }, 12);
  return {
    run: () =>
      clients(6, (n) =>
        client.send('POST', '/v1/bookings', {
          ...{ venueId, hold: true, customer: { id: `guest-${n}` } },
          start: `${dateIn(2 + (n % 80))}T${11 + (n % 9)}:00:00Z`,
          partySize: 1,
          ...(n % 4 === 0 ? { resourceIds: tables } : {}),
        }),
      ),
  };
};
