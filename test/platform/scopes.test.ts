import { beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '../../src/platform/auth/scopes.ts';
import { offerWaitlist } from '../../src/waitlist/offer-waitlist.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { venueIdOf } from '../support/open-venue.ts';
import { fillRoute, ROUTES } from '../support/routes.ts';
import { type Answer, type Call, client, makeKey, testDeps } from '../support/workspace.ts';

const ALL: readonly Scope[] = [
  'messages:write',
  'messages:read',
  'bookings:write',
  'bookings:read',
  'admin',
  'operator',
  'customers:write',
  'bookings:staff',
  'customers:notes',
];

/** The scopes that the request of each route's example needs, written by hand. */
const NEEDED: Record<string, readonly Scope[]> = {
  storeMessage: ['messages:write'],
  listMessages: ['messages:read'],
  correctEmotion: ['admin'],
  showConversation: ['messages:read'],
  showConversationEmotions: ['messages:read'],
  listConversations: ['messages:read'],
  showWorkspaceEmotions: ['messages:read'],
  showCustomer: ['messages:read'],
  listCustomers: ['messages:read'],
  // The example changes no notes of the staff.
  changeCustomer: ['customers:write', 'messages:read'],
  mergeCustomers: ['customers:write', 'messages:read'],
  showCustomerEmotions: ['messages:read'],
  refuseCustomer: ['bookings:staff'],
  admitCustomer: ['bookings:staff'],
  exportCustomer: ['messages:read', 'bookings:read'],
  createKey: ['admin'],
  // Any key may read the limits that its requests have to keep.
  showLimits: [],
  showLatency: [],
  showMetrics: [],
  showStatus: [],
  showStatusHistory: ['operator'],
  showBacklog: [],
  showServiceLevels: [],
  planMaintenance: ['operator'],
  cancelMaintenance: ['operator'],
  listKeys: ['admin'],
  revokeKey: ['admin'],
  createVenue: ['admin'],
  listVenues: ['bookings:read'],
  showVenue: ['bookings:read'],
  changeVenue: ['admin'],
  setHours: ['admin'],
  searchAvailability: ['bookings:read'],
  addResource: ['admin'],
  listResources: ['bookings:read'],
  changeResource: ['admin'],
  addCombination: ['admin'],
  deleteCombination: ['admin'],
  createBlock: ['bookings:staff'],
  listBlocks: ['bookings:read'],
  deleteBlock: ['bookings:staff'],
  deleteResource: ['admin'],
  deleteVenue: ['admin'],
  createBooking: ['bookings:write'],
  listBookings: ['bookings:read'],
  showBooking: ['bookings:read'],
  showTimeline: ['bookings:read'],
  showVenueReport: ['bookings:read'],
  changeBooking: ['bookings:write'],
  rescheduleBooking: ['bookings:write'],
  seatBooking: ['bookings:write'],
  finishBooking: ['bookings:write'],
  confirmBooking: ['bookings:write'],
  cancelBooking: ['bookings:write'],
  approveBooking: ['bookings:staff'],
  declineBooking: ['bookings:staff'],
  markNoShow: ['bookings:write'],
  markLate: ['bookings:write'],
  undoBooking: ['bookings:write'],
  createSeries: ['bookings:write'],
  showSeries: ['bookings:read'],
  cancelSeries: ['bookings:write'],
  showOutcomes: ['bookings:read', 'messages:read'],
  // The example receives events of bookings.
  createWebhook: ['admin', 'bookings:read'],
  listWebhooks: ['admin'],
  showWebhook: ['admin'],
  verifyWebhook: ['admin'],
  testWebhook: ['admin'],
  changeWebhook: ['admin'],
  rotateWebhookSecret: ['admin'],
  listWebhookDeliveries: ['admin'],
  deleteWebhook: ['admin'],
  listDeadJobs: ['admin'],
  redeliverJob: ['admin'],
  joinWaitlist: ['bookings:write'],
  listWaitlist: ['bookings:read'],
  // The example shows no notes of the staff and no moods to a key that may not read them.
  showFloor: ['bookings:read'],
  acceptOffer: ['bookings:write'],
  leaveWaitlist: ['bookings:write'],
  showBookingCalendar: ['bookings:read'],
  createVenueCalendar: ['admin', 'bookings:read'],
  deleteVenueCalendar: ['admin'],
  eraseCustomer: ['admin'],
  showErasure: ['admin'],
  setRetention: ['admin'],
  showRetention: ['admin'],
};

const WORKSPACE = 'scopes';
const as = async (...scopes: Scope[]): Promise<Call> => client(await makeKey(WORKSPACE, scopes));
/** The scope that a key lacks; undefined if the request was not refused for one. */
const lacking = ({ status, body, headers }: Answer) =>
  status === 403 && body.code === 'scope_missing'
    ? /scope="([\w:]+)"/.exec(headers.get('WWW-Authenticate') ?? '')?.[1]
    : undefined;

let owner: Call;
let venueId: string;
let tables: string[];
const without: Partial<Record<Scope, Call>> = {};
beforeAll(async () => {
  owner = await as(...ALL);
  const venue = await makeVenue(asking(owner), 12);
  [venueId, tables] = [venue.id, venue.resources];
  for (const scope of ALL) without[scope] = await as(...ALL.filter((each) => each !== scope));
});

const message = (more: object = {}) => ({ role: 'customer', text: 'hello', ...more });
const say = (by: Call, conversation: string, more: object = {}) =>
  by('POST', `/v1/conversations/${conversation}/messages`, message(more));
const place = (hour: number, more: object = {}) => ({
  venueId,
  start: tomorrow(hour),
  partySize: 2,
  ...more,
});
const wait = (by: Call, more: object) =>
  by('POST', `/v1/venues/${venueId}/waitlist`, {
    earliest: tomorrow(3),
    latest: tomorrow(4),
    partySize: 2,
    ...more,
  });

describe('each route needs its scopes, all of them and no other', () => {
  it('in a table that has every route', () => {
    expect(ROUTES.map(({ id }) => id).filter((id) => NEEDED[id] === undefined)).toEqual([]);
  });

  // Without ids of existing rows, a request that is let through changes little.
  it.each(ROUTES)('$id', async (route) => {
    const { method, path, body } = fillRoute(route, {
      start: tomorrow(7),
      laterStart: tomorrow(9),
    });
    for (const scope of ALL) {
      const answer = await without[scope]?.(method, path, body);
      const isNeeded = NEEDED[route.id]?.includes(scope) === true;
      expect(answer && lacking(answer), scope).toBe(isNeeded ? scope : undefined);
    }
    expect([...route.scopes].filter((scope) => !ALL.includes(scope as Scope))).toEqual([]);
  });
});

describe('an effect on another kind of thing needs its scope too', () => {
  const CASES: [name: string, needs: Scope, ask: (by: Call) => Promise<Answer>][] = [
    [
      'a booking in a message',
      'bookings:write',
      (by) => say(by, 'book', { customer: { id: 'b' }, booking: place(1) }),
    ],
    [
      'a booking in a conversation',
      'messages:write',
      (by) =>
        by('POST', '/v1/bookings', place(2, { customer: { id: 'b' }, conversationId: 'book' })),
    ],
    [
      'a waitlist entry in a conversation',
      'messages:write',
      (by) => wait(by, { customer: { id: 'b' }, conversationId: 'book' }),
    ],
    [
      'a webhook that receives messages',
      'messages:read',
      (by) =>
        by('POST', '/v1/webhooks', {
          url: 'https://example.com/a',
          events: ['booking.held', 'message.created'],
        }),
    ],
    [
      'a webhook that receives moods',
      'messages:read',
      (by) =>
        by('POST', '/v1/webhooks', {
          url: 'https://example.com/a',
          events: ['conversation.needs_attention'],
        }),
    ],
    [
      'a webhook that receives all events',
      'bookings:read',
      (by) => by('POST', '/v1/webhooks', { url: 'https://example.com/a', events: ['*'] }),
    ],
  ];
  it.each(CASES)('%s: %s', async (_, needs, ask) => {
    const refused = without[needs];
    expect(refused && lacking(await ask(refused))).toBe(needs);
    expect((await ask(owner)).status).toBeLessThan(300);
  });

  it('more events of a webhook, and another URL: messages:read', async () => {
    const { body } = await owner('POST', '/v1/webhooks', {
      url: 'https://example.com/b',
      events: ['message.created'],
    });
    const change = (by: Call | undefined, sent: object) =>
      by?.('PATCH', `/v1/webhooks/${body.id}`, sent);
    for (const sent of [{ events: ['*'] }, { url: 'https://example.com/mine' }]) {
      const answer = await change(without['messages:read'], sent);
      expect(answer && lacking(answer)).toBe('messages:read');
    }
    const only = { url: 'https://example.com/c', events: ['booking.held'] };
    expect((await change(without['messages:read'], only))?.status).toBe(200);
  });
});

describe('a key that may not read bookings', () => {
  const NOTHING = {
    customerId: null,
    conversationId: null,
    messageSeq: null,
    notes: null,
    tags: [],
    resources: [],
  };
  /** A booking in a conversation, with words in every field that holds some. */
  const furnish = async (conversation: string, hour: number, more: object = {}) => {
    const customer = { id: `${conversation}-guest` };
    await say(owner, conversation, { customer });
    const secret = { notes: 'is allergic', tags: ['vip'], conversationId: conversation };
    const made = await owner('POST', '/v1/bookings', place(hour, { customer, ...secret, ...more }));
    expect(made.status).toBe(201);
    return made.body;
  };

  it('learns only state, version, times and party size from a write', async () => {
    const writer = await as('bookings:write');
    // No other party has the table before the start, when the booking is seated.
    const { id: venueId } = await makeVenue(asking(owner), 1);
    const { id, start, end } = await furnish('written', 5, { venueId });
    const path = `/v1/bookings/${id}`;
    const acts: [string, string, object | undefined][] = [
      ['PATCH', path, {}],
      ['PATCH', path, { tags: ['x'] }],
      ['POST', `${path}/reschedule`, { start }],
      ['POST', `${path}/seat`, undefined],
      ['POST', `${path}/finish`, undefined],
    ];
    let version = 1;
    for (const [method, at, body] of acts) {
      const answer = await writer(method, at, body);
      expect(answer.status).toBe(200);
      version = answer.body.version;
      expect(answer.body).toMatchObject({ id, start, end, partySize: 2, ...NOTHING });
      expect(JSON.stringify(answer.body)).not.toMatch(/allergic|guest|vip|written/);
    }
    expect((await owner('GET', path)).body).toMatchObject({ version, notes: 'is allergic' });
    const both = await as('bookings:write', 'bookings:read');
    const held = await furnish('held', 6, { hold: true });
    const confirmed = await both('POST', `/v1/bookings/${held.id}/confirm`);
    expect(confirmed.body).toMatchObject({ notes: 'is allergic', tags: ['vip'] });
  });

  it('learns no more from the answer that another key’s request got', async () => {
    const { id } = await furnish('replayed', 7);
    const change = async (key: string) =>
      client(key, { 'Idempotency-Key': 'replayed-change' })('PATCH', `/v1/bookings/${id}`, {});
    expect((await change(await makeKey(WORKSPACE, ALL))).body.notes).toBe('is allergic');
    const replay = await change(await makeKey(WORKSPACE, ['bookings:write']));
    expect(replay.headers.get('Idempotency-Replayed')).toBe('true');
    expect(replay.body).toMatchObject({ id, ...NOTHING });
  });

  it('learns no more from a message that is repeated', async () => {
    const writer = await as('messages:write', 'bookings:write');
    const sent = { id: 'm', customer: { id: 'c' }, booking: place(8, { notes: 'mine' }) };
    const first = await say(writer, 'repeated', sent);
    expect([first.status, first.body.booking.state]).toEqual([201, 'confirmed']);
    const changed = { notes: 'written by the staff' };
    await owner('PATCH', `/v1/bookings/${first.body.booking.id}`, changed);
    const second = await say(writer, 'repeated', sent);
    expect(second.body).toMatchObject({ status: 'replayed', booking: NOTHING });
    expect((await say(owner, 'repeated', sent)).body.booking).toMatchObject(changed);
  });

  it('learns no more from an offer that it accepts', async () => {
    const writer = await as('bookings:write');
    const other = await makeVenue(asking(owner), 1);
    const joined = await owner('POST', `/v1/venues/${other.id}/waitlist`, {
      earliest: tomorrow(3),
      latest: tomorrow(4),
      partySize: 2,
      customer: { id: 'waiting-guest' },
      notes: 'is allergic',
    });
    await offerWaitlist(testDeps(), venueIdOf(other.id));
    const path = `/v1/venues/${other.id}/waitlist/${joined.body.id}/accept`;
    expect((await writer('POST', path)).body).toMatchObject({ state: 'confirmed', ...NOTHING });
  });
});

it('a key that may not read messages sees a booking without the mood of its conversation', async () => {
  const customer = { id: 'moody' };
  await say(owner, 'moody', { customer, emotion: { label: 'anger' } });
  const { body } = await owner(
    'POST',
    '/v1/bookings',
    place(10, { customer, conversationId: 'moody', resourceIds: [tables[0]] }),
  );
  const path = `/v1/bookings/${body.id}`;
  expect((await owner('GET', path)).body.mood).toMatchObject({ asOfSeq: 1 });
  expect((await (await as('bookings:read'))('GET', path)).body.mood).toBeNull();
});
