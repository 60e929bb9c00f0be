import { forget, setApart } from '../../platform/failed-work/set-apart.ts';
import type { Failure } from '../../platform/failed-work/store.ts';
import type { BookingId, ConversationId, JobId, VenueId } from '../../platform/ids.ts';
import type { Sample } from '../../platform/latency/sample.ts';
import { describeFault } from '../../platform/log.ts';
import { LOOKAHEAD_MS } from '../delivery/dispatch.ts';
import type { FollowUpPorts } from '../ports.ts';
import type { EventKey, MessageKey, PlannedJob } from './job-store.ts';
import { jobsOfEvent, jobsOfMessage, messageKey, readable, Unreadable } from './jobs-of-row.ts';
import { eventKey } from './planned-job.ts';
import { storePlans } from './store.ts';
import type { Found } from './unplanned.ts';
import { selectUnplanned } from './unplanned-store.ts';

/** A booking or conversation to plan for, with the name of the work. */
export type Subject =
  | { readonly work: 'plan_booking'; readonly id: BookingId }
  | { readonly work: 'plan_conversation'; readonly id: ConversationId };

export type PlannerPorts = Pick<
  FollowUpPorts,
  'database' | 'now' | 'log' | 'sendDeliveries' | 'enqueueFollowUp'
>;

/** What was planned for some subjects. */
export interface Planned {
  /** How many jobs were planned. */
  readonly jobs: number;
  /** How many subjects something was planned for. */
  readonly subjects: number;
  /** The jobs that are due now. */
  readonly due: readonly JobId[];
  /** The venues at which a place became free that a party waits for. */
  readonly freed: readonly VenueId[];
  /** Subjects that were left out because other statements have locked their rows. */
  readonly locked: readonly Subject[];
}

/** The durations of the requests that made some events, by {@link nameOfEvent}. */
export type SamplesOfEvents = ReadonlyMap<string, Sample>;
export const nameOfEvent = (booking: BookingId, version: number) => `${booking}/${version}`;

/** How many rows of one subject, and how many rows of each kind, one statement plans. */
const PER_SUBJECT = 100;
const ROWS = 200;
/** How often the statements are repeated for subjects with more rows than that. */
const MOST_ROUNDS = 40;

/** The events that free a place, which may then be offered to the waitlist. */
const FREEING: readonly string[] = [
  'cancel',
  'decline',
  'erase',
  'expired',
  'reschedule',
  'change',
  'no_show',
  'finish',
];

/**
 * Plans what is still unplanned for some subjects, in rounds of bounded size. A subject with a row
 * that cannot be read or planned is set apart; its other rows and the other subjects are planned.
 * What is left after the last round is left to the sweep.
 */
export async function planPart(
  deps: PlannerPorts,
  part: readonly Subject[],
  samples: SamplesOfEvents,
): Promise<Planned> {
  const due: JobId[] = [];
  const freed = new Set<VenueId>();
  const done = new Set<string>();
  let locked: readonly string[] = [];
  let jobs = 0;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const rows = await deps.database.run(selectUnplanned, {
      bookings: part.flatMap((each) => (each.work === 'plan_booking' ? each.id : [])),
      conversations: part.flatMap((each) => (each.work === 'plan_conversation' ? each.id : [])),
      now: deps.now(),
      perSubject: PER_SUBJECT,
      limit: ROWS,
    });
    if (rows.length === 0) break;
    const stored = await storeRound(deps, rows, samples);
    due.push(...stored.due);
    jobs += stored.jobs;
    for (const venue of stored.freed) freed.add(venue);
    for (const subject of stored.subjects) done.add(subject);
    locked = stored.locked;
    const hasProgress = stored.subjects.length > 0 || stored.isOneSetApart;
    if (!hasMore(rows) || !hasProgress) break;
  }
  return {
    jobs,
    subjects: done.size,
    due,
    freed: [...freed],
    locked: part.filter(({ id }) => locked.includes(id)),
  };
}

/** Whether the statement has left rows out. */
function hasMore(rows: readonly Found[]): boolean {
  const counts = new Map<string, number>();
  for (const { kind, subject } of rows) {
    const key = `${kind} ${subject}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const isFull = [...counts.values()].some((count) => count >= PER_SUBJECT);
  return isFull || rows.length >= ROWS || rows.some(({ found }) => found > rows.length);
}

/** Plans the rows of one statement. */
async function storeRound(deps: PlannerPorts, rows: readonly Found[], samples: SamplesOfEvents) {
  const now = deps.now();
  const jobs: PlannedJob[] = [];
  const events: EventKey[] = [];
  const turns: MessageKey[] = [];
  const messages: MessageKey[] = [];
  const freed: VenueId[] = [];
  const failures = { plan_booking: new Map(), plan_conversation: new Map() } as const;
  for (const row of rows) {
    const work = row.kind === 'event' ? 'plan_booking' : 'plan_conversation';
    try {
      if (row.kind === 'event') {
        const event = readable(row.item);
        jobs.push(...jobsOfEvent(event, now));
        events.push(eventKey(event));
        if (event.isAwaited && FREEING.includes(event.event)) freed.push(event.venueId);
      } else {
        const message = readable(row.item);
        const [type, keys] =
          row.kind === 'turn'
            ? (['conversation.needs_attention', turns] as const)
            : (['message.created', messages] as const);
        jobs.push(...jobsOfMessage(type, message, now));
        keys.push(messageKey(message));
      }
    } catch (error) {
      const reason = error instanceof Unreadable ? error.reason : 'fault';
      const at = error instanceof Unreadable ? { field: error.message } : describeFault(error);
      deps.log.error('event_not_planned', { work, subject: row.subject, reason, ...at });
      failures[work].set(row.subject, reason);
    }
  }
  for (const work of ['plan_booking', 'plan_conversation'] as const) {
    await setApart(deps, work, failuresOf(failures[work]));
  }
  const measured = events.flatMap((event) => {
    const sample = samples.get(nameOfEvent(event.booking_id, event.version));
    return sample === undefined ? [] : [{ ...event, sample }];
  });
  const values = {
    ...{ now, soon: now + LOOKAHEAD_MS, events, turns, messages, jobs },
    samples: measured,
  };
  const [stored] =
    events.length + turns.length + messages.length === 0
      ? []
      : await deps.database.run(storePlans, values);
  const subjects = stored?.subjects ?? [];
  const isFailed = (id: string) =>
    failures.plan_booking.has(id) || failures.plan_conversation.has(id);
  await forgetPlanned(
    deps,
    rows.filter(({ subject }) => subjects.includes(subject) && !isFailed(subject)),
  );
  const given = new Set([
    ...events.map((each) => each.booking_id),
    ...[...turns, ...messages].map((each) => each.conversation_id),
  ]);
  return {
    jobs: jobs.length,
    due: stored?.due ?? [],
    freed,
    subjects,
    isOneSetApart: failures.plan_booking.size + failures.plan_conversation.size > 0,
    locked: [...given].filter((id) => !subjects.includes(id) && !isFailed(id)),
  };
}

const failuresOf = (reasons: ReadonlyMap<string, string>): Failure[] =>
  [...reasons].map(([subject, reason]) => ({ subject, reason }));

/** Deletes the failures of subjects for which planning has worked again. */
async function forgetPlanned(deps: PlannerPorts, rows: readonly Found[]): Promise<void> {
  const subjectsOf = (isEvent: boolean) =>
    rows.flatMap(({ kind, subject, hasFailed }) =>
      hasFailed && (kind === 'event') === isEvent ? subject : [],
    );
  await forget(deps, 'plan_booking', subjectsOf(true));
  await forget(deps, 'plan_conversation', subjectsOf(false));
}
