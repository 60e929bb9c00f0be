import type { EventKey, PlannedJob, Source } from './job-store.ts';
import type { Happening, Plan } from './plan.ts';
import type { UnplannedEvent } from './unplanned.ts';

/** Converts an event as the database writes it to what planning depends on. */
export function happeningOf(event: UnplannedEvent): Happening {
  return {
    ...event,
    venue: { name: event.venueName, timeZone: event.timeZone, followUps: event.followUps },
    guest: { locale: event.locale, hasEmail: event.hasEmail },
  };
}

export const eventKey = ({ bookingId, version }: UnplannedEvent): EventKey => ({
  booking_id: bookingId,
  version,
});

/** Converts a plan to the job that is stored for a booking event or a message. */
export function jobOf(plan: Plan, source: Source): PlannedJob {
  const { scheduleVersion, webhookId, dueAt, ...same } = plan;
  return {
    ...source,
    ...same,
    schedule_version: scheduleVersion,
    webhook_id: webhookId,
    due_at: dueAt,
  };
}
