import { beforeAll, describe, expect, it } from 'vitest';
import { describeApi } from '../../scripts/api-description/describe-api.ts';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import { digestOf, toHex } from '../../src/platform/digest.ts';
import { newId } from '../../src/platform/ids.ts';
import { sweepAnswers } from '../../src/workspaces/sweep-answers.ts';
import { asking, makeOneOfEach, makeVenue, tomorrow } from '../support/bookings.ts';
import { fillRoute, ROUTES } from '../support/routes.ts';
import { sql } from '../support/sql.ts';
import { type Answer, type Call, client, makeKey, testDeps } from '../support/workspace.ts';

let apiKey: string;
let workspace: string;
let call: Call;
beforeAll(async () => {
  apiKey = await makeKey('idempotency');
  workspace = (await testDeps().signer.verify(apiKey))?.workspaceId ?? '';
  call = client(apiKey);
});

const keyed = (key: string) => client(apiKey, { 'Idempotency-Key': key });
const isReplayed = ({ headers }: Answer) => headers.get('Idempotency-Replayed') === 'true';
const open = (tables: number, settings?: object) => makeVenue(asking(call), tables, settings);
const rowOf = async (key: string) =>
  (
    await sql.query(
      `select operation, status, code, thing_id, version, answer is not null as answered
         from idempotency_keys where workspace_id = $1 and key = $2`,
      [workspace, key],
    )
  )[0];
const age = (key: string, by: string) =>
  sql.query(
    `update idempotency_keys set created_at = now() - $3::interval
      where workspace_id = $1 and key = $2`,
    [workspace, key, by],
  );
/** The UUID in an id as clients see it. */
const uuidOf = (shown: string) =>
  shown.replace(/^\w+_(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const booking = (venueId: string, more: object = {}) => ({
  venueId,
  start: tomorrow(19),
  partySize: 2,
  customer: { id: 'maya' },
  ...more,
});

describe('every write', () => {
  const WRITES = ROUTES.filter(({ method }) => method !== 'get');
  const KEEPING = WRITES.filter(({ id }) => id !== 'storeMessage');
  let ids: Record<string, string>;
  beforeAll(async () => {
    await call('POST', '/v1/conversations/every/messages', {
      id: 'first',
      role: 'customer',
      text: 'hi',
      customer: { id: 'every' },
    });
    const made = await makeOneOfEach(asking(call), testDeps().database, 'every');
    const key = await call('POST', '/v1/keys', { name: 'k', scopes: ['messages:read'] });
    const more = { conversationId: 'every', messageId: 'first', customerId: 'every' };
    ids = { ...made, ...more, keyId: key.body.id };
  });

  it.each(WRITES)('$id documents the header and its refusal', ({ method, path }) => {
    const described = describeApi('0.0.0').paths[path]?.[method];
    expect(described?.parameters?.map(({ name }) => name)).toContain('idempotency-key');
    expect(described?.responses['422']?.description).toContain('`idempotency_key_reused`');
  });

  it.each(KEEPING)('$id replays, and refuses the key with another request', async (route) => {
    const { method, path, body } = fillRoute(route, ids);
    const once = keyed(`every-${route.id}`);
    const first = await once(method, path, body);
    expect([first.status < 300, isReplayed(first)], JSON.stringify(first.body)).toEqual([
      true,
      false,
    ]);
    const second = await once(method, path, body);
    expect([second.status, second.body, isReplayed(second)]).toEqual([
      first.status,
      first.body,
      true,
    ]);
    expect(second.headers.get('ETag')).toBe(first.headers.get('ETag'));
    const other = await once('POST', '/v1/keys', { name: 'other', scopes: ['admin'] });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    const row = await rowOf(`every-${route.id}`);
    expect(row).toMatchObject({ operation: route.id, status: first.status, code: null });
    const id = String(first.body?.id);
    if (/^[a-z]{3}_/.test(id)) expect(row?.['thing_id']).toBe(uuidOf(id));
  });

  it('of another path, body or If-Match is another request', async () => {
    const venue = await open(3);
    const [a, b] = [
      (await call('POST', '/v1/bookings', booking(venue.id))).body.id,
      (await call('POST', '/v1/bookings', booking(venue.id))).body.id,
    ];
    const change = keyed('change');
    expect((await change('PATCH', `/v1/bookings/${a}`, { notes: 'x' })).status).toBe(200);
    expect((await change('PATCH', `/v1/bookings/${b}`, { notes: 'x' })).status).toBe(422);
    expect((await change('PATCH', `/v1/bookings/${a}`, { notes: 'y' })).status).toBe(422);
    const matching = client(apiKey, { 'Idempotency-Key': 'change', 'If-Match': '"1"' });
    expect((await matching('PATCH', `/v1/bookings/${a}`, { notes: 'x' })).status).toBe(422);
    const again = await change('PATCH', `/v1/bookings/${a}`, { notes: 'x' });
    expect([again.body.version, isReplayed(again)]).toEqual([2, true]);
    const elsewhere = client(await makeKey('idempotency elsewhere'), {
      'Idempotency-Key': 'change',
    });
    expect((await elsewhere('POST', '/v1/venues', { name: 'V', timeZone: 'UTC' })).status).toBe(
      201,
    );
  });

  it.each(['', 'two words', 'x'.repeat(129)])('refuses the key %j', async (key) => {
    const refused = await keyed(key)('POST', '/v1/keys', {
      name: 'k',
      scopes: ['admin'],
    });
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([
      400,
      'header.idempotency-key',
    ]);
  });
});

describe('a refusal by a rule', () => {
  const taken = async (code: string, work: () => Promise<Answer>, end: () => Promise<unknown>) => {
    const first = await work();
    expect([first.status, first.body.code, isReplayed(first)]).toEqual([409, code, false]);
    await end();
    const second = await work();
    const { requestId: _, ...shown } = first.body;
    expect(second.body).toMatchObject(shown);
    expect([second.status, isReplayed(second)]).toEqual([409, true]);
  };

  it('is kept with its alternatives when a place has become free since', async () => {
    const venue = await open(1);
    const { body } = await call('POST', '/v1/bookings', booking(venue.id));
    await taken(
      'full',
      () => keyed('unlucky')('POST', '/v1/bookings', booking(venue.id)),
      () => call('POST', `/v1/bookings/${body.id}/cancel`, {}),
    );
    const { alternatives } = (await keyed('unlucky')('POST', '/v1/bookings', booking(venue.id)))
      .body;
    expect(alternatives).toHaveLength(5);
    expect(await rowOf('unlucky')).toMatchObject({ status: 409, code: 'full' });
    expect((await keyed('lucky')('POST', '/v1/bookings', booking(venue.id))).status).toBe(201);
  });

  it('is kept for an act, with the state', async () => {
    const venue = await open(1);
    const hold = booking(venue.id, { hold: true });
    const { id } = (await call('POST', '/v1/bookings', hold)).body;
    await taken(
      'booking_state',
      () => keyed('seat')('POST', `/v1/bookings/${id}/seat`),
      () => call('POST', `/v1/bookings/${id}/confirm`),
    );
    const replayed = await keyed('seat')('POST', `/v1/bookings/${id}/seat`);
    expect(replayed.body.state).toBe('held');
  });

  it('is kept for a waitlist', async () => {
    const venue = await open(1);
    const waitlist = `/v1/venues/${venue.id}/waitlist`;
    const entry = {
      earliest: tomorrow(9),
      latest: tomorrow(10),
      partySize: 2,
      customer: { id: 'maya' },
    };
    const { id } = (await call('POST', waitlist, entry)).body;
    await taken(
      'already_waiting',
      () => keyed('join')('POST', waitlist, { ...entry, partySize: 3 }),
      () => call('DELETE', `${waitlist}/${id}`),
    );
    await taken(
      'waitlist_state',
      () => keyed('accept')('POST', `${waitlist}/${id}/accept`),
      async () => {},
    );
  });

  it('is kept for a name that is taken, when a resource is made or renamed', async () => {
    const venue = await open(2);
    const [first] = venue.resources;
    const path = `/v1/venues/${venue.id}/resources`;
    await taken(
      'resource_name_taken',
      () => keyed('make')('POST', path, { name: 'T1', maxParty: 2 }),
      () => call('PATCH', `${path}/${first}`, { name: 'T9' }),
    );
    await taken(
      'resource_name_taken',
      () => keyed('rename')('PATCH', `${path}/${first}`, { name: 'T2' }),
      () => call('DELETE', `${path}/${venue.resources[1]}`),
    );
    expect((await call('PATCH', `${path}/${first}`, { name: 'T2' })).status).toBe(200);
  });

  it('is not kept for a limit, which the operator may raise', async () => {
    const key = await makeKey('idempotency limits');
    const full = client(key, { 'Idempotency-Key': 'full' });
    const body = { url: 'https://example.com/hook', events: ['booking.confirmed'] };
    const made: Answer[] = [];
    for (let n = 0; n < 20; n += 1) made.push(await client(key)('POST', '/v1/webhooks', body));
    const refused = await full('POST', '/v1/webhooks', body);
    expect([refused.status, refused.body.code]).toEqual([409, 'limit_reached']);
    await client(key)('DELETE', `/v1/webhooks/${made[0]?.body.id}`);
    expect((await full('POST', '/v1/webhooks', body)).status).toBe(201);
  });
});

describe('another refusal leaves the key unused', () => {
  it.each([
    [400, '/v1/keys', { name: '', scopes: ['admin'] }],
    [403, '/v1/keys', { name: 'k', scopes: ['operator'] }],
    [404, `/v1/venues/ven_${'0'.repeat(32)}/calendar`, undefined],
    [404, `/v1/bookings/bkg_${'0'.repeat(32)}/cancel`, {}],
  ])('with %i of %s', async (status, path, body) => {
    const limited = await makeKey('idempotency', ['admin', 'bookings:write', 'bookings:read']);
    const once = client(limited, { 'Idempotency-Key': `unused-${crypto.randomUUID()}` });
    expect((await once('POST', path, body)).status).toBe(status);
    const used = await once('POST', '/v1/keys', { name: 'k', scopes: ['admin'] });
    expect([used.status, isReplayed(used)]).toEqual([201, false]);
  });

  it('with 404 of a member, 400 of a stored rule, 412 and 410', async () => {
    const venue = await open(2);
    const [first, second] = venue.resources;
    const path = `/v1/venues/${venue.id}`;
    const combine = (id: string) =>
      keyed('member')('POST', `${path}/combinations`, { resourceIds: [first, id], maxParty: 8 });
    expect((await combine(`res_${'0'.repeat(32)}`)).status).toBe(404);
    expect((await combine(second ?? '')).status).toBe(201);

    const resize = (maxParty: number) =>
      keyed('resize')('PATCH', `${path}/resources/${first}`, { minParty: 3, maxParty });
    const small = await resize(2);
    expect([small.status, small.body.errors?.[0]?.field]).toEqual([400, 'body.maxParty']);
    expect((await resize(6)).status).toBe(200);

    const customer = { id: 'to-erase' };
    const { id } = (await call('POST', '/v1/bookings', booking(venue.id, { customer }))).body;
    const at = (version: number) =>
      client(apiKey, { 'Idempotency-Key': 'stale', 'If-Match': `"${version}"` });
    expect((await at(7)('PATCH', `/v1/bookings/${id}`, { notes: 'x' })).status).toBe(412);
    expect((await at(1)('PATCH', `/v1/bookings/${id}`, { notes: 'x' })).status).toBe(200);

    await call('DELETE', '/v1/customers/to-erase');
    const gone = await keyed('gone')('POST', `/v1/bookings/${id}/cancel`, {});
    expect([gone.status, await rowOf('gone')]).toEqual([410, undefined]);
  });
});

describe('a message with the header', () => {
  const path = '/v1/conversations/keyed-messages/messages';
  const hello = { role: 'customer', text: 'hello' };

  it('has the key as its id, and is replayed', async () => {
    const first = await keyed('message-1')('POST', path, hello);
    expect([first.status, first.body.id, isReplayed(first)]).toEqual([201, 'message-1', false]);
    const second = await keyed('message-1')('POST', path, hello);
    expect([second.status, second.body.seq, isReplayed(second)]).toEqual([200, 1, true]);
    const other = await keyed('message-1')('POST', path, { ...hello, text: 'other' });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('keeps the id of its body', async () => {
    const own = { ...hello, id: 'own' };
    const first = await keyed('message-2')('POST', path, own);
    expect([first.status, first.body.id]).toEqual([201, 'own']);
    const second = await keyed('message-3')('POST', path, own);
    expect([second.status, isReplayed(second)]).toEqual([200, true]);
    const other = await keyed('message-2')('POST', path, { ...own, text: 'other' });
    expect(other.body.code).toBe('message_conflict');
  });
});

describe('time', () => {
  it('frees a key after a day, and removes the answer and later the row', async () => {
    const venue = await open(3);
    const book = () => keyed('daily')('POST', '/v1/bookings', booking(venue.id));
    const first = await book();
    await age('daily', '23 hours');
    expect((await book()).body.id).toBe(first.body.id);
    await age('daily', '25 hours');
    const second = await book();
    expect([second.status, isReplayed(second)]).toEqual([201, false]);
    expect(second.body.id).not.toBe(first.body.id);

    const quiet = { ...testDeps(), log: { info() {}, warn() {}, error() {} } };
    await sweepAnswers(quiet);
    expect(await rowOf('daily')).toMatchObject({ answered: true });
    await age('daily', '25 hours');
    expect((await sweepAnswers(quiet)).emptied).toBeGreaterThan(0);
    expect(await rowOf('daily')).toEqual({
      operation: 'createBooking',
      status: 201,
      code: null,
      thing_id: uuidOf(second.body.id),
      version: 1,
      answered: false,
    });
    expect((await book()).status).toBe(201);
    await age('daily', '31 days');
    await sweepAnswers(quiet);
    await sweepAnswers(quiet);
    expect(await rowOf('daily')).toBeUndefined();
  });

  it('does not refuse the repetition of a request for a window that has ended since', async () => {
    const venue = await open(1);
    const ends = Date.now() + 3000;
    const latest = new Date(ends).toISOString();
    const join = () =>
      keyed('brief')('POST', `/v1/venues/${venue.id}/waitlist`, {
        earliest: tomorrow(0, -2880),
        latest,
        partySize: 2,
        customer: { id: 'brief' },
      });
    const first = await join();
    expect(first.status).toBe(201);
    await new Promise((resolve) => setTimeout(resolve, ends + 100 - Date.now()));
    const second = await join();
    expect([second.status, isReplayed(second)]).toEqual([201, true]);
  });
});

it('an erasure removes every answer about the customer', async () => {
  const customer = { id: 'erased-guest', name: 'Zsuzsanna' };
  const venue = await open(2);
  const waitlist = `/v1/venues/${venue.id}/waitlist`;
  const made = await keyed('e-book')('POST', '/v1/bookings', booking(venue.id, { customer }));
  const { id } = made.body;
  await keyed('e-change')('PATCH', `/v1/bookings/${id}`, { notes: 'for Zsuzsanna' });
  await keyed('e-seat')('POST', `/v1/bookings/${id}/seat`);
  await keyed('e-cancel')('POST', `/v1/bookings/${id}/cancel`, {});
  const window = { earliest: tomorrow(19), latest: tomorrow(20), partySize: 2, customer };
  const entry = await keyed('e-join')('POST', waitlist, { ...window, notes: 'Zsuzsanna waits' });
  await keyed('e-accept')('POST', `${waitlist}/${entry.body.id}/accept`);
  await keyed('e-leave')('DELETE', `${waitlist}/${entry.body.id}`);
  await call('POST', '/v1/conversations/erased/messages', {
    id: 'm',
    role: 'customer',
    text: 'hi',
    customer,
  });
  const emotion = '/v1/conversations/erased/messages/m/emotion';
  await keyed('e-correct')('PATCH', emotion, { label: 'joy' });
  const kept = async () =>
    (
      await sql.query(
        `select key from idempotency_keys where workspace_id = $1 and key like 'e-%' order by 1`,
        [workspace],
      )
    ).map(({ key }) => key);
  expect(await kept()).toEqual([
    'e-accept',
    'e-book',
    'e-cancel',
    'e-change',
    'e-correct',
    'e-join',
    'e-leave',
    'e-seat',
  ]);
  expect((await keyed('erasing')('DELETE', '/v1/customers/erased-guest')).status).toBe(200);
  expect(await kept()).toEqual([]);
  const all = await sql.query('select k::text as row from idempotency_keys k');
  expect(all.map(({ row }) => row).join()).not.toMatch(/Zsuzsanna|erased-guest/);
  const again = await keyed('e-book')('POST', '/v1/bookings', booking(venue.id, { customer }));
  expect([again.status, again.body.code]).toEqual([410, 'customer_erased']);
});

it('no secret is stored in clear, and each is shown again', async () => {
  const venue = await open(0);
  const hook = { url: 'https://example.com/secret', events: ['booking.confirmed'] };
  const webhook = await keyed('s-hook')('POST', '/v1/webhooks', hook);
  const rotation = `/v1/webhooks/${webhook.body.id}/rotate-secret`;
  const rotated = await keyed('s-rotate')('POST', rotation, {});
  const key = await keyed('s-key')('POST', '/v1/keys', { name: 'k', scopes: ['admin'] });
  const calendar = await keyed('s-calendar')('POST', `/v1/venues/${venue.id}/calendar`);
  const secrets: string[] = [
    webhook.body.secret,
    rotated.body.secret,
    key.body.key,
    calendar.body.url.split('/').at(-1).replace('.ics', ''),
  ];
  const all = await sql.query(`select k::text as row from idempotency_keys k where key like 's-%'`);
  const stored = all.map(({ row }) => row).join();
  for (const secret of secrets) {
    const bytes = toHex(new TextEncoder().encode(secret));
    expect(stored).not.toContain(secret.replace(/^(mtd|whsec)_/, ''));
    expect(stored).not.toContain(bytes);
  }
  expect((await keyed('s-hook')('POST', '/v1/webhooks', hook)).body).toEqual(webhook.body);
  expect((await keyed('s-rotate')('POST', rotation, {})).body).toEqual(rotated.body);
  const feed = new URL(calendar.body.url).pathname;
  expect((await client()('GET', feed)).status).toBe(200);
});

describe('a Worker from before this table', () => {
  /** The statement of that Worker. */
  const bookAsBefore = async (key: string, wanted: object) => {
    const parsed = newBookingSchema.parse(wanted);
    const digest = toHex(await digestOf(parsed));
    const body = { ...parsed, idempotencyKey: key, digest };
    const [row] = await sql.query('select book_once_v1($1, $2, $3, $4::jsonb) as answer', [
      workspace,
      newId<'key'>(),
      newId<'booking'>(),
      JSON.stringify(body),
    ]);
    return row?.['answer'];
  };

  it('and this one replay each other’s bookings and refusals', async () => {
    const venue = await open(2);
    const wanted = booking(venue.id);
    const before = await bookAsBefore('deploy-1', wanted);
    expect(before.replayed).toBe(false);
    const now = await keyed('deploy-1')('POST', '/v1/bookings', wanted);
    expect([now.status, uuidOf(now.body.id), isReplayed(now)]).toEqual([
      201,
      before.booking.id,
      true,
    ]);

    const made = await keyed('deploy-2')('POST', '/v1/bookings', wanted);
    const after = await bookAsBefore('deploy-2', wanted);
    expect([after.replayed, after.booking.id]).toEqual([true, uuidOf(made.body.id)]);

    expect((await keyed('deploy-3')('POST', '/v1/bookings', wanted)).status).toBe(409);
    await call('POST', `/v1/bookings/${made.body.id}/cancel`, {});
    await expect(bookAsBefore('deploy-3', wanted)).rejects.toMatchObject({
      code: 'MT409',
      message: 'slot_taken',
      detail: expect.stringMatching(/^\[/),
    });
    await expect(bookAsBefore('deploy-3', { ...wanted, partySize: 1 })).rejects.toMatchObject({
      code: 'MT422',
    });
  });

  it('has stored rows without the new columns, which are replayed', async () => {
    const venue = await open(1);
    const wanted = booking(venue.id);
    const made = await keyed('deploy-4')('POST', '/v1/bookings', wanted);
    await sql.query(
      `update idempotency_keys set operation = null, status = null, thing_id = null, version = null
        where workspace_id = $1 and key = 'deploy-4'`,
      [workspace],
    );
    const again = await keyed('deploy-4')('POST', '/v1/bookings', wanted);
    expect([again.body, isReplayed(again)]).toEqual([made.body, true]);
  });
});
