import type { Salvaged } from '../../platform/salvage.ts';
import type { PlannedJob } from './job-store.ts';
import { eventTypeOf, planEvent } from './plan-event.ts';
import { planFollowUps } from './plan-follow-ups.ts';
import { eventKey, happeningOf, jobOf } from './planned-job.ts';
import type { UnplannedEvent, UnplannedMessage } from './unplanned.ts';

/** A row that is too large or has not the expected form; the message is the path of the field. */
export class Unreadable extends Error {
  readonly reason: 'unreadable' | 'too_big';
  constructor(reason: 'unreadable' | 'too_big', at: string) {
    super(at);
    this.reason = reason;
  }
}

/** The data of a row. Throws Unreadable. */
export function readable<Value>(item: Salvaged<Value> | null): Value {
  if (item === null) throw new Unreadable('too_big', '');
  if (!item.ok) throw new Unreadable('unreadable', item.at);
  return item.value;
}

/** Plans the follow-ups and webhooks of a booking event. */
export function jobsOfEvent(event: UnplannedEvent, now: number): PlannedJob[] {
  const happened = happeningOf(event);
  const deliveries = planEvent(eventTypeOf(happened), event.listeners, now);
  const plans = [...deliveries, ...planFollowUps(happened, now)];
  return plans.map((plan) => jobOf(plan, eventKey(event)));
}

/** Plans the webhooks of a message or of a turn of mood. */
export function jobsOfMessage(
  type: 'conversation.needs_attention' | 'message.created',
  message: UnplannedMessage,
  now: number,
): PlannedJob[] {
  return planEvent(type, message.listeners, now).map((plan) => jobOf(plan, messageKey(message)));
}

export const messageKey = ({ conversationId, seq }: UnplannedMessage) => ({
  conversation_id: conversationId,
  seq,
});
