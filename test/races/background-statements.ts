import { randomUUID } from 'node:crypto';
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { extendBlock, selectDueBlocks } from '../../src/bookings/blocks/block-store.ts';
import {
  importBookings,
  importGuests,
  selectImportTarget,
} from '../../src/bookings/imports/store.ts';
import { expireHolds, selectExpiredHolds } from '../../src/bookings/store.ts';
import { indexCustomersPage, indexSeenCustomers } from '../../src/customers/store.ts';
import { foldPending, selectPending } from '../../src/emotions/fold-store.ts';
import { keepMoods, selectDueMoods, selectMoods } from '../../src/emotions/mood-store.ts';
import { recordFailures, selectOverdue } from '../../src/emotions/store.ts';
import { admitEmail, deleteCounts } from '../../src/follow-ups/addresses/store.ts';
import { markVerified } from '../../src/follow-ups/delivery/challenge-store.ts';
import {
  claimDueForGuests,
  claimDueForWebhooks,
  claimNamed,
  selectDueForGuests,
  selectDueForWebhooks,
} from '../../src/follow-ups/delivery/claim-store.ts';
import { keepHealth } from '../../src/follow-ups/delivery/health-store.ts';
import {
  deleteReportedJobs,
  finishJobs,
  markNoShow,
  postTexts,
} from '../../src/follow-ups/delivery/outcome-store.ts';
import { takeJobs, takeUnread } from '../../src/follow-ups/delivery/take-store.ts';
import { selectOverduePlans } from '../../src/follow-ups/planning/overdue-store.ts';
import {
  selectReplan,
  selectReplanEvents,
  selectReplanning,
  storeReplan,
} from '../../src/follow-ups/planning/replan-store.ts';
import { storePlans } from '../../src/follow-ups/planning/store.ts';
import { selectUnplanned } from '../../src/follow-ups/planning/unplanned-store.ts';
import { deleteCanary, makeCanary } from '../../src/operations/canary/store.ts';
import {
  CANARY_KEY,
  CANARY_SCOPES,
  CANARY_TABLE,
  CANARY_VENUE,
  CANARY_VENUE_SETTINGS,
  CANARY_WORKSPACE,
} from '../../src/operations/canary/workspace.ts';
import { hoursOfBaseline } from '../../src/operations/light/baseline.ts';
import {
  deleteOldLight,
  selectReadings,
  storeLight,
} from '../../src/operations/light/light-store.ts';
import {
  deleteOldFailedWork,
  forgetFailedWork,
  ping,
  recordFailedWork,
  selectSetApart,
} from '../../src/platform/failed-work/store.ts';
import type {
  BlockId,
  BookingId,
  ConversationId,
  Id,
  JobId,
  ResourceId,
  VenueId,
  WebhookId,
  WorkspaceId,
} from '../../src/platform/ids.ts';
import { newIdAt } from '../../src/platform/ids.ts';
import { sampleOf } from '../../src/platform/latency/sample.ts';
import { countTelemetry, deleteOldLatency } from '../../src/platform/latency/sample-store.ts';
import {
  encodeValues,
  type Params,
  type Statement,
  type Values,
} from '../../src/platform/statement.ts';
import {
  delayRetention,
  eraseExpiredPage,
  selectDueRetentions,
} from '../../src/privacy/retention-store.ts';
import { delayErasure, erasePage, selectRunningErasures } from '../../src/privacy/store.ts';
import { selectAwaited } from '../../src/waitlist/awaited-store.ts';
import { offerPlaces } from '../../src/waitlist/store.ts';
import { selectStaleAnswers, sweepAnswers } from '../../src/workspaces/answer-store.ts';
import { measureUsage } from '../../src/workspaces/limits/usage-store.ts';
import { SEEDED_DIGEST } from './plan-seed.ts';

/** The keys of rows that consumers are told of: a hundred of each kind. */
export interface Named {
  readonly messages: readonly { conversation_id: ConversationId; seq: number }[];
  readonly planned: readonly JobId[];
  readonly leased: readonly JobId[];
  readonly running: readonly JobId[];
  readonly texts: readonly JobId[];
  readonly no_show: JobId;
  readonly challenge: { readonly webhook: WebhookId; readonly job: JobId; readonly url: string };
  readonly events: readonly { booking_id: BookingId; version: number }[];
  readonly turns: readonly { conversation_id: ConversationId; seq: number }[];
  readonly announced: readonly { conversation_id: ConversationId; seq: number }[];
  readonly erased: { readonly workspace: WorkspaceId; readonly customer: Id<'customer'> };
  readonly venue: VenueId;
  readonly endpoints: readonly { webhook_id: WebhookId; workspace_id: WorkspaceId }[];
  readonly replanning: VenueId;
  readonly confirmed: readonly BookingId[];
  readonly held: readonly BookingId[];
  readonly block: BlockId;
  readonly failed: readonly BookingId[];
  readonly importing: {
    readonly workspace: WorkspaceId;
    readonly venue: VenueId;
    readonly resource: ResourceId;
    /** Ids of the other system, whose bookings are imported already. */
    readonly known: readonly string[];
  };
}

/** A statement of a consumer, a sweep or an import with values, and how many rows it may read. */
export interface BackgroundCase {
  readonly statement: unknown;
  readonly text: string;
  readonly reads: number;
  values(named: Named): unknown[];
}

const HOUR_MS = 3_600_000;

function background<P extends Params, Row>(
  statement: Statement<P, Row>,
  reads: number,
  values: (named: Named) => Values<P>,
): BackgroundCase {
  return {
    statement,
    text: statement.text,
    reads,
    values: (named) => encodeValues(statement, values(named)),
  };
}

const times = () => ({ now: Date.now(), soon: Date.now() + 120_000, leaseMs: 300_000 });
const keysOf = ({ messages }: Named) => ({
  conversations: messages.map((each) => each.conversation_id),
  seqs: messages.map(({ seq }) => seq),
});
const due = () => ({ now: Date.now(), soon: Date.now() + 120_000 });
const failedWork = () => ({ work: 'plan_booking', now: Date.now() });
const claimsOf = (ids: readonly JobId[]) => ({ ids, attempts: ids.map(() => 1) });
const TEXT = { locale: 'en', direction: 'ltr', when: 'now', subject: 's', text: 't' } as const;
const joy = { label: 'joy', valence: 700, model_version: 'plans' } as const;
/** The duration of a request. */
const sample = sampleOf({
  ...{ measured: 'store_message', status: 201, cf: null, at: Date.now(), weight: 1 },
  ...{ targetMs: 1000, totalMs: 96, databaseMs: 93, inDatabaseMs: 1.4 },
});
const reading = { ...joy, confidence: 900, abstained: null, probabilities: null } as const;
/** A time so many hours from now, in ISO 8601. */
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
/** The digest that the imported rows of the seed have, and another one. */
const [SAME, OTHER] = [SEEDED_DIGEST, '0a'];
/** Guests of a file: the rows of a third have not changed, those of a third have, and a third are new. */
const guestsOfFile = () =>
  Array.from({ length: 99 }, (_, n) => ({
    ...{ line: n, id: `${n % 3 < 2 ? 'guest' : 'new'}-${3000 + n}` },
    ...{
      digest: n % 3 === 0 ? SAME : OTHER,
      change: { name: `Guest ${n} Of File`, tags: ['vip'] },
    },
  }));
/** Bookings of a file: some are imported already. Half of the others get a place, the rest are history. */
const bookingsOfFile = ({ importing }: Named) => [
  ...importing.known.map((id, n) => ({ ...bookingOfFile(n), id, digest: n % 2 ? SAME : OTHER })),
  ...Array.from({ length: 75 }, (_, n) => bookingOfFile(n)),
];
const bookingOfFile = (n: number) => {
  const isPlaced = n % 2 === 0;
  return {
    ...{ line: n, id: `new-${n}`, digest: OTHER, booking: newIdAt<'booking'>(Date.now()) },
    guest: { id: `${n % 4 === 0 ? 'new' : 'guest'}-${4000 + n}`, name: 'Of File' },
    ...{ state: isPlaced ? ('confirmed' as const) : ('finished' as const), partySize: 2, tags: [] },
    start: inHours(isPlaced ? 24 + 2 * n : -24 * n),
  };
};

/**
 * Every statement that a consumer, a sweep or an import runs, by its name. The keys of a batch are a hundred, and
 * a sweep takes a thousand rows at most. The bounds are a small multiple of that.
 */
export const BACKGROUND: Readonly<Record<string, BackgroundCase>> = {
  selectPending: background(selectPending, 3000, (named) => ({ ...keysOf(named), most: 200 })),
  foldPending: background(foldPending, 2000, ({ messages }) => ({
    samples: messages.map((key) => ({ ...key, sample })),
    given: messages.map((key) => ({ ...key, ...reading })),
    ahead: messages.map(({ conversation_id }) => ({
      ...{ conversation: conversation_id, messages: 1, from_seq: 9, from_walked: 1, from_fold: 1 },
      ...{ from_told: 9, as_of_seq: 10, mood: -500, attention_seq: 10, attention_mood: -500 },
      ...{
        attention_label: 'anger' as const,
        turns: [{ seq: 10, mood: -500, label: 'anger' as const }],
      },
    })),
  })),
  countTelemetry: background(countTelemetry, 2000, () => ({
    samples: Array.from({ length: 100 }, () => ({ id: randomUUID(), workspaceId: null, sample })),
  })),
  // A thousand rows of each outbox are counted at most.
  selectReadings: background(selectReadings, 15_000, () => ({
    ...{ now: Date.now(), windowMinutes: 5, hours: hoursOfBaseline(Date.now()) },
    before: Date.now(),
  })),
  storeLight: background(storeLight, 100, () => ({
    ...{ now: Date.now(), formerAt: null, former: null, light: 'green', signals: [] },
    ...{ isChanged: true, isReported: true, missedAt: null, ids: [randomUUID(), randomUUID()] },
  })),
  deleteOldLight: background(deleteOldLight, 100, () => ({ before: 0, rows: 1000 })),
  deleteOldLatency: background(deleteOldLatency, 1000, () => ({
    rows: 5000,
    kept: { minute: 2, hour: 60, day: 732 },
  })),
  recordFailures: background(recordFailures, 1000, (named) => ({
    ...keysOf(named),
    error: 'classifier',
  })),
  selectOverdue: background(selectOverdue, 5000, () => ({ olderThan: '0', limit: 1000 })),
  selectMoods: background(selectMoods, 3000, (named) => ({
    conversations: keysOf(named).conversations,
    most: 100,
  })),
  keepMoods: background(keepMoods, 2000, ({ messages }) => ({
    walked: messages.map(({ conversation_id }) => ({
      ...{ conversation: conversation_id, from_seq: 9, from_version: 1, walked_version: 2 },
      ...{ as_of_seq: 10, mood: -500, attention_seq: 10, attention_mood: -500 },
      ...{ attention_label: 'anger', turns: [{ seq: 10, mood: -500, label: 'anger' }] },
    })),
  })),
  selectDueMoods: background(selectDueMoods, 5000, () => ({ olderThan: '0', limit: 1000 })),
  // They look at eight due jobs for each workspace to find out whose jobs are due.
  claimDueForGuests: background(claimDueForGuests, 30_000, () => ({ ...times(), limit: 1000 })),
  claimDueForWebhooks: background(claimDueForWebhooks, 30_000, () => ({
    ...times(),
    limit: 1000,
  })),
  selectDueForGuests: background(selectDueForGuests, 30_000, () => ({ ...due(), limit: 1000 })),
  selectDueForWebhooks: background(selectDueForWebhooks, 30_000, () => ({
    ...due(),
    limit: 1000,
  })),
  claimNamed: background(claimNamed, 1000, ({ planned }) => ({
    ...times(),
    ids: planned,
    limit: 100,
  })),
  takeJobs: background(takeJobs, 5000, ({ leased }) => ({
    ...times(),
    ...claimsOf(leased),
    before: [],
  })),
  takeUnread: background(takeUnread, 2000, ({ leased }) => ({ ...times(), ...claimsOf(leased) })),
  postTexts: background(postTexts, 10_000, ({ texts }) => ({
    now: Date.now(),
    texts: texts.map((id) => ({ id, attempt: 1, content: TEXT })),
  })),
  markVerified: background(markVerified, 10, ({ challenge }) => ({
    ...challenge,
    now: Date.now(),
  })),
  admitEmail: background(admitEmail, 10, ({ no_show: job }) => ({
    ...{ job, email: 'maya@example.com', isFirst: true, now: Date.now() },
  })),
  deleteCounts: background(deleteCounts, 10_000, () => ({ now: Date.now(), limit: 1000 })),
  markNoShow: background(markNoShow, 2000, (named) => ({ id: named.no_show })),
  finishJobs: background(finishJobs, 2000, ({ running }) => ({
    ...times(),
    failingBefore: Date.now() - HOUR_MS,
    results: running.map((id) => ({
      ...{ id, attempt: 1, state: 'planned', outcome: 'retry', failures: 1, reason: 'status' },
      ...{ wake_at: Date.now() + HOUR_MS, webhook_id: null, status: 500, latency_ms: 5 },
      ...{ answer: null, gone: false, content: null },
    })),
  })),
  keepHealth: background(keepHealth, 1000, ({ endpoints }) => ({
    now: Date.now(),
    health: endpoints.map(({ webhook_id, workspace_id }) => ({
      ...{ webhook_id, workspace_id, version: 1, failures: 1, slow: 0, opened: 0 },
      ...{ open_until: null, spent_ms: 5 },
    })),
  })),
  deleteReportedJobs: background(deleteReportedJobs, 10_000, () => ({
    before: Date.now() - 30 * 24 * HOUR_MS,
    limit: 1000,
  })),
  selectUnplanned: background(selectUnplanned, 10_000, ({ events, turns, announced }) => ({
    bookings: events.map(({ booking_id }) => booking_id),
    conversations: [...turns, ...announced].map(({ conversation_id }) => conversation_id),
    ...{ now: Date.now(), perSubject: 100, limit: 200 },
  })),
  storePlans: background(storePlans, 5000, ({ events, turns, announced }) => ({
    ...{ ...times(), events, turns, messages: announced },
    samples: events.map((key) => ({ ...key, sample })),
    jobs: [...events, ...turns, ...announced].map((source) => ({
      ...{ ...source, purpose: 'plans', kind: 'event', channel: 'webhook', schedule_version: null },
      ...{ webhook_id: null, content: null, due_at: Date.now() },
      event: 'message.created',
    })),
  })),
  selectReplanning: background(selectReplanning, 3000, () => ({ now: Date.now(), limit: 100 })),
  selectReplan: background(selectReplan, 5000, ({ replanning }) => ({
    venue: replanning,
    limit: 100,
  })),
  selectReplanEvents: background(selectReplanEvents, 5000, ({ confirmed }) => ({
    bookings: confirmed,
  })),
  storeReplan: background(storeReplan, 2000, ({ venue, events }) => ({
    ...{ venue, from: '2026-01-01T00:00:00Z', to: null, now: Date.now() },
    jobs: events.map((source) => ({
      ...{ ...source, purpose: 'replan', kind: 'reminder', channel: 'email', schedule_version: 1 },
      ...{ webhook_id: null, event: null, content: null, due_at: Date.now() },
    })),
  })),
  // It reads 5,000 rows of each kind to find their subjects.
  selectOverduePlans: background(selectOverduePlans, 20_000, () => ({
    ...{ before: Date.now(), now: Date.now(), limit: 500 },
  })),
  offerPlaces: background(offerPlaces, 20_000, ({ venue }) => ({ venue, after: null, limit: 10 })),
  selectAwaited: background(selectAwaited, 20_000, () => ({ venues: 300, entries: 1000 })),
  selectExpiredHolds: background(selectExpiredHolds, 3000, () => ({ limit: 1000 })),
  expireHolds: background(expireHolds, 2000, ({ held }) => ({ bookings: held })),
  selectDueBlocks: background(selectDueBlocks, 3000, () => ({ limit: 1000 })),
  // It reads the bookings and the tables of one venue, and stores what is left of 30 days.
  extendBlock: background(extendBlock, 4000, ({ block }) => ({
    block,
    occurrences: {
      occurrences: Array.from({ length: 30 }, (_, day) => ({
        from: new Date(Date.now() + day * 24 * HOUR_MS).toISOString().slice(0, 16),
        to: new Date(Date.now() + (day * 24 + 12) * HOUR_MS).toISOString().slice(0, 16),
      })),
      expandedTo: new Date(Date.now() + 778 * 24 * HOUR_MS).toISOString(),
      isComplete: false,
    },
  })),
  ping: background(ping, 1, () => ({})),
  selectSetApart: background(selectSetApart, 300, () => ({ ...failedWork(), limit: 100 })),
  recordFailedWork: background(recordFailedWork, 1000, ({ failed }) => ({
    ...failedWork(),
    failures: failed.map((subject) => ({ subject, reason: 'fault' })),
  })),
  forgetFailedWork: background(forgetFailedWork, 1000, ({ failed }) => ({
    ...failedWork(),
    subjects: failed,
  })),
  deleteOldFailedWork: background(deleteOldFailedWork, 3000, () => ({
    before: Date.now(),
    limit: 1000,
  })),
  selectRunningErasures: background(selectRunningErasures, 2000, () => ({ limit: 20 })),
  indexCustomersPage: background(indexCustomersPage, 5000, () => ({ limit: 500 })),
  indexSeenCustomers: background(indexSeenCustomers, 5000, () => ({ limit: 500 })),
  selectDueRetentions: background(selectDueRetentions, 1000, () => ({ limit: 200 })),
  eraseExpiredPage: background(eraseExpiredPage, 10_000, ({ erased }) => ({
    workspace: erased.workspace,
    rows: 100,
  })),
  delayRetention: background(delayRetention, 10, ({ erased }) => ({
    workspace: erased.workspace,
    fault: '57014',
  })),
  erasePage: background(erasePage, 5000, ({ erased }) => ({ ...erased, rows: 100 })),
  delayErasure: background(delayErasure, 10, ({ erased }) => ({
    customer: erased.customer,
    fault: '57014',
  })),
  sweepAnswers: background(sweepAnswers, 20_000, () => ({ limit: 1000, only: null })),
  selectStaleAnswers: background(selectStaleAnswers, 20_000, () => ({ limit: 1000 })),
  makeCanary: background(makeCanary, 10, () => ({
    ...{ workspace: CANARY_WORKSPACE, key: CANARY_KEY, scopes: CANARY_SCOPES },
    ...{ venue: CANARY_VENUE, table: CANARY_TABLE, ...CANARY_VENUE_SETTINGS },
  })),
  // It deletes 200 bookings and 200 conversations with ten messages each, and reads these a few times.
  deleteCanary: background(deleteCanary, 30_000, () => ({ rows: 200 })),
  measureUsage: background(measureUsage, 50_000, () => ({ pages: 20, workspaces: 1000 })),
  importGuests: background(importGuests, 2000, ({ importing }) => ({
    ...{ workspace: importing.workspace, source: 'plans', isTrial: false },
    guests: guestsOfFile(),
  })),
  // A trial does what a real run does, and takes the places of earlier pages.
  importBookings: background(importBookings, 5000, (named) => ({
    ...{ workspace: named.importing.workspace, venue: named.importing.venue, source: 'plans' },
    ...{ bookings: bookingsOfFile(named), isTrial: true },
    before: Array.from({ length: 20 }, (_, n) => ({
      ...{ start: inHours(1500 + n), until: inHours(1501 + n) },
      resources: [named.importing.resource],
    })),
  })),
  selectImportTarget: background(selectImportTarget, 20, ({ importing }) => ({
    workspace: importing.workspace,
    venue: importing.venue,
  })),
};

/** The statements of sweeps that choose their own subjects, also those that run after a failure. */
export const SWEEPS = [
  ...['selectOverdue', 'selectDueMoods', 'claimDueForGuests', 'claimDueForWebhooks'],
  ...['selectDueForGuests', 'selectDueForWebhooks', 'selectOverduePlans', 'selectReplanning'],
  ...['selectAwaited', 'selectExpiredHolds', 'selectDueBlocks', 'deleteCounts'],
  'deleteReportedJobs',
  ...['deleteOldFailedWork', 'selectSetApart', 'selectRunningErasures', 'selectDueRetentions'],
  ...['sweepAnswers', 'selectStaleAnswers', 'measureUsage', 'selectReadings'],
  ...['indexCustomersPage', 'indexSeenCustomers'],
] as const;

/** Statements without a caller that no consumer and no sweep runs, and what runs them. */
export const NOT_BACKGROUND: Readonly<Record<string, string>> = {
  selectVenueCalendar: 'a request',
  setUnsubscribed: 'a request',
  writeKeyUse: 'the work after a request',
  selectRates: 'the work after a request',
  updateLimit: 'a script',
  selectLimitsOf: 'a script',
  insertWorkspace: 'a script',
  insertOperatorsKey: 'a script',
  selectWorkspacesNamed: 'a script',
  rebuildStatistics: 'a script',
  analyzeStatistics: 'a script',
  selectWorkspaces: 'a script',
  selectReadByOthers: 'a script',
  relabelMessages: 'a script',
  retrySetApart: 'a script',
  selectFailedWork: 'a script',
  retryFailedWork: 'a script',
};

/**
 * The statements that the stores of `src` export, except those that act for a caller: only requests
 * run those.
 */
export async function statementsWithoutCaller(): Promise<Map<string, unknown>> {
  const source = fileURLToPath(new URL('../../src', import.meta.url));
  const found = new Map<string, unknown>();
  for (const file of globSync('**/*store.ts', { cwd: source })) {
    const exported: Record<string, unknown> = await import(`${source}/${file}`);
    for (const [name, value] of Object.entries(exported)) {
      if (isStatement(value) && !value.names.includes('callerKey')) found.set(name, value);
    }
  }
  return found;
}

function isStatement(value: unknown): value is { text: string; names: readonly string[] } {
  return typeof value === 'object' && value !== null && 'text' in value && 'names' in value;
}
