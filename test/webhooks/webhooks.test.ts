import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newId, readId } from '../../src/platform/ids.ts';
import { EVENT_TYPES } from '../../src/webhooks/event.ts';
import { statement } from '../support/sql-statement.ts';
import { type Call, client, makeKey, testDeps } from '../support/workspace.ts';

const { database, cipher } = testDeps();
const url = 'https://example.com/webhooks';

let call: Call;
beforeAll(async () => {
  call = client(await makeKey('webhooks'));
});

const make = async (more: object = {}, by = call) => {
  const made = await by('POST', '/v1/webhooks', { url, events: ['booking.held'], ...more });
  expect(made.status).toBe(201);
  return made.body;
};

/** Decrypts a secret of the webhook with this id. */
const decrypt = (shown: string, stored: string) => {
  const id = readId('webhook', shown);
  if (id === undefined) throw new Error(`${shown} is no webhook's id`);
  return cipher.decrypt({ purpose: 'webhook', id }, stored);
};

const selectStored = statement(
  sql`select encode(secret, 'hex') as secret, encode(previous_secret, 'hex') as previous,
             extract(epoch from previous_until - now())::float8 / 3600 as hours
        from webhooks where id = ${sql.placeholder('id')}::uuid`,
  z.object({
    secret: z.string(),
    previous: z.string().nullable(),
    hours: z.number().nullable(),
  }),
);
const setFailing = statement(
  sql`update webhooks set failing_since = now(), disabled_at = now(), disabled_reason = 'failing'
       where id = ${sql.placeholder('id')}::uuid`,
  z.object({}),
);
const bare = (shown: string) => readId('webhook', shown) ?? '';
async function stored(shown: string) {
  const [row] = await database.run(selectStored, { id: bare(shown) });
  if (row === undefined) throw new Error('no such webhook');
  return row;
}

describe('a webhook', () => {
  it('is created with a secret that is shown once and stored encrypted', async () => {
    const { secret, ...shown } = await make({ description: 'the till' });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(shown).toEqual({
      id: expect.stringMatching(/^whk_[0-9a-f]{32}$/),
      url,
      description: 'the till',
      events: ['booking.held'],
      status: 'pending',
      enabled: true,
      disabledAt: null,
      disabledReason: null,
      failingSince: null,
      previousSecretUntil: null,
      verifiedAt: null,
      createdAt: expect.stringMatching(/^20.*Z$/),
    });
    const read = await call('GET', `/v1/webhooks/${shown.id}`);
    expect([read.status, read.body]).toEqual([200, shown]);
    const kept = (await stored(shown.id)).secret;
    expect(await decrypt(shown.id, kept)).toBe(secret);
    expect((await make()).secret).not.toBe(secret);
  });

  it('receives every event for *, and refuses an event that is named twice', async () => {
    expect((await make({ events: ['*'] })).events).toEqual(EVENT_TYPES);
    for (const [events, field] of [
      [[], 'body.events'],
      [['booking.held', 'booking.held'], 'body.events'],
      [['*', 'booking.held'], 'body.events'],
      [['booking.eaten'], 'body.events.0'],
      ['*', 'body.events'],
    ]) {
      const refused = await call('POST', '/v1/webhooks', { url, events });
      expect([refused.status, refused.body.code]).toEqual([400, 'invalid_field']);
      expect(refused.body.errors[0].field).toBe(field);
    }
  });

  it('sends events of the platform only where a key with the scope operator wants them', async () => {
    const events = ['operations.status_changed'];
    const tenant = client(await makeKey('webhooks', ['admin', 'messages:read', 'bookings:read']));
    const refusal = [403, 'scope_missing'];
    const created = await tenant('POST', '/v1/webhooks', { url, events });
    expect([created.status, created.body.code]).toEqual(refusal);

    const { id } = await make({ events });
    const path = `/v1/webhooks/${id}`;
    for (const change of [{ url: 'https://example.org/mine' }, { events }]) {
      const refused = await tenant('PATCH', path, change);
      expect([refused.status, refused.body.code]).toEqual(refusal);
    }
    expect((await call('GET', path)).body).toMatchObject({ url, events });
    // What sends the events nowhere else is allowed, and the operator may move the endpoint.
    expect((await tenant('PATCH', path, { enabled: false })).status).toBe(200);
    const moved = { url: 'https://example.org/mine' };
    expect((await call('PATCH', path, moved)).body).toMatchObject(moved);
  });

  it('refuses a URL that no endpoint may have, when it is created and when it is changed', async () => {
    const { id } = await make();
    const body = { url: 'https://10.0.0.1/', events: ['*'] };
    for (const refused of [
      await call('POST', '/v1/webhooks', body),
      await call('PATCH', `/v1/webhooks/${id}`, { url: body.url }),
    ]) {
      expect([refused.status, refused.body.code]).toEqual([400, 'invalid_field']);
      expect(refused.body.errors).toEqual([
        { field: 'body.url', message: 'must name a host, not an IP address' },
      ]);
    }
    const unknown = await call('PATCH', `/v1/webhooks/${id}`, { secret: 'whsec_mine' });
    expect(unknown.body.errors[0].field).toBe('body.secret');
  });

  it('changes only the fields that the request names', async () => {
    const { secret: _, ...made } = await make({ description: 'x' });
    const path = `/v1/webhooks/${made.id}`;
    expect((await call('PATCH', path, {})).body).toEqual(made);
    const moved = { url: 'https://example.net/', events: ['message.created', 'booking.held'] };
    expect((await call('PATCH', path, moved)).body).toEqual({ ...made, ...moved });
    const plain = await call('PATCH', path, { description: null, events: ['*'] });
    expect(plain.body).toEqual({ ...made, ...moved, description: null, events: EVENT_TYPES });
    expect((await call('GET', path)).body).toEqual(plain.body);
  });

  it('is disabled and enabled by its owner, and enabled again after it failed', async () => {
    const { id } = await make();
    const path = `/v1/webhooks/${id}`;
    const off = (await call('PATCH', path, { enabled: false })).body;
    expect(off).toMatchObject({
      enabled: false,
      disabledAt: expect.any(String),
      disabledReason: 'by_owner',
    });
    expect((await call('PATCH', path, { enabled: false })).body).toEqual(off);
    const on = { enabled: true, disabledAt: null, disabledReason: null, failingSince: null };
    expect((await call('PATCH', path, { enabled: true })).body).toMatchObject(on);
    await database.run(setFailing, { id: bare(id) });
    const failing = (await call('PATCH', path, { description: 'y' })).body;
    expect(failing).toMatchObject({
      enabled: false,
      disabledReason: 'failing',
      failingSince: expect.any(String),
    });
    expect((await call('PATCH', path, { enabled: true })).body).toMatchObject(on);
  });

  it('is deleted with its secrets', async () => {
    const { id } = await make();
    const path = `/v1/webhooks/${id}`;
    await call('POST', `${path}/rotate-secret`, {});
    expect((await call('DELETE', path)).status).toBe(204);
    expect(await stored(id)).toEqual({ secret: '', previous: null, hours: null });
    const listed = (await call('GET', '/v1/webhooks?limit=200')).body.data;
    expect(listed.map((each: { id: string }) => each.id)).not.toContain(id);
    for (const answer of [
      await call('GET', path),
      await call('PATCH', path, { enabled: true }),
      await call('DELETE', path),
      await call('POST', `${path}/rotate-secret`, {}),
      await call('GET', `${path}/deliveries`),
      await call('GET', '/v1/webhooks/whk_1'),
      await call('GET', `/v1/webhooks/${id.replace('whk_', 'bkg_')}`),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'webhook_not_found']);
    }
  });
});

describe('the secret of a webhook', () => {
  it('is rotated, and the old secret is kept for the hours of the request', async () => {
    const made = await make();
    const rotate = (body: object) => call('POST', `/v1/webhooks/${made.id}/rotate-secret`, body);
    const first = (await rotate({})).body;
    expect(first.secret).toMatch(/^whsec_/);
    expect(first.secret).not.toBe(made.secret);
    const hoursLeft = (Date.parse(first.previousSecretUntil) - Date.now()) / 3_600_000;
    expect(hoursLeft).toBeCloseTo(24, 1);
    const kept = await stored(made.id);
    expect(await decrypt(made.id, kept.secret)).toBe(first.secret);
    expect(await decrypt(made.id, kept.previous ?? '')).toBe(made.secret);

    const second = (await rotate({ overlapHours: 168 })).body;
    const keptThen = await stored(made.id);
    expect(await decrypt(made.id, keptThen.previous ?? '')).toBe(first.secret);
    expect(keptThen.hours).toBeCloseTo(168, 1);

    const third = (await rotate({ overlapHours: 0 })).body;
    expect(third.previousSecretUntil).toBeNull();
    const keptLast = await stored(made.id);
    expect([keptLast.previous, keptLast.hours]).toEqual([null, null]);
    expect(await decrypt(made.id, keptLast.secret)).toBe(third.secret);
    expect(third.secret).not.toBe(second.secret);
    expect((await call('GET', `/v1/webhooks/${made.id}`)).body).not.toHaveProperty('secret');
  });

  it('is rotated by a request without a body, with an overlap of 24 hours', async () => {
    const made = await make();
    const rotated = await call('POST', `/v1/webhooks/${made.id}/rotate-secret`);
    expect(rotated.status).toBe(200);
    expect(await decrypt(made.id, (await stored(made.id)).secret)).toBe(rotated.body.secret);
    expect((await stored(made.id)).hours).toBeCloseTo(24, 1);
  });

  it.each([-1, 169, 1.5, '24', null])('refuses an overlap of %j hours', async (overlapHours) => {
    const { id } = await make({}, client(await makeKey('webhooks rotated')));
    const refused = await call('POST', `/v1/webhooks/${id}/rotate-secret`, { overlapHours });
    expect([refused.status, refused.body.errors[0].field]).toEqual([400, 'body.overlapHours']);
  });
});

describe('the webhooks of a workspace', () => {
  it('are listed in pages, the newest first, and are at most twenty', async () => {
    const many = client(await makeKey('webhooks of many'));
    const ids: string[] = [];
    for (let n = 0; n < 20; n += 1) ids.unshift((await make({}, many)).id);
    const refused = await many('POST', '/v1/webhooks', { url, events: ['*'] });
    expect([refused.status, refused.body.code]).toEqual([409, 'limit_reached']);
    expect(refused.body).toMatchObject({ limit: 'webhooks', most: 20 });

    const first = (await many('GET', '/v1/webhooks?limit=12')).body;
    const second = (await many('GET', `/v1/webhooks?limit=12&after=${first.page.next}`)).body;
    expect([...first.data, ...second.data].map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(second.page.next).toBeNull();
    expect(JSON.stringify([first, second])).not.toContain('whsec_');
    const foreign = await many('GET', `/v1/webhooks?after=${btoa('key:key_1')}`);
    expect(foreign.body.code).toBe('invalid_cursor');

    await many('PATCH', `/v1/webhooks/${ids[0]}`, { enabled: false });
    expect((await many('POST', '/v1/webhooks', { url, events: ['*'] })).status).toBe(409);
    await many('DELETE', `/v1/webhooks/${ids[0]}`);
    await make({}, many);
    await make({}, client(await makeKey('webhooks of few')));
  });

  it('are not found by the key of another workspace', async () => {
    const made = await make();
    const foreign = client(await makeKey('webhooks of others'));
    const path = `/v1/webhooks/${made.id}`;
    for (const answer of [
      await foreign('GET', path),
      await foreign('PATCH', path, { enabled: false }),
      await foreign('DELETE', path),
      await foreign('POST', `${path}/rotate-secret`, {}),
      await foreign('GET', `${path}/deliveries`),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'webhook_not_found']);
    }
    const { secret, ...shown } = made;
    expect((await call('GET', path)).body).toEqual(shown);
    expect(await decrypt(made.id, (await stored(made.id)).secret)).toBe(secret);
  });
});

const p = sql.placeholder;
const insertAttempts = statement(
  sql`with job as (
    insert into jobs (id, workspace_id, kind, channel, conversation_id, webhook_id, event, due_at,
                      state, wake_at, created_at, finished_at)
    select ${p('job')}::uuid, w.workspace_id, 'event', 'webhook', c.id, w.id, ${p('event')}::text,
           now(), 'delivered', now(), now(), now()
      from webhooks w
      left join conversations c
        on c.workspace_id = w.workspace_id and c.external_id = ${p('conversation')}::text
     where w.id = ${p('webhook')}::uuid
    returning id, webhook_id
  )
  insert into job_attempts (job_id, attempt, webhook_id, at, outcome, reason, status, latency_ms, answer)
  select id, attempt, webhook_id, ${p('at')}::timestamptz + attempt * interval '1 microsecond',
         case when attempt = ${p('attempts')}::int then 'delivered' else 'retry' end,
         case when attempt < ${p('attempts')}::int then 'http_500' end,
         case when attempt = ${p('attempts')}::int then 200 else 500 end, 12, 'ok'
    from job, generate_series(1, ${p('attempts')}::int) attempt`,
  z.object({}),
);

describe('the deliveries of a webhook', () => {
  const at = '2026-11-20T10:00:00.123Z';
  it('list every attempt, the newest first, in pages', async () => {
    const { id } = await make({ events: ['*'] });
    const other = await make();
    await call('POST', '/v1/conversations/told/messages', { role: 'customer', text: 'hi' });
    const jobs = [newId<'job'>(), newId<'job'>()];
    const insert = (job: string, webhook: string, more: object) =>
      database.run(insertAttempts, {
        job,
        webhook: bare(webhook),
        event: 'message.created',
        conversation: 'told',
        at,
        attempts: 1,
        ...more,
      });
    await insert(jobs[0] ?? '', id, { attempts: 3 });
    await insert(jobs[1] ?? '', id, { attempts: 3, event: 'booking.held', conversation: 'none' });
    await insert(newId<'job'>(), other.id, {});

    const path = `/v1/webhooks/${id}/deliveries`;
    const all = (await call('GET', path)).body;
    const told = jobs.map((job) => `job_${job.replaceAll('-', '')}`);
    const order = ([3, 2, 1] as const).flatMap((n) => [
      [told[1], n] as const,
      [told[0], n] as const,
    ]);
    const identify = (each: { deliveryId: string; attempt: number }) => [
      each.deliveryId,
      each.attempt,
    ];
    expect(all.data.map(identify)).toEqual(order);
    expect(all.page.next).toBeNull();
    expect(all.data[1]).toEqual({
      deliveryId: told[0],
      event: 'message.created',
      attempt: 3,
      at,
      outcome: 'delivered',
      reason: null,
      status: 200,
      latencyMs: 12,
      answer: 'ok',
      bookingId: null,
      conversationId: 'told',
    });
    expect(all.data[2]).toMatchObject({
      event: 'booking.held',
      outcome: 'retry',
      reason: 'http_500',
      status: 500,
      conversationId: null,
    });

    const paged: unknown[] = [];
    let next: string | null = '';
    while (next !== null) {
      const query: string = next === '' ? '' : `&after=${next}`;
      const { data, page } = (await call('GET', `${path}?limit=2${query}`)).body;
      paged.push(...data.map(identify));
      next = page.next;
    }
    expect(paged).toEqual(order);
  });

  it('are none at first, and refuse every cursor but their own', async () => {
    const { id } = await make();
    const path = `/v1/webhooks/${id}/deliveries`;
    expect((await call('GET', path)).body).toEqual({ data: [], page: { next: null } });
    const job = newId<'job'>();
    for (const position of [`delivery:[1,"${job}",1]`, `[1,"${job}",1]`]) {
      const refused = await call('GET', `${path}?after=${btoa(position).replaceAll('=', '')}`);
      expect([refused.status, refused.body.code]).toEqual([400, 'invalid_cursor']);
    }
  });
});
