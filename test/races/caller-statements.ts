import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { hoursOfBaseline } from '../../src/operations/light/baseline.ts';
import { encodeValues, type Params, type Statement } from '../../src/platform/statement.ts';
import type { Ids } from './tenant-seed.ts';

/** Values of a request's statement, and how many rows it may read with them. */
interface Case {
  readonly values: Readonly<Record<string, unknown>>;
  readonly reads: number;
}

/** The page size of all lists. */
const LIMIT = 51;
/** A row of a list, and the rows of other tables that it shows. */
const page = (rowsOfEach: number) => LIMIT * rowsOfEach + 20;
/**
 * A list with a filter that matches nothing reads so many rows: the bound of a page, with a customer
 * for each, and once more the last of them.
 */
const FILTERED = 3 * 2000 + 100;
/** Rows that are found by their keys. */
const FEW = 60;

const DAY_MS = 24 * 3_600_000;
const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const date = (days: number) => day(days).slice(0, 10);
const newId = () => crypto.randomUUID();
const one = (values: Case['values'], reads = FEW): Case[] => [{ values, reads }];

/**
 * What the limits of the huge tenant count: 5,000 keys, 2,500 webhooks, its 2,500 venues once by
 * themselves and once for each of the four limits of a venue, 7,500 resources, 2,500 combinations
 * and 20 waitlist entries. A bitmap of an index counts its rows twice.
 */
const COUNTED = 5000 + 2500 + 5 * 2500 + 2 * (7500 + 2500 + 20) + FEW;

/** The maintenance windows of the seed. */
const WINDOWS = 100;

const OPERATIONS = ['store_message', 'confirm_booking', 'read'];
const latencyOf = (grain: string, days: number) => ({
  ...{ grain, from: day(days), to: day(0), measured: OPERATIONS },
});

/** Requests of a tenant by the name of their statement. What is left out of the values is null. */
export const REQUESTS: Readonly<Record<string, (ids: Ids) => Case[]>> = {
  // Reads.
  selectCallerNames: () => one({}),
  selectKeys: ({ middle }) => [
    { values: {}, reads: page(1) },
    { values: { before: middle }, reads: page(1) },
  ],
  selectConversation: () => one({ conversation: 'conversation-1' }),
  selectConversations: ({ middle }) => [
    { values: {}, reads: page(14) },
    { values: { before: middle }, reads: page(14) },
    { values: { since: day(1), sinceId: idAt(day(1)) }, reads: FEW },
  ],
  selectConversationsOfChannel: ({ middle }) => [
    { values: { channel: 'web' }, reads: page(14) },
    { values: { channel: 'web', before: middle }, reads: page(14) },
    { values: { channel: 'sms' }, reads: FEW },
  ],
  selectConversationsInNeed: ({ middle }) => [
    { values: {}, reads: page(15) },
    { values: { before: middle }, reads: page(15) },
    { values: { channel: 'sms' }, reads: 2 * FILTERED },
  ],
  selectWaitingConversations: ({ middle }) => [
    { values: {}, reads: page(14) },
    { values: { afterAt: day(-1), afterId: middle }, reads: page(14) },
    { values: { channel: 'sms' }, reads: 2 * FILTERED },
    { values: { customer: 'nobody' }, reads: 2 * FILTERED },
  ],
  selectCustomerConversations: ({ middle }) => [
    { values: { customer: 'regular' }, reads: page(14) },
    { values: { customer: 'regular', before: middle }, reads: page(14) },
    { values: { customer: 'regular', channel: 'sms' }, reads: FILTERED },
  ],
  selectCustomerConversationsInNeed: () => [
    { values: { customer: 'regular' }, reads: page(15) },
    { values: { customer: 'regular', channel: 'sms' }, reads: 2 * FILTERED },
  ],
  selectMessagesAfter: () => [
    { values: { conversation: 'conversation-1', seq: 0 }, reads: page(1) },
    { values: { conversation: 'conversation-1', seq: 10 }, reads: page(1) },
  ],
  selectMessagesBefore: () => [
    { values: { conversation: 'conversation-1', seq: 2_147_483_647 }, reads: page(1) },
    { values: { conversation: 'conversation-1', seq: 15 }, reads: page(1) },
  ],
  // The conversations of a guest are counted up to ten thousand, and the bookings up to two thousand.
  selectCustomer: () => one({ customer: 'regular' }, 12_200),
  selectCustomers: ({ midyear, middle }) => [
    { values: { conditions: {} }, reads: page(2) },
    { values: { conditions: {}, beforeSeen: midyear, beforeId: middle }, reads: page(2) + 4000 },
    // Nearly all have it, or at most a thousand, or too many of those who were not seen lately.
    { values: { conditions: { name: 'mar' } }, reads: page(2) + 1001 + 4000 + 1000 },
    { values: { conditions: { email: 'guest-4@example.com' } }, reads: FEW },
    { values: { conditions: { name: 'guest4' } }, reads: 1001 + 8000 + page(2) },
    { values: { conditions: { phones: ['33612345678', '0612345678'] } }, reads: FEW },
    { values: { conditions: { name: 'old', tag: 'regular' } }, reads: 2 * 1001 + 8000 + page(2) },
    // A hundredth of them may not book: their keys and their rows of the index.
    { values: { conditions: { refused: true } }, reads: 2 * 200 + page(2) },
    { values: { conditions: { refused: true, tag: 'regular' } }, reads: 2 * 200 + page(2) },
    { values: { conditions: { refused: true, name: 'mar' } }, reads: 1001 + 2 * 200 + page(2) },
  ],
  // Each end of the conversation is searched for the guest's messages, and the rest for pending ones.
  selectConversationEmotions: () =>
    one({ conversation: 'conversation-1', window: 10 }, 2 * 2000 + 10_000 + 100),
  // The sums of each of the guest's conversations.
  selectCustomerEmotions: () => one({ customer: 'guest-4', window: 10 }, 200),
  selectWorkspaceEmotions: () =>
    one({ from: day(-1), to: day(1), interval: 'hour', timeZone: 'UTC' }, 20_500),
  selectOutcomes: () =>
    one({ from: day(-181), to: day(-179), negative: -350, positive: 100 }, 41_000),
  selectBooking: ({ booking }) => one({ id: booking }),
  selectSeries: ({ series }) => one({ id: series }),
  selectRequests: ({ venue }) => one({ venue }),
  selectBookingsOfDay: ({ venue }) => one({ venue, date: date(-180) }, 1000),
  selectBookingsOfCustomer: ({ middle }) => [
    { values: { customer: 'regular' }, reads: page(7) },
    { values: { customer: 'regular', before: middle }, reads: page(7) },
    { values: { customer: 'regular', state: 'held' }, reads: FILTERED },
  ],
  selectBookingsOfConversation: ({ middle }) => [
    { values: { conversation: 'conversation-1' }, reads: page(7) },
    { values: { conversation: 'conversation-1', before: middle }, reads: page(7) },
    { values: { conversation: 'conversation-1', state: 'held' }, reads: FILTERED },
  ],
  selectBookingsOfReference: ({ reference }) => one({ reference }),
  // As many bookings of a guest are read as a page has, once more for the page.
  selectBookingsOfEmail: ({ middle }) => [
    { values: { email: 'REGULAR@example.com' }, reads: page(8) },
    { values: { email: 'regular@example.com', before: middle }, reads: page(8) },
    { values: { email: 'regular@example.com', state: 'held' }, reads: page(8) },
    { values: { email: 'guest-4@example.com' }, reads: page(8) },
    { values: { email: 'nobody@example.com' }, reads: FEW },
  ],
  selectBookingsOfPhone: () => [
    { values: { phone: '3314' }, reads: page(8) },
    { values: { phone: '99999' }, reads: FEW },
  ],
  selectAvailability: ({ quietVenue }) => [
    ...one({ venue: quietVenue, from: date(1), to: date(2), partySize: 2 }, 500),
    ...one({ venue: quietVenue, from: date(1), to: date(2), partySize: 2, area: 'terrace' }, 1000),
  ],
  selectBlocks: ({ venue, middle }) => [
    { values: { venue }, reads: 3 * LIMIT + FEW },
    { values: { venue, before: middle }, reads: 3 * LIMIT + FEW },
  ],
  // A quarter of the year's bookings, with three events, a conversation and a resource of each. A
  // bitmap of an index counts its rows twice. A stay is compared with the periods of five dates.
  selectReport: ({ venue }) =>
    one({ venue, from: date(-250), to: date(-160), most: 50_000 }, 80_000),
  selectBookingCalendar: ({ booking }) => one({ id: booking }),
  selectTimeline: ({ booking }) => one({ id: booking, afterVersion: 0 }),
  selectDeadJobs: ({ middle, midyear }) => [
    { values: {}, reads: page(3) },
    { values: { afterAt: midyear, afterId: middle }, reads: page(3) },
  ],
  selectVenues: ({ middle }) => [
    { values: {}, reads: page(1) },
    { values: { before: middle }, reads: page(1) },
  ],
  selectVenue: ({ venue }) => one({ venue }),
  selectResources: ({ venue }) => one({ venue }),
  selectEntries: ({ venue, middle }) => [
    { values: { venue }, reads: page(8) },
    { values: { venue, after: middle }, reads: page(8) },
    { values: { venue, state: 'accepted' }, reads: 2 * FILTERED },
  ],
  selectWaiting: ({ venue }) => one({ venue }, page(8)),
  // A day's bookings with two events, a table and a guest of each, and the mood of two conversations of
  // the guest; 200 bookings of the regular guest; the live blocks of the venue, and twice as many
  // waiting entries as a page reads.
  selectFloor: ({ venue }) => one({ venue, date: date(-180) }, 9000),
  selectWebhooks: ({ middle }) => [
    { values: {}, reads: page(1) },
    { values: { before: middle }, reads: page(1) },
  ],
  selectWebhook: ({ webhook }) => one({ webhook }),
  selectDeliveries: ({ webhook, middle }) => [
    {
      values: { webhook, beforeMicros: 9e15, beforeJob: LAST, beforeAttempt: 32_767 },
      reads: page(3),
    },
    {
      values: {
        ...{ webhook, beforeMicros: (Date.now() - 180 * DAY_MS) * 1000 },
        ...{ beforeJob: middle, beforeAttempt: 32_767 },
      },
      reads: page(3),
    },
  ],
  selectExport: () => one({ customer: 'guest-4' }, page(20)),
  selectErasure: () => one({ customer: 'guest-4' }),
  selectRetention: () => one({}),
  selectLimits: () => one({}, COUNTED),
  // Three operations, each with two outcomes; on the platform in five regions too. A bitmap of an index
  // counts its rows twice. The few maintenance windows are in one page, which is read whole.
  selectLatency: () => one(latencyOf('hour', -2), 2 * 49 * 6 + FEW),
  selectLatencySeries: () => one(latencyOf('minute', -0.1), 4 * 145 * 6 + FEW),
  selectPlatformLatency: () => one(latencyOf('day', -30), 2 * 31 * 30 + FEW),
  selectPlatformLatencySeries: () => one(latencyOf('hour', -2), 4 * 49 * 30 + FEW),
  selectMetrics: () => one(latencyOf('day', -1), 4 * 6 + FEW),
  selectPlatformMetrics: () => one(latencyOf('day', -1), 4 * 30 + FEW),
  selectLight: () => one({ now: Date.now() }, WINDOWS + FEW),
  // The windows of burn rates, the hours of the baseline, and what is overdue.
  selectWorkspaceReadings: () =>
    one(
      { now: Date.now(), windowMinutes: 5, hours: hoursOfBaseline(Date.now()), before: 0 },
      2 * 1700,
    ),
  selectLightHistory: () => one({ from: day(-7), to: day(0), now: Date.now() }, 3000),
  // A thousand of each kind; and the unplanned events of all workspaces, of which 5,000 are searched.
  selectBacklog: () => one({ now: Date.now(), overdue: Date.now() }, 12_000),
  selectPlatformBacklog: () => one({ now: Date.now(), overdue: Date.now() }, 12_000),
  selectServiceLevels: () =>
    one({ now: Date.now(), from: day(-28) }, 2 * (29 * 6 + 1300 + WINDOWS)),
  selectPlatformServiceLevels: () =>
    one({ now: Date.now(), from: day(-28) }, 2 * (29 * 30 + 6000 + WINDOWS)),

  // Writes.
  insertMaintenance: () => one({ id: newId(), from: day(1), to: day(1.1), reason: 'a move' }),
  deleteMaintenance: ({ maintenance }) => one({ id: maintenance }, WINDOWS + FEW),
  setRefusal: () => one({ customer: 'guest-4', reason: 'left without paying' }),
  clearRefusal: () => one({ customer: 'guest-4' }),
  upsertRetention: () => one({ conversationsDays: 30 }),
  // The workspace's own keys are counted, also the revoked ones; venues and webhooks likewise.
  insertKey: ({ keys }) =>
    one({ id: newId(), name: 'k', scopes: ['messages:read'] }, Number(keys) + FEW),
  // The descendants of a key are searched among the workspace's own keys, in rounds.
  revokeKey: ({ otherKey, keys }) => one({ id: otherKey }, 4 * Number(keys) + FEW),
  upsertMessage: ({ quietVenue }) => [
    ...one(message('conversation-1')),
    ...one({ ...message('conversation-1'), bookingId: newId(), booking: place(quietVenue) }, 1500),
  ],
  correctEmotion: ({ spoken }) =>
    one(
      {
        ...{ id: newId(), conversation: 'conversation-1', message: spoken, label: 'anger' },
        valence: -700,
      },
      400,
    ),
  insertBooking: ({ quietVenue }) => {
    const customer = { id: 'guest-4' };
    const override = ['hours', 'slot', 'lead_time', 'horizon', 'pacing', 'party_size'];
    const wanted = place(quietVenue);
    return [
      { values: { id: newId(), booking: { ...wanted, customer } }, reads: 500 },
      { values: { id: newId(), booking: { ...wanted, customer, override } }, reads: 500 },
      // The last 500 bookings of a guest are counted, and those about the time of the booking.
      { values: { id: newId(), booking: { ...wanted, customer: { id: 'regular' } } }, reads: 1200 },
      {
        values: {
          id: newId(),
          booking: { venueId: quietVenue, partySize: 2, walkIn: true, minStay: 15, override },
        },
        reads: 500,
      },
    ];
  },
  changeBooking: ({ booking }) => [
    ...one({ id: booking, act: 'change', details: { notes: 'n' } }, 500),
    ...one({ id: booking, act: 'reschedule', details: { start: at(3) } }, 1500),
  ],
  insertSeries: ({ quietVenue }) =>
    one(
      {
        id: newId(),
        series: {
          ...place(quietVenue),
          ...{
            customer: { id: 'guest-4' },
            start: `${date(2)}T10:00`,
            repeat: 'FREQ=DAILY;COUNT=2',
          },
          missing: 'report',
          occurrences: [2, 3].map((days) => ({ id: newId(), start: `${date(days)}T10:00` })),
        },
      },
      2500,
    ),
  cancelBookingsOfSeries: ({ series }) => one({ id: series, details: { by: {} } }, 500),
  undoBooking: ({ undone }) => one({ id: undone, details: { by: {} } }, 800),
  updateCustomer: () => one({ customer: 'guest-4', change: { name: 'Mia', tags: ['vip'] } }, 200),
  mergeCustomers: () => one({ customer: 'guest-4', into: 'guest-5' }, 500),
  setCalendarHash: ({ quietVenue }) =>
    one({ venue: quietVenue, hash: new Uint8Array(32), sealedSecret: 's' }),
  clearCalendarHash: ({ quietVenue }) => one({ venue: quietVenue }),
  redeliverDeadJob: ({ deadJob }) => one({ id: deadJob, leaseMs: 1000 }),
  insertVenue: ({ venues }) =>
    one(
      {
        ...{ id: newId(), name: 'v', timeZone: 'UTC', slotInterval: 15, turnTimes: [] },
        ...{ bufferBefore: 0, bufferAfter: 0, leadTime: 0, horizonDays: 90, holdSeconds: 300 },
        ...{ cancellationCutoff: 0, followUps: {}, waitlistFirst: false, offerSeconds: 300 },
        ...{ seatingWindow: 720, lateGrace: 15, undoMinutes: 30 },
        guestOverlap: 'refuse',
        approvalMinutes: 1440,
      },
      Number(venues) + FEW,
    ),
  updateVenue: ({ quietVenue }) => one({ venue: quietVenue, change: { name: 'v' } }),
  updateHours: ({ quietVenue }) => one({ venue: quietVenue, weekly: [], exceptions: [] }),
  deleteVenue: ({ quietVenue }) => one({ venue: quietVenue }),
  insertResource: ({ quietVenue }) =>
    one({
      ...{ venue: quietVenue, id: newId(), name: 'new', kind: 'table', minParty: 1, maxParty: 2 },
      priority: 0,
    }),
  updateResource: ({ quietVenue, resource }) =>
    one({ venue: quietVenue, id: resource, change: { maxParty: 3 } }),
  deleteResource: ({ quietVenue, resource }) => one({ venue: quietVenue, id: resource }),
  insertCombination: ({ quietVenue, resource, otherResource }) =>
    one({
      ...{ venue: quietVenue, id: newId(), resourceIds: [resource, otherResource] },
      ...{ minParty: 1, maxParty: 8, priority: 0 },
    }),
  deleteCombination: ({ quietVenue, combination }) => one({ venue: quietVenue, id: combination }),
  insertBlock: ({ quietVenue, resource }) =>
    one(
      {
        id: newId(),
        block: {
          ...{ venueId: quietVenue, resourceIds: [resource], keepBookings: true, isComplete: true },
          ...{ from: `${date(2)}T10:00`, to: `${date(2)}T12:00`, expandedTo: day(778) },
          occurrences: [{ from: `${date(2)}T10:00`, to: `${date(2)}T12:00` }],
        },
      },
      200,
    ),
  deleteBlock: ({ quietVenue, block }) => one({ venue: quietVenue, id: block }, 200),
  joinWaitlist: ({ quietVenue }) =>
    one(
      {
        id: newId(),
        entry: {
          ...{ venueId: quietVenue, customer: { id: 'guest-4' }, partySize: 2 },
          ...{ earliest: at(1), latest: at(2) },
        },
      },
      500,
    ),
  acceptOffer: ({ venue, entry }) => one({ venue, id: entry, details: {} }, 500),
  leaveWaitlist: ({ venue, entry }) => one({ venue, id: entry }, 500),
  insertWebhook: ({ venues }) =>
    one(
      {
        ...{ id: newId(), url: 'https://example.com', events: ['booking.expired'], secret: '' },
        limit: 20,
      },
      Number(venues) + FEW,
    ),
  updateWebhook: ({ quietWebhook }) => one({ webhook: quietWebhook, change: { enabled: true } }),
  insertTest: ({ quietWebhook }) => one({ webhook: quietWebhook }),
  renewChallenge: ({ quietWebhook }) => one({ webhook: quietWebhook, challengeJob: newId() }),
  updateSecret: ({ quietWebhook }) => one({ webhook: quietWebhook, secret: '', overlapHours: 1 }),
  deleteWebhook: ({ quietWebhook }) => one({ webhook: quietWebhook }),
  // Without statistics, the sums of the hours are read by workspace.
  eraseCustomer: () => one({ customer: 'guest-4' }, 50_000),
};

const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const at = (days: number) => `${date(days)}T14:00:00+01:00`;
const place = (venueId: string) => ({ venueId, start: at(3), partySize: 2 });
const message = (conversation: string) => ({
  ...{ conversationId: newId(), conversation, defaultChannel: 'web', id: newId() },
  ...{ role: 'assistant', text: 't', digest: new Uint8Array(32), emotionState: 'none' },
});
const idAt = (instant: string) =>
  `${Date.parse(instant)
    .toString(16)
    .padStart(12, '0')
    .replace(/^(.{8})/, '$1-')}-0000-0000-000000000000`;

type AnyStatement = Statement<Params, unknown>;

/** The statements of the stores of `src` that act for a caller, by name, with their keyed forms. */
export async function statementsOfCallers(): Promise<Map<string, AnyStatement[]>> {
  const source = fileURLToPath(new URL('../../src', import.meta.url));
  const found = new Map<string, AnyStatement[]>();
  for (const file of globSync('**/*store.ts', { cwd: source })) {
    const exported: Record<string, unknown> = await import(`${source}/${file}`);
    for (const [name, value] of Object.entries(exported)) {
      if (!isStatement(value) || !value.names.includes('callerKey')) continue;
      found.set(name, value.keyed === undefined ? [value] : [value, value.keyed.statement]);
    }
  }
  return found;
}

type KeyedStatement = AnyStatement & { readonly keyed?: { readonly statement: AnyStatement } };

function isStatement(value: unknown): value is KeyedStatement {
  return typeof value === 'object' && value !== null && 'text' in value && 'names' in value;
}

/** The values of a request of a tenant, as the driver takes them. */
export function valuesOf(
  statement: AnyStatement,
  ids: Pick<Ids, 'key' | 'workspace'>,
  values: Case['values'],
): unknown[] {
  const once = { key: newId(), digest: '00', operation: 'test', status: 200 };
  const caller = { callerKey: ids.key, callerWorkspace: ids.workspace, callerScopes: [] };
  const all = { ...caller, once, limit: LIMIT, ...values };
  // A value that a case does not name is null, of whatever kind its parameter is.
  const given = statement.names.filter((name) => name in all);
  const encoded = encodeValues({ params: statement.params, names: given }, all as never);
  return statement.names.map((name) => (name in all ? encoded[given.indexOf(name)] : null));
}
