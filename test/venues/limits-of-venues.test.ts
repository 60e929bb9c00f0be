import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { asking, makeVenue } from '../support/bookings.ts';
import { statement } from '../support/sql-statement.ts';
import { client, makeKey, testDeps } from '../support/workspace.ts';

/** A workspace whose venues may have this many resources or combinations. */
async function bounded(limit: string, most: number) {
  const name = `${most} ${limit}`;
  const key = await makeKey(name);
  await testDeps().database.run(
    statement(
      sql`update workspaces set limits = ${JSON.stringify({ [limit]: most })}::jsonb
           where name = ${name}`,
      z.object({}),
    ),
    {},
  );
  return { call: client(key), once: client(key, { 'Idempotency-Key': 'once' }) };
}

describe('the limit of resources', () => {
  it('refuses one more at the same venue, also when requests race', async () => {
    const { call, once } = await bounded('resources', 3);
    const venue = await makeVenue(asking(call), 0);
    const path = `/v1/venues/${venue.id}/resources`;
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => call('POST', path, { name: `R${n}`, maxParty: 2 })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    const refused = answers.find(({ status }) => status !== 201);
    expect([refused?.status, refused?.body]).toMatchObject([
      409,
      { code: 'limit_reached', limit: 'resources', most: 3 },
    ]);
    const resources = (await call('GET', path)).body.data;
    expect(resources).toHaveLength(3);
    const body = { name: 'once', maxParty: 2 };
    expect((await once('POST', path, body)).status).toBe(409);
    await call('DELETE', `${path}/${resources[0].id}`);
    expect((await once('POST', path, body)).status).toBe(201);
    await makeVenue(asking(call), 3);
  });
});

describe('the limit of combinations', () => {
  it('refuses one more at the same venue, also when requests race', async () => {
    const { call, once } = await bounded('combinations', 2);
    const venue = await makeVenue(asking(call), 2);
    const path = `/v1/venues/${venue.id}/combinations`;
    const body = { resourceIds: venue.resources, maxParty: 8 };
    const answers = await Promise.all(Array.from({ length: 6 }, () => call('POST', path, body)));
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(2);
    const refused = await once('POST', path, body);
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { code: 'limit_reached', limit: 'combinations', most: 2 },
    ]);
    await call('DELETE', `${path}/${made[0]?.body.id}`);
    expect((await once('POST', path, body)).status).toBe(201);
  });
});
