import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { onlyEvent, readCalendar } from '../support/calendar-files.ts';
import { venueIdOf } from '../support/open-venue.ts';
import { sql } from '../support/sql.ts';
import { app, type Call, client, makeKey, quietBindings } from '../support/workspace.ts';

describe('the calendar routes', () => {
  let call: Call;
  let venueId: string;
  beforeAll(async () => {
    call = client(await makeKey('calendars'));
    const settings = { name: 'Chez Nous, Paris', timeZone: 'Europe/Paris' };
    venueId = (await makeVenue(asking(call), 3, settings)).id;
  });

  const book = async (hour: number, more: object = {}) => {
    const made = await call('POST', '/v1/bookings', {
      venueId,
      start: tomorrow(hour),
      partySize: 2,
      customer: { id: 'maya', name: 'Maya Secret', email: 'maya@example.com', phone: '+33123' },
      notes: 'allergic to nuts',
      ...more,
    });
    expect(made.status).toBe(201);
    return made.body;
  };
  const secretUrl = async (): Promise<string> => {
    const made = await call('POST', `/v1/venues/${venueId}/calendar`);
    expect(made.status).toBe(201);
    expect(made.body.url).toMatch(/^https:\/\/maitred\.example\/calendars\/[\w-]{64}\.ics$/);
    return new URL(made.body.url).pathname;
  };

  it('serve a booking as it changes', async () => {
    const { id } = await book(9);
    const path = `/v1/bookings/${id}.ics`;
    const first = await call('GET', path);
    expect(first.status).toBe(200);
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'content-type': 'text/calendar; charset=utf-8; method=PUBLISH',
      'content-disposition': `attachment; filename="${id}.ics"`,
      'cache-control': 'private, no-cache',
    });
    expect(onlyEvent(first.body)).toMatchObject({
      uid: `${id}@maitred`,
      sequence: 0,
      status: 'CONFIRMED',
      start: Date.parse(tomorrow(9)),
      zone: 'Europe/Paris',
      summary: 'Chez Nous, Paris, party of 2',
    });
    const key = await makeKey('calendars');
    const tag = first.headers.get('ETag') ?? '';
    const known = await client(key, { 'If-None-Match': `"other", W/${tag}` })('GET', path);
    expect([known.status, known.body, known.headers.get('ETag')]).toEqual([304, undefined, tag]);

    await call('POST', `/v1/bookings/${id}/reschedule`, { start: tomorrow(10) });
    const moved = await client(key, { 'If-None-Match': tag })('GET', path);
    expect([moved.status, readCalendar(moved.body).method]).toEqual([200, 'PUBLISH']);
    expect(onlyEvent(moved.body)).toMatchObject({
      uid: `${id}@maitred`,
      sequence: 1,
      start: Date.parse(tomorrow(10)),
    });
    await call('POST', `/v1/bookings/${id}/cancel`, { reason: 'ill' });
    const over = await call('GET', path);
    expect(readCalendar(over.body).method).toBe('CANCEL');
    expect(over.headers.get('Content-Type')).toBe('text/calendar; charset=utf-8; method=CANCEL');
    expect(onlyEvent(over.body)).toMatchObject({ sequence: 2, status: 'CANCELLED' });
    // The route of the booking itself is not affected.
    expect((await call('GET', `/v1/bookings/${id}`)).body.id).toBe(id);
  });

  it('refuse unknown and erased bookings', async () => {
    for (const path of ['/v1/bookings/x.ics', `/v1/bookings/bkg_${'0'.repeat(32)}.ics`]) {
      const none = await call('GET', path);
      expect([none.status, none.body.code]).toEqual([404, 'booking_not_found']);
    }
    for (const method of ['POST', 'DELETE']) {
      const none = await call(method, `/v1/venues/ven_${'0'.repeat(32)}/calendar`);
      expect([none.status, none.body.code]).toEqual([404, 'venue_not_found']);
    }
    for (const file of ['x', 'x.ics', `${'A'.repeat(43)}.ics`]) {
      const none = await client()('GET', `/calendars/${file}`);
      expect([none.status, none.body.code]).toEqual([404, 'calendar_not_found']);
    }
    const { id } = await book(11, { customer: { id: 'gone' } });
    await call('DELETE', '/v1/customers/gone');
    const erased = await call('GET', `/v1/bookings/${id}.ics`);
    expect([erased.status, erased.body.code]).toEqual([410, 'customer_erased']);
    const feed = await client()('GET', await secretUrl());
    expect(feed.body).not.toContain(id);
  });

  it('serve a venue’s bookings to every client with the secret, without guests', async () => {
    const path = await secretUrl();
    const [stays, held, cancelled] = [
      await book(14),
      await book(15, { hold: true }),
      await book(16),
    ];
    await call('POST', `/v1/bookings/${cancelled.id}/cancel`, { reason: 'Maya Secret is ill' });
    const feed = await client()('GET', path);
    expect(feed.status).toBe(200);
    expect(feed.headers.get('Content-Type')).toBe('text/calendar; charset=utf-8; method=PUBLISH');
    expect(feed.headers.get('Cache-Control')).toContain('private');
    const { events, method, name, zones } = readCalendar(feed.body);
    expect([method, name, zones.length]).toEqual(['PUBLISH', 'Chez Nous, Paris', 1]);
    const shown = (id: string) => events.find(({ uid }) => uid === `${id}@maitred`);
    expect(shown(stays.id)).toMatchObject({
      status: 'CONFIRMED',
      summary: `Party of 2 · ${stays.resources[0].name}`,
      start: Date.parse(tomorrow(14)),
    });
    expect(shown(held.id)?.status).toBe('TENTATIVE');
    expect(shown(cancelled.id)).toMatchObject({ status: 'CANCELLED', sequence: 1 });
    expect(feed.body.replaceAll('\r\n ', '')).not.toMatch(/maya|\+33123|nuts|ill\b|ATTENDEE/i);

    const tag = feed.headers.get('ETag') ?? '';
    const again = client(undefined, { 'If-None-Match': tag });
    expect((await again('GET', path)).status).toBe(304);
    await book(17);
    expect((await again('GET', path)).status).toBe(200);
  });

  it('replace the secret and end the URL', async () => {
    const old = await secretUrl();
    const path = await secretUrl();
    expect((await client()('GET', old)).body.code).toBe('calendar_not_found');
    expect((await client()('GET', path)).status).toBe(200);
    expect((await call('DELETE', `/v1/venues/${venueId}/calendar`)).status).toBe(204);
    expect((await client()('GET', path)).status).toBe(404);
    expect((await call('DELETE', `/v1/venues/${venueId}/calendar`)).status).toBe(204);
  });

  it('serve an empty feed for a venue without bookings, also after the venue is deleted', async () => {
    const { id } = await makeVenue(asking(call), 1);
    const made = await call('POST', `/v1/venues/${id}/calendar`);
    const { pathname } = new URL(made.body.url);
    const { events, zones } = readCalendar((await client()('GET', pathname)).body);
    expect([events.length, zones.length]).toEqual([0, 1]);
    await call('DELETE', `/v1/venues/${id}`);
    expect((await client()('GET', pathname)).status).toBe(200);
    expect((await call('POST', `/v1/venues/${id}/calendar`)).status).toBe(404);
    expect((await call('DELETE', `/v1/venues/${id}/calendar`)).status).toBe(204);
    expect((await client()('GET', pathname)).status).toBe(404);
  });

  it('give out a URL of the configured origin, whatever host a request names', async () => {
    const key = await makeKey('calendars');
    const ask = async (host: string, PUBLIC_URL: string, idempotencyKey?: string) => {
      const headers = {
        Authorization: `Bearer ${key}`,
        ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
      };
      const url = `${host}/v1/venues/${venueId}/calendar`;
      const request = new Request(url, { method: 'POST', headers });
      const answer = await app.fetch(
        request,
        { ...quietBindings, PUBLIC_URL },
        createExecutionContext(),
      );
      return { status: answer.status, body: z.looseObject({}).parse(await answer.json()) };
    };
    const origin = 'https://api.example.com';
    const foreign = await ask('https://stranger.example', origin, 'calendar-url');
    expect([foreign.status, String(foreign.body['url']).split('/calendars/')[0]]).toEqual([
      201,
      origin,
    ]);
    const again = await ask('https://other.example', origin, 'calendar-url');
    expect(again.body).toEqual(foreign.body);

    // Without a configured origin, the host of the request is used on this machine only.
    const local = await ask('http://127.0.0.1:8787', '');
    expect(local.body['url']).toMatch(/^http:\/\/127\.0\.0\.1:8787\/calendars\//);
    const path = new URL(String(local.body['url'])).pathname;
    const refused = await ask('https://stranger.example', '');
    expect([refused.status, refused.body['code']]).toEqual([501, 'public_url_missing']);
    // The refusal has not replaced the URL.
    expect((await client()('GET', path)).status).toBe(200);
  });

  it('ask no database about a made-up secret, and still serve one from before signatures', async () => {
    const path = await secretUrl();
    const secret = path.slice('/calendars/'.length, -'.ics'.length);
    const { host } = new URL(String(Reflect.get(env, 'DATABASE_URL')));
    const fetched = vi.spyOn(globalThis, 'fetch');
    const other = secret.startsWith('A') ? 'B' : 'A';
    for (const madeUp of [
      'A'.repeat(64),
      `${other}${secret.slice(1)}`,
      `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`,
      `${secret}A`,
      secret.slice(1),
      '',
    ]) {
      const none = await client()('GET', `/calendars/${madeUp}.ics`);
      expect([none.status, none.body.code]).toEqual([404, 'calendar_not_found']);
    }
    const asked = fetched.mock.calls.filter(([to]) => new URL(String(to)).host === host);
    fetched.mockRestore();
    expect(asked).toEqual([]);

    const old = `old-${'x'.repeat(39)}`;
    await sql.query(
      `update venues set calendar_hash = sha256('${old}') where id = '${venueIdOf(venueId)}'`,
    );
    expect((await client()('GET', `/calendars/${old}.ics`)).status).toBe(200);
    // A new URL replaces it.
    await secretUrl();
    expect((await client()('GET', `/calendars/${old}.ics`)).status).toBe(404);
  });

  it('send one database request for a feed, and count requests by address', async () => {
    const path = await secretUrl();
    const { host } = new URL(String(Reflect.get(env, 'DATABASE_URL')));
    const fetched = vi.spyOn(globalThis, 'fetch');
    await client()('GET', path);
    const asked = fetched.mock.calls.filter(([to]) => new URL(String(to)).host === host);
    fetched.mockRestore();
    expect(asked.length).toBe(1);
    const counted: unknown[] = [];
    const limit = async (request: unknown) => {
      counted.push(request);
      return { success: false };
    };
    const headers = { 'CF-Connecting-IP': '192.0.2.77' };
    const guesser = client(undefined, headers, { ...env, ADDRESS_RATE_LIMIT: { limit } });
    expect((await guesser('GET', path)).status).toBe(429);
    expect(counted).toEqual([{ key: '192.0.2.77' }]);
  });
});
