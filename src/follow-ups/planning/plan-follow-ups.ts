import type { Deps } from '../../deps.ts';
import { showId } from '../../platform/ids.ts';
import { offerWaitlist } from '../../waitlist/offer-waitlist.ts';
import { dispatchNamed, LOOKAHEAD_MS } from '../delivery/dispatch.ts';
import { eventTypeOf, type Happening, type Plan, planEvent, planFollowUps } from './plan.ts';
import { keepPlans, selectUnplanned } from './store.ts';

/** Whose follow-ups are to be planned, by their own ids. */
export interface Subjects {
  readonly bookings: readonly string[];
  readonly conversations: readonly string[];
}

type Planner = Pick<Deps, 'database' | 'now' | 'log' | 'sendDeliveries' | 'enqueueFollowUp'>;

/** What frees a place for those who wait. */
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
 * Plans what is still unplanned of the bookings and conversations named, once however often and by
 * however many it is called, has what is due carried out, and offers what became free to those who
 * wait.
 * @throws DatabaseUnavailable: try again later
 */
export async function planUnplanned(deps: Planner, subjects: Subjects): Promise<number> {
  const [row] = await deps.database.run(selectUnplanned, { ...subjects });
  const { events = [], turns = [], messages = [] } = row?.unplanned ?? {};
  if (events.length + turns.length + messages.length === 0) return 0;
  const now = deps.now();
  const jobs = [
    ...events.flatMap((event) => {
      const happened: Happening = {
        ...event,
        shownBookingId: showId('booking', event.bookingId),
        venue: { name: event.venueName, timeZone: event.timeZone, followUps: event.followUps },
        guest: { locale: event.locale, hasEmail: event.hasEmail },
      };
      const told = planEvent(eventTypeOf(happened), event.listeners, now);
      return [...told, ...planFollowUps(happened, now)].map((plan) =>
        rowOf(plan, { booking_id: event.bookingId, version: event.version }),
      );
    }),
    ...turns.flatMap(({ conversationId, seq, listeners }) =>
      planEvent('conversation.needs_attention', listeners, now).map((plan) =>
        rowOf(plan, { conversation_id: conversationId, seq }),
      ),
    ),
    ...messages.flatMap(({ conversationId, seq, listeners }) =>
      planEvent('message.created', listeners, now).map((plan) =>
        rowOf(plan, { conversation_id: conversationId, seq }),
      ),
    ),
  ];
  const ofMessage = ({ conversationId, seq }: { conversationId: string; seq: number }) => ({
    conversation_id: conversationId,
    seq,
  });
  const due = await deps.database.run(keepPlans, {
    now,
    soon: now + LOOKAHEAD_MS,
    events: JSON.stringify(
      events.map(({ bookingId, version }) => ({ booking_id: bookingId, version })),
    ),
    turns: JSON.stringify(turns.map(ofMessage)),
    messages: JSON.stringify(messages.map(ofMessage)),
    jobs: JSON.stringify(jobs),
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
  for (const venueId of freed) await offerWaitlist(deps, venueId);
  return jobs.length;
}

type Source = { booking_id: string; version: number } | { conversation_id: string; seq: number };

/** A plan as {@link keepPlans} takes it. */
function rowOf(plan: Plan, source: Source) {
  const { purpose, kind, channel, scheduleVersion, event, webhookId, content, dueAt } = plan;
  return {
    ...source,
    purpose,
    kind,
    channel,
    event,
    content,
    schedule_version: scheduleVersion,
    webhook_id: webhookId,
    due_at: dueAt,
  };
}
