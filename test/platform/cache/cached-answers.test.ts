import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '../../../src/platform/auth/scopes.ts';
import { asking, makeVenue, tomorrow } from '../../support/bookings.ts';
import { sql } from '../../support/sql.ts';
import { useTimedApp } from '../../support/timed-app.ts';
import { client, makeKey, quietBindings, testDeps } from '../../support/workspace.ts';

const WORKSPACE = 'cached answers';
const date = tomorrow(0).slice(0, 10);

let world: ReturnType<typeof useTimedApp>;
let venue: { id: string; resources: string[] };
beforeAll(async () => {
  venue = await makeVenue(asking(client(await makeKey(WORKSPACE))), 2);
});
let reader: string;
let isolate: typeof quietBindings;
beforeEach(async () => {
  world = useTimedApp();
  isolate = { ...quietBindings };
  reader = await makeKey(WORKSPACE, ['bookings:read']);
});

/** A request to the isolate of this test. */
const get = (path: string, headers: Record<string, string> = {}, key = reader) =>
  client(key, headers, isolate)('GET', path);
/** How the last request was answered. */
const outcome = () => [world.lines.at(-1)?.['cacheClass'], world.lines.at(-1)?.['cache']];
/** Lets the database accept the key again, without the cache. */
const confirm = () => get('/v1/limits');

const ROUTES = [
  ['5s', 5, (id: string) => `/v1/venues/${id}/availability?from=${date}&to=${date}&partySize=2`],
  ['60s', 60, (id: string) => `/v1/venues/${id}`],
  ['60s', 60, (id: string) => `/v1/venues/${id}/resources`],
  ['60s', 60, () => '/v1/venues?limit=2'],
] as const;

describe.each(ROUTES)('an answer of class %s', (name, seconds, pathOf) => {
  it('is used again until it is too old, and says its class, age and ETag', async () => {
    const path = pathOf(venue.id);
    const first = await get(path);
    const tag = first.headers.get('ETag') ?? '';
    expect(outcome()).toEqual([name, 'miss']);
    const maxAge = `private, max-age=${seconds}`;
    const shown = ({ headers }: typeof first) =>
      ['Cache-Control', 'ETag', 'Age', 'Vary'].map((header) => headers.get(header));
    expect(tag).toMatch(/^"[\w+/]{16}"$/);
    expect(shown(first)).toEqual([maxAge, tag, null, 'Authorization, Origin']);

    world.now += 1200;
    const second = await get(path);
    expect([second.status, second.body, outcome()]).toEqual([200, first.body, [name, 'hit']]);
    expect(shown(second)).toEqual([maxAge, tag, '2', 'Authorization, Origin']);
    const known = await get(path, { 'If-None-Match': `W/${tag}` });
    expect([known.status, known.body, outcome()]).toEqual([304, undefined, [name, 'hit']]);
    expect(shown(known)).toEqual([maxAge, tag, '2', 'Authorization, Origin']);

    world.now += seconds * 1000 - 1201;
    await confirm();
    expect(shown(await get(path))[2]).toBe(String(seconds));
    expect(outcome()).toEqual([name, 'hit']);
    world.now += 1;
    const fresh = await get(path, { 'If-None-Match': tag });
    expect([fresh.status, fresh.headers.get('Age'), outcome()]).toEqual([
      ...[304, null, [name, 'miss']],
    ]);
    await get(path);
    expect(outcome()).toEqual([name, 'hit']);
  });

  it('is made anew for a request that says so (RFC 9111, 5.2.1)', async () => {
    const path = pathOf(venue.id);
    const asked = async (value: string) => {
      const { status } = await get(path, { 'Cache-Control': value });
      return [status, outcome()[1]];
    };
    // Not kept, so the next request does not find it.
    expect(await asked('no-store')).toEqual([200, 'bypass']);
    expect(await asked('max-age=1')).toEqual([200, 'miss']);
    world.now += 1001;
    expect(await asked('max-age=2')).toEqual([200, 'hit']);
    expect(await asked('max-age=1')).toEqual([200, 'bypass']);
    expect(await asked('max-age=1')).toEqual([200, 'hit']);
    expect(await asked('no-cache')).toEqual([200, 'bypass']);
    expect(await asked('only-if-cached, min-fresh=9')).toEqual([200, 'hit']);
  });

  it('has no headers of a cached answer when the condition is malformed', async () => {
    const cors = { ...isolate, CORS_ORIGINS: 'https://console.example' };
    const headers = { Origin: 'https://console.example' };
    const path = pathOf(venue.id);
    const good = await client(reader, headers, cors)('GET', path);
    expect(good.headers.get('Vary')).toBe('Authorization, Origin');
    const refused = await client(reader, { ...headers, 'If-None-Match': 'x' }, cors)('GET', path);
    expect([refused.status, refused.headers.get('Cache-Control')]).toEqual([400, 'no-store']);
    expect([refused.headers.get('ETag'), refused.headers.get('Age')]).toEqual([null, null]);
  });

  it('may be three times as old while the light is orange or red, unless the workspace says no', async () => {
    const path = pathOf(venue.id);
    const maxAge = async () => (await get(path)).headers.get('Cache-Control');
    const light = (colour: string) => sql`
      insert into platform_light (light, since, evaluated_at, signals)
      values (${colour}, now(), now(), '[]')
      on conflict (is_current) do update set light = excluded.light, evaluated_at = now()`;
    await light('orange');
    expect(await maxAge()).toBe(`private, max-age=${3 * seconds}`);
    world.now += 3000 * seconds - 1;
    await confirm();
    expect((await get(path)).headers.get('Age')).toBe(String(3 * seconds));
    expect(outcome()).toEqual([name, 'hit']);
    await light('green');
    world.now += 1;
    expect(await maxAge()).toBe(`private, max-age=${seconds}`);
    expect(outcome()).toEqual([name, 'miss']);

    await light('red');
    await sql`update workspaces set limits = '{"busy_cache_factor": 1}' where name = ${WORKSPACE}`;
    world.now += 1000 * seconds;
    await confirm();
    expect(await maxAge()).toBe(`private, max-age=${seconds}`);
    await sql`update workspaces set limits = '{}' where name = ${WORKSPACE}`;
    // A light that is not evaluated any more has no effect.
    await sql`update platform_light set evaluated_at = now() - interval '6 minutes'`;
    world.now += 1000 * seconds;
    expect(await maxAge()).toBe(`private, max-age=${seconds}`);
    await sql`truncate platform_light`;
  });

  it('belongs to its workspace and to keys with the scope', async () => {
    const path = pathOf(venue.id);
    const own = await get(path);
    const foreign = await get(path, {}, await makeKey('another workspace', ['bookings:read']));
    expect([foreign.status, foreign.body]).not.toEqual([200, own.body]);
    const lacking = await get(path, {}, await makeKey(WORKSPACE, ['messages:read']));
    expect([lacking.status, lacking.body.code]).toEqual([403, 'scope_missing']);
  });

  it('is given only to a key that the database has accepted within five seconds', async () => {
    const path = pathOf(venue.id);
    const owner = client(await makeKey(WORKSPACE));
    const makeReader = async (): Promise<{ id: string; key: string }> =>
      (await owner('POST', '/v1/keys', { name: 'r', scopes: ['bookings:read'] })).body;
    const [used, unused] = [await makeReader(), await makeReader()];
    await get(path);
    await get(path, {}, used.key);
    expect(outcome()).toEqual([name, 'unconfirmed']);
    await get(path, {}, used.key);
    expect(outcome()).toEqual([name, 'hit']);

    // Another isolate revokes both.
    for (const { id } of [used, unused]) await owner('DELETE', `/v1/keys/${id}`);
    const never = await get(path, {}, unused.key);
    expect([never.status, never.body.code]).toEqual([401, 'key_revoked']);
    world.now += 4999;
    await get(path, { 'Cache-Control': 'no-cache' });
    expect((await get(path, {}, used.key)).status).toBe(200);
    expect(outcome()).toEqual([name, 'hit']);
    world.now += 1;
    const late = await get(path, {}, used.key);
    expect([late.status, late.body.code]).toEqual([401, 'key_revoked']);
  });

  it('is not given to a key that this isolate has revoked, nor to one that claims too much', async () => {
    const path = pathOf(venue.id);
    const owner = client(await makeKey(WORKSPACE), {}, isolate);
    const made = await owner('POST', '/v1/keys', { name: 'r', scopes: ['bookings:read'] });
    for (const _ of ['miss', 'hit']) await get(path, {}, made.body.key);
    expect(outcome()).toEqual([name, 'hit']);
    await owner('DELETE', `/v1/keys/${made.body.id}`);
    expect((await get(path, {}, made.body.key)).body.code).toBe('key_revoked');

    const { signer } = testDeps();
    const narrow = await signer.verify(await makeKey(WORKSPACE, ['messages:read']));
    if (narrow === undefined) throw new Error('the key does not verify');
    const scopes: Scope[] = ['bookings:read'];
    await get(path);
    const widened = await get(path, {}, await signer.sign({ ...narrow, scopes }));
    expect([widened.status, widened.body.code]).toEqual([401, 'key_invalid']);
  });
});
