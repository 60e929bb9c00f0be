import type { BookingId, ConversationId } from '../../platform/ids.ts';
import { offerWaitlist } from '../../waitlist/offer-waitlist.ts';
import { dispatchNamed, LOOKAHEAD_MS } from '../delivery/dispatch.ts';
import type { FollowUpPorts } from '../ports.ts';
import type { PlannedJob } from './job-store.ts';
import { eventTypeOf, planEvent } from './plan-event.ts';
import { planFollowUps } from './plan-follow-ups.ts';
import { eventKey, happeningOf, jobOf } from './planned-job.ts';
import { selectUnplanned, storePlans } from './store.ts';
import type { UnplannedEvent, UnplannedMessage } from './unplanned.ts';

/** The bookings and conversations to plan for. */
export interface Subjects {
  readonly bookings: readonly BookingId[];
  readonly conversations: readonly ConversationId[];
}

export type PlannerPorts = Pick<
  FollowUpPorts,
  'database' | 'now' | 'log' | 'sendDeliveries' | 'enqueueFollowUp'
>;

/** The events that free a place, which may then be offered to the waitlist. */
const FREEING: readonly string[] = [
  'cancel',
  'erase',
  'expired',
  'reschedule',
  'change',
  'no_show',
  'finish',
];

/**
 * Plans everything that is still unplanned for some bookings and conversations. Repeated and
 * concurrent calls plan nothing twice. Jobs that are due are dispatched, and places that became
 * free are offered to the waitlist.
 * @returns how many jobs were planned
 * @throws DatabaseUnavailable when trying again later may help
 */
export async function planUnplanned(deps: PlannerPorts, subjects: Subjects): Promise<number> {
  const [row] = await deps.database.run(selectUnplanned, { ...subjects });
  const { events = [], turns = [], messages = [] } = row?.unplanned ?? {};
  if (events.length + turns.length + messages.length === 0) return 0;
  const now = deps.now();
  const jobs = [
    ...events.flatMap((event) => jobsOfEvent(event, now)),
    ...turns.flatMap((turn) => jobsOfMessage('conversation.needs_attention', turn, now)),
    ...messages.flatMap((message) => jobsOfMessage('message.created', message, now)),
  ];
  const due = await deps.database.run(storePlans, {
    now,
    soon: now + LOOKAHEAD_MS,
    events: events.map(eventKey),
    turns: turns.map(messageKey),
    messages: messages.map(messageKey),
    jobs,
  });
  await dispatchNamed(
    deps,
    due.map(({ id }) => id),
  );
  const freed = new Set(
    events
      .filter(({ event, isAwaited }) => isAwaited && FREEING.includes(event))
      .map(({ venueId }) => venueId),
  );
  for (const venue of freed) await offerWaitlist(deps, venue);
  return jobs.length;
}

function jobsOfEvent(event: UnplannedEvent, now: number): PlannedJob[] {
  const happened = happeningOf(event);
  const deliveries = planEvent(eventTypeOf(happened), event.listeners, now);
  const plans = [...deliveries, ...planFollowUps(happened, now)];
  return plans.map((plan) => jobOf(plan, eventKey(event)));
}

function jobsOfMessage(
  type: 'conversation.needs_attention' | 'message.created',
  message: UnplannedMessage,
  now: number,
): PlannedJob[] {
  return planEvent(type, message.listeners, now).map((plan) => jobOf(plan, messageKey(message)));
}

const messageKey = ({ conversationId, seq }: UnplannedMessage) => ({
  conversation_id: conversationId,
  seq,
});
