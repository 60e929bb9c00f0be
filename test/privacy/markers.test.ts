import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeApi, type Schema } from '../../scripts/api-description/describe-api.ts';
import { consoleLog } from '../../src/platform/log.ts';
import { sweepErasures } from '../../src/privacy/sweep-erasures.ts';
import { sweepAnswers } from '../../src/workspaces/sweep-answers.ts';
import { tomorrow } from '../support/bookings.ts';
import { runtimeFailure } from '../support/runtime-failures.ts';
import { type Answer, testDeps } from '../support/workspace.ts';
import { openPlace, type Place } from './guest-life.ts';
import { placesOf } from './whole-database.ts';

/**
 * The words that stand for what a guest gives, by the field that takes them: one word for each field of
 * each operation, so that a word that is found says where it came from. No other test may use words of
 * this form.
 */
const marks = new Set<string>();
const mark = (field: string): string => {
  const word = `qzm${field.replace(/[^a-z0-9]/gi, '').toLowerCase()}qz`;
  marks.add(word);
  return word;
};

/** The fields of request bodies with free text that may be about a guest, by operation. */
const OF_GUESTS: Readonly<Record<string, readonly string[]>> = {
  storeMessage: [
    'booking.actor',
    'booking.notes',
    'booking.tags[]',
    'customer.email',
    'customer.id',
    'customer.locale',
    'customer.name',
    'customer.phone',
    'customer.timeZone',
    'metadata.*',
    'text',
  ],
  createBooking: [
    'actor',
    'customer.email',
    'customer.id',
    'customer.locale',
    'customer.name',
    'customer.phone',
    'customer.timeZone',
    'notes',
    'tags[]',
  ],
  changeBooking: ['actor', 'notes', 'tags[]'],
  rescheduleBooking: ['actor'],
  cancelBooking: ['actor', 'reason'],
  approveBooking: ['actor'],
  declineBooking: ['actor', 'reason'],
  confirmBooking: ['actor'],
  seatBooking: ['actor'],
  finishBooking: ['actor'],
  markNoShow: ['actor'],
  markLate: ['actor'],
  undoBooking: ['actor'],
  createSeries: [
    'actor',
    'customer.email',
    'customer.id',
    'customer.locale',
    'customer.name',
    'customer.phone',
    'customer.timeZone',
    'notes',
    'tags[]',
  ],
  cancelSeries: ['actor', 'reason'],
  changeCustomer: [
    'email',
    'locale',
    'name',
    'phone',
    'preferences',
    'staffNotes',
    'tags[]',
    'timeZone',
  ],
  mergeCustomers: ['into'],
  refuseCustomer: ['reason'],
  joinWaitlist: [
    'customer.email',
    'customer.id',
    'customer.locale',
    'customer.name',
    'customer.phone',
    'customer.timeZone',
    'notes',
  ],
};

/** The other text fields of these operations, and why an erasure need not empty them. */
const KEPT = new Set([
  // Ids stay as tombstones, and docs/api.md says that they must not be personal.
  'id',
  'conversationId',
  'channel',
  // Codes, times and ids of the service itself.
  'role',
  'sentAt',
  'start',
  'end',
  'expectedAt',
  'earliest',
  'latest',
  'venueId',
  'resourceIds[]',
  'emotion.label',
  'booking.venueId',
  // The name of an area that the venue has.
  'area.name',
  'area.*',
  'booking.area.name',
  'booking.start',
  'booking.resourceIds[]',
  // The times of a series, and what happens when some cannot be had.
  'repeat',
  'missing',
  'from',
  // Names of rules.
  'override[]',
  'booking.override[]',
]);
/** Operations whose body is about the tenant. */
const OF_TENANTS =
  /Venue|Hours|Resource|Combination|Block|Webhook|Key$|^correctEmotion|Calendar|Limit|Retention|Maintenance/;

const described = describeApi('0.0.0');

/** The fields of a schema that take text, such as `customer.name`. */
function textFields(schema: Schema, path = ''): string[] {
  const named = schema.$ref?.split('/').at(-1);
  if (named !== undefined) return textFields(described.components.schemas[named] ?? {}, path);
  const parts = ['anyOf', 'oneOf', 'allOf'].flatMap((word) => (schema[word] ?? []) as Schema[]);
  const inner = parts.flatMap((each) => textFields(each, path));
  const types = [schema['type']].flat();
  const join = (name: string) => (path === '' ? name : `${path}.${name}`);
  if (types.includes('object')) {
    const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
    inner.push(...properties.flatMap(([name, each]) => textFields(each, join(name))));
    if (properties.length === 0) inner.push(join('*'));
  }
  if (types.includes('array')) inner.push(...textFields(schema['items'] as Schema, `${path}[]`));
  if (types.includes('string')) inner.push(path);
  return [...new Set(inner)];
}

it('knows every field of a request that takes text', () => {
  const found: Record<string, string[]> = {};
  for (const methods of Object.values(described.paths)) {
    for (const { operationId, requestBody } of Object.values(methods)) {
      if (requestBody === undefined || OF_TENANTS.test(operationId)) continue;
      const { schema } = requestBody.content['application/json'] ?? { schema: {} };
      const fields = textFields(schema).filter((field) => !KEPT.has(field));
      if (fields.length > 0) found[operationId] = fields.sort();
    }
  }
  expect(found, 'Decide whether the field is about a guest, and mark it below.').toEqual(OF_GUESTS);
});

/** Everything that was logged, by the Worker, its consumers and its sweeps. */
const lines: string[] = [];
let place: Place;
const guestId = mark('customer.id');
/** The canonical JSON of everything whose SHA-256 the service may have stored. */
const canonicals: string[] = [];

beforeAll(async () => {
  for (const level of ['log', 'warn', 'error', 'info', 'debug'] as const) {
    vi.spyOn(console, level).mockImplementation((...said) => void lines.push(said.join(' ')));
  }
  place = await openPlace('markers of a guest', consoleLog);
});
afterAll(() => void vi.restoreAllMocks());

/** JSON with its keys in order, as RFC 8785 writes it for the values of this test. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}

async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const guest = (operation: string) => ({
  id: guestId,
  name: `${mark(`${operation}.name`)} Moreau`,
  email: `${mark(`${operation}.email`)}@example.com`,
  phone: mark(`${operation}.phone`),
  locale: 'fr-CA',
  timeZone: 'America/Toronto',
});

/** Sends a write with an Idempotency-Key that is a marker too. */
async function write(
  operation: string,
  method: string,
  path: string,
  params: Record<string, string>,
  body: object | undefined,
): Promise<Answer> {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name]));
  const key = mark(`key.${operation}.${marks.size}`);
  const answer = await place.withKey(key)(method, filled, body);
  expect(answer.status, `${operation} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  const request = { operation, path: params, body: body ?? null, version: null };
  canonicals.push(canonical(request), canonical(body ?? null));
  return answer;
}

it('what a guest gives is exported, is gone after an erasure, and is never logged', async () => {
  const { venueId, call } = place;
  const conversation = 'markers-chat';
  const messages = `/v1/conversations/${conversation}/messages`;

  // The messages have ids, so the Idempotency-Key of these requests is not kept.
  const told = [
    {
      role: 'customer',
      text: `I am ${mark('text')}`,
      metadata: { from: mark('metadata') },
      customer: guest('storeMessage'),
      emotion: { label: 'anger', valence: -0.9 },
    },
    {
      role: 'customer',
      text: `book for ${mark('booking.text')}`,
      booking: {
        venueId,
        start: tomorrow(5),
        partySize: 2,
        notes: `note ${mark('booking.notes')}`,
        tags: [mark('booking.tags')],
        actor: mark('booking.actor'),
      },
    },
  ];
  for (const [at, message] of told.entries()) {
    const answer = await call('POST', messages, { id: `m${at}`, ...message });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  }
  // The digest of a message is that of its content, with the channel that the request names.
  for (const content of told) canonicals.push(canonical(content));

  const booking = await write(
    'createBooking',
    'POST',
    '/v1/bookings',
    {},
    {
      venueId,
      start: tomorrow(9),
      partySize: 2,
      customer: guest('createBooking'),
      conversationId: conversation,
      notes: `note ${mark('createBooking.notes')}`,
      tags: [mark('createBooking.tags')],
      actor: mark('createBooking.actor'),
    },
  );
  const bookingId = String(booking.body.id);
  await write(
    'changeBooking',
    'PATCH',
    '/v1/bookings/{bookingId}',
    { bookingId },
    {
      notes: `now ${mark('changeBooking.notes')}`,
      tags: [mark('changeBooking.tags')],
      actor: mark('changeBooking.actor'),
    },
  );
  await write(
    'cancelBooking',
    'POST',
    '/v1/bookings/{bookingId}/cancel',
    { bookingId },
    {
      reason: `because ${mark('reason')}`,
      actor: mark('cancelBooking.actor'),
    },
  );
  const join = (hour: number, name: string) =>
    write(
      'joinWaitlist',
      'POST',
      '/v1/venues/{venueId}/waitlist',
      { venueId },
      {
        earliest: tomorrow(hour),
        latest: tomorrow(hour + 1),
        partySize: 2,
        customer: guest(`joinWaitlist.${name}`),
        conversationId: conversation,
        notes: `wait ${mark(`joinWaitlist.${name}.notes`)}`,
      },
    );
  const offered = String((await join(14, 'offered')).body.id);
  await place.offer();
  await write(
    'acceptOffer',
    'POST',
    '/v1/venues/{venueId}/waitlist/{entryId}/accept',
    { venueId, entryId: offered },
    undefined,
  );
  // Another guest, who is then found to be the same.
  const other = mark('merged.id');
  const merged = { ...guest('merged'), id: other, locale: 'fr', timeZone: 'Europe/Paris' };
  await call('POST', '/v1/conversations/markers-other/messages', {
    id: 'o0',
    role: 'customer',
    text: `also ${mark('merged.text')}`,
    customer: merged,
  });
  const notes = (name: string) => ({
    preferences: `likes ${mark(`${name}.preferences`)}`,
    staffNotes: `is ${mark(`${name}.staffNotes`)}`,
    tags: [mark(`${name}.tags`)],
  });
  await write(
    'changeCustomer',
    'PATCH',
    '/v1/customers/{customerId}',
    { customerId: other },
    notes('changeCustomer.other'),
  );
  await write(
    'changeCustomer',
    'PATCH',
    '/v1/customers/{customerId}',
    { customerId: guestId },
    notes('changeCustomer'),
  );
  await write(
    'mergeCustomers',
    'POST',
    '/v1/customers/{customerId}/merge',
    { customerId: other },
    { into: guestId },
  );
  await write(
    'refuseCustomer',
    'PUT',
    '/v1/customers/{customerId}/refusal',
    { customerId: guestId },
    { reason: `left without paying, ${mark('refusal.reason')}` },
  );
  await write(
    'admitCustomer',
    'DELETE',
    '/v1/customers/{customerId}/refusal',
    { customerId: guestId },
    undefined,
  );
  const leaving = String((await join(18, 'leaving')).body.id);
  await write(
    'leaveWaitlist',
    'DELETE',
    '/v1/venues/{venueId}/waitlist/{entryId}',
    { venueId, entryId: leaving },
    undefined,
  );
  await place.settle();

  // Requests that fail, and a database that cannot be reached.
  const unknown = mark('unknown.id');
  for (const [method, path, body] of [
    ['GET', `/v1/customers/${unknown}`, undefined],
    ['GET', `/v1/nothing/${unknown}`, undefined],
    ['GET', `/v1/bookings?customer=${guestId}&after=${unknown}`, undefined],
    ['POST', messages, { role: unknown, text: unknown, customer: { id: guestId, email: unknown } }],
    [
      'POST',
      messages,
      { id: 'm0', role: 'customer', text: mark('conflict'), customer: { id: guestId } },
    ],
    ['POST', messages, { role: 'customer', text: unknown, customer: { id: mark('mismatch') } }],
  ] as const) {
    expect((await call(method, path, body)).status, path).toBeGreaterThan(399);
  }
  const down = vi.spyOn(globalThis, 'fetch').mockRejectedValue(runtimeFailure('refused'));
  const failed = await call('POST', messages, { role: 'customer', text: unknown });
  down.mockRestore();
  expect(failed.status).toBe(503);

  // The export has each of them, but contacts that later requests have replaced.
  const operations = ['storeMessage', 'createBooking', 'joinWaitlist.offered', 'merged'];
  const replaced = operations.flatMap((operation) =>
    ['name', 'email', 'phone'].map((contact) => mark(`${operation}.${contact}`)),
  );
  const exported: string[] = [];
  for (let next: string | null = ''; next !== null; ) {
    const after: string = next === '' ? '' : `?after=${next}`;
    const { body } = await call('GET', `/v1/customers/${guestId}/export${after}`);
    exported.push(JSON.stringify(body));
    next = body.page.next;
  }
  const text = exported.join();
  const missing = [...marks].filter((word) => !text.includes(word));
  const never = ['unknownid', 'conflict', 'mismatch'].map((name) => `qzm${name}qz`);
  expect(missing.filter((word) => !never.includes(word) && !replaced.includes(word))).toEqual([]);

  // The test finds what is there: texts, and digests of messages and of requests.
  const words = [...marks].filter((word) => !never.includes(word));
  const hashes = await Promise.all([...words, ...canonicals].map(sha256));
  const before = await placesOf([...words, ...hashes]);
  expect(before.join()).toContain('public.messages.digest');
  expect(before.join()).toContain('public.idempotency_keys.digest');
  expect(before.join()).toContain('public.job_attempts.answer');

  const erased = await call('DELETE', `/v1/customers/${guestId}`);
  expect(erased).toMatchObject({ status: 200, body: { state: 'finished' } });
  await place.offer();
  await place.settle();
  await sweepErasures(testDeps());
  await sweepAnswers(testDeps());
  expect(await placesOf([...marks, ...hashes])).toEqual([]);

  // A retry is refused, whatever its text.
  for (const message of [told[0], { ...told[0], text: 'another' }]) {
    expect((await call('POST', messages, { id: 'm0', ...message })).status).toBe(410);
  }
  const { customer: _, ...anonymous } = told[0] ?? {};
  expect((await call('POST', messages, { id: 'm0', ...anonymous })).status).toBe(410);
  expect(await placesOf([...marks, ...hashes])).toEqual([]);

  expect(lines.length).toBeGreaterThan(20);
  expect(lines.filter((line) => [...marks].some((word) => line.includes(word)))).toEqual([]);
  expect(lines.filter((line) => hashes.some((hash) => line.includes(hash)))).toEqual([]);
});
