import { z } from 'zod';
import type { Reply, Send } from './client.ts';
import { createDraws, type Draws } from './draws.ts';
import type { Venue } from './furnish.ts';
import type { AnsweredBooking, Finding, KeyName, WorkloadLog } from './log.ts';

/** What all clients of a workload share. */
export interface World {
  readonly venues: readonly Venue[];
  readonly keys: Readonly<Record<KeyName, Send>>;
  readonly log: WorkloadLog;
  /** How many operations have begun. */
  begun: number;
  /** Bookings, blocks and entries of all clients, the newest ones, on which clients race. */
  readonly bookings: Seen[];
  readonly blocks: { readonly venue: Venue; readonly id: string }[];
  readonly entries: { readonly venue: Venue; readonly id: string }[];
  /** Guests whose refusal a client is changing or has set. */
  readonly refused: Set<string>;
  /** Guests that were merged or are being merged, by the id of the merged one. */
  readonly merged: Map<string, string>;
}

/** A booking as a client last saw it. */
export interface Seen {
  readonly venue: Venue;
  readonly booking: AnsweredBooking;
}

/** One client of a workload: it draws operations and keeps the bookings that it has seen. */
export interface Visitor extends Draws {
  readonly world: World;
  readonly seen: Seen[];
  /** Bookings that the client has forgotten and whose places are to become free. */
  readonly forgotten: Seen[];
  /**
   * A booking of this client, or at times of another one. Mostly one for which an act is meant, if there
   * are any. Undefined: none is known yet.
   */
  someBooking(isMeant: (booking: AnsweredBooking) => boolean): Seen | undefined;
  /** The id of a guest: some dozens of guests book at the same time, and later others. */
  guest(): string;
  /** Sends a request once, or at times twice with one Idempotency-Key. */
  ask(request: Asked): Promise<Reply>;
}

export interface Asked {
  readonly operation: string;
  readonly key: KeyName;
  readonly method: string;
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** The body may name the acting person. */
  readonly actor?: boolean;
  readonly ifMatch?: string | undefined;
  /** The venue of the booking that the answer contains. */
  readonly venue?: Venue;
}

/** How many bookings a client knows, and how many are known to all of them. */
const KNOWN = 15;
const KNOWN_TO_ALL = 200;
/** The share of requests that are sent twice because the first answer was lost. */
const REPEATED = 0.06;
/** Refusals that a workload of valid requests can cause. Any other one is a finding. */
const EXPECTED = new Set([
  ...['full', 'slot_taken', 'party_too_large', 'party_too_small', 'closed', 'outside_hours'],
  ...['not_a_slot', 'too_late', 'beyond_horizon', 'booking_state', 'hold_expired', 'too_early'],
  ...['nothing_to_undo', 'undo_expired', 'guest_overlap', 'guest_refused', 'limit_reached'],
  ...['resources_unfit', 'resources_unneeded', 'stay_overlaps', 'stay_ended', 'end_invalid'],
  ...['expected_at_invalid', 'version_stale', 'bookings_in_block', 'block_too_large'],
  ...['block_not_found', 'waitlist_state', 'already_waiting', 'scope_missing'],
  ...['merge_too_large', 'customer_not_found', 'customer_mismatch', 'needs_approval'],
]);

const bookingSchema = z.object({
  ...{ id: z.string(), customerId: z.string().nullable(), state: z.string() },
  ...{ start: z.string(), end: z.string(), partySize: z.number() },
  resources: z.array(z.object({ id: z.string() })),
  area: z.object({ name: z.string(), required: z.boolean() }).nullable(),
  ...{ holdExpiresAt: z.string().nullable(), cancelledLate: z.boolean().nullable() },
  ...{ late: z.boolean(), expectedAt: z.string().nullable() },
  ...{ reference: z.string().nullable(), version: z.number() },
});
const keptSchema = z.object({
  keptBookings: z.object({ count: z.number(), data: z.array(z.string()) }),
});

/** Another client may have moved the booking since this one chose a time by its start. */
const isLateTime = (problem: Reply['body']) =>
  /^\[{"field":"body.(end|expectedAt)","/.test(JSON.stringify(problem['errors'] ?? null));

function readBooking(body: Reply['body']): AnsweredBooking | undefined {
  const { data } = bookingSchema.safeParse(body);
  if (data === undefined) return undefined;
  const instant = (text: string | null) => (text === null ? null : Date.parse(text));
  return {
    ...data,
    start: Date.parse(data.start),
    end: Date.parse(data.end),
    resources: data.resources.map(({ id }) => id),
    holdExpiresAt: instant(data.holdExpiresAt),
    expectedAt: instant(data.expectedAt),
  };
}

/** @param seed of its draws */
export function createVisitor(world: World, number: number, seed: number): Visitor {
  const draws = createDraws(seed * 7919 + number);
  const seen: Seen[] = [];
  const forgotten: Seen[] = [];
  const { log } = world;
  let asked = 0;
  const find = (finding: Finding) => log.findings.push(finding);

  async function ask(request: Asked): Promise<Reply> {
    asked += 1;
    const actor = `c${number}-${asked}`;
    const { operation, key, method, path, ifMatch } = request;
    const body = request.actor === true ? { ...request.body, actor } : request.body;
    const isRepeated = method !== 'GET' && draws.happens(REPEATED);
    const headers = {
      ...(ifMatch === undefined ? {} : { 'If-Match': ifMatch }),
      ...(isRepeated ? { 'Idempotency-Key': `${actor}-${world.venues[0]?.id}` } : {}),
    };
    const send = () => world.keys[key]({ method, path, body, headers });
    const sentAt = Date.now();
    const replies = [await (isRepeated && draws.happens(0.5) ? together() : send())].flat();
    if (isRepeated && replies.length === 1) replies.push(await send());
    const receivedAt = Date.now();
    async function together() {
      return Promise.all([send(), send()]);
    }
    // This refusal is not kept for the key: the second request may find the guest.
    const kept = replies.filter(({ body: answer }) => answer['code'] !== 'customer_not_found');
    const reply = kept.find(({ isReplayed }) => !isReplayed) ?? kept[0] ?? replies[0];
    if (reply === undefined) throw new Error('no answer');
    if (isRepeated) log.repeated += 1;
    if (kept.length > 1) {
      const [first, second] = kept;
      const isKept = reply.status < 300;
      const same = JSON.stringify(first?.body) === JSON.stringify(second?.body);
      if (operation === 'message') {
        // A message has its own sign of a replay, in `status`.
        const all = new Set(kept.map((each) => each.body['id']));
        if (isKept && all.size > 1)
          find({ kind: 'replay', what: `${path}: two messages of one key` });
      } else if (isKept && (first?.status !== second?.status || !same)) {
        find({ kind: 'replay', what: `${operation} ${path}: the answers of one key differ` });
      } else if (isKept && kept.filter(({ isReplayed }) => !isReplayed).length !== 1) {
        find({ kind: 'replay', what: `${operation} ${path}: carried out not exactly once` });
      }
    }
    for (const { status, body: problem } of replies) {
      const { code } = problem;
      if (status >= 500) {
        find({ kind: 'fault', what: `${operation} ${method} ${path}: ${status} ${code}` });
      } else if (status >= 400 && !EXPECTED.has(String(code)) && !isLateTime(problem)) {
        const text = JSON.stringify({ problem, request: body });
        find({ kind: 'refusal', what: `${operation} ${method} ${path}: ${status} ${text}` });
      }
    }
    if (reply.status >= 400) {
      const name = `${operation}: ${reply.body['code']}`;
      log.refusals.set(name, (log.refusals.get(name) ?? 0) + 1);
      log.refusedActors.add(actor);
      return reply;
    }
    const booking = readBooking(reply.body);
    const { data: block } = keptSchema.safeParse(reply.body);
    const { id } = reply.body;
    log.successes.push({
      ...{ operation, key, actor, sentAt, receivedAt, status: reply.status, path, booking },
      request: body ?? {},
      id: typeof id === 'string' ? id : undefined,
      kept: block && { count: block.keptBookings.count, ids: block.keptBookings.data },
    });
    const { venue } = request;
    if (venue !== undefined && booking !== undefined) {
      forgotten.push(...keep(seen, { venue, booking }, KNOWN));
      keep(world.bookings, { venue, booking }, KNOWN_TO_ALL);
    }
    return reply;
  }

  return {
    ...draws,
    ...{ world, seen, forgotten, ask },
    someBooking(isMeant) {
      const all = draws.happens(0.25) ? world.bookings : seen;
      const fitting = all.filter(({ booking }) => isMeant(booking));
      const from = fitting.length > 0 && draws.happens(0.85) ? fitting : all;
      return from.length === 0 ? undefined : draws.one(from);
    },
    guest: () => `g${Math.floor(world.begun / 3000)}-${draws.below(80)}`,
  };
}

/** Keeps the newest version of a booking, and at most `most` bookings. Returns those that were dropped. */
function keep(all: Seen[], { venue, booking }: Seen, most: number): Seen[] {
  const known = all.findIndex((each) => each.booking.id === booking.id);
  if (known >= 0) all.splice(known, 1);
  all.push({ venue, booking });
  return all.splice(0, Math.max(0, all.length - most));
}
