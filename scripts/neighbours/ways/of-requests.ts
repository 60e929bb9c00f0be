import { z } from 'zod';
import { ofTenant } from './copies.ts';
import type { Way } from './ways.ts';

const madeKey = z.looseObject({ id: z.string(), key: z.string() });

/** Cheap requests over the rate, with a valid, a revoked and a made-up key. */
export const overTheRate: Way = async (noise) => {
  const { client, clients, scale } = noise;
  // A short run ends before it has used a minute's worth of the default rate.
  if (scale < 1) {
    await noise.sql(
      `update workspaces set limits = '{"requests_per_minute": 600}' where ${ofTenant(noise, 'id')}`,
    );
  }
  const { body } = await client.send('POST', '/v1/keys', {
    ...{ name: 'revoked', scopes: ['bookings:read'] },
  });
  const { id, key } = madeKey.parse(body);
  await client.send('DELETE', `/v1/keys/${id}`);
  const middle = key.length >> 1;
  const other = key[middle] === 'A' ? 'B' : 'A';
  const madeUp = `${key.slice(0, middle)}${other}${key.slice(middle + 1)}`;
  const keys = [undefined, undefined, key, madeUp];
  return {
    run: () =>
      clients(16, (n) =>
        client.send('GET', '/v1/venues?limit=1', undefined, keys[n % keys.length] ?? undefined),
      ),
  };
};

/** Huge bodies, most of them invalid, and the largest pages. */
export const hugeBodies: Way = async ({ client, clients }) => {
  const unknown = JSON.stringify(
    Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`unknown ${n}`, n])),
  );
  const deep = `{"role":"customer","text":"deep","metadata":{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}}`;
  const long = 'a table, '.repeat(10_000);
  const text = long.slice(0, 32_000);
  const path = '/v1/conversations/huge/messages';
  const requests: ((n: number) => Promise<unknown>)[] = [
    () => client.send('POST', path, unknown),
    () => client.send('POST', path, deep),
    () => client.send('POST', path, { role: 'customer', text: long }),
    (n) => client.send('POST', path, { id: `m${n}`, role: 'customer', text }),
    () => client.send('POST', path, `{"role":"customer","text":"${'\\u0041'.repeat(100_000)}`),
    () => client.send('GET', `${path}?limit=200`),
  ];
  return { run: () => clients(6, (n) => requests[n % requests.length]?.(n) ?? Promise.resolve()) };
};
