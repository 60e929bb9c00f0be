import type { BookingState } from '../../bookings/lifecycle.ts';
import type { BookingId, WebhookId } from '../../platform/ids.ts';
import type { EventType } from '../../webhooks/event.ts';
import type { JobChannel, JobContent, JobKind } from '../job.ts';
import type { Together } from '../together.ts';
import type { TellingVenue } from './occasion.ts';

/**
 * Something that happened to a booking, with everything that planning depends on. Instants are
 * milliseconds since 1970.
 */
export interface Happening {
  /** The act or state that the timeline names: confirmed, confirm, reschedule, cancel, … */
  readonly event: string;
  readonly version: number;
  readonly scheduleVersion: number;
  readonly state: BookingState;
  /** The state before the event; null for a booking's first event. */
  readonly stateBefore: BookingState | null;
  /** Whether a change has given the stay another end. */
  readonly isStayChanged: boolean;
  /** Of the event `undo`: what it has undone. Null for other events. */
  readonly undone: Undone | null;
  readonly at: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly holdExpiresAt: number | null;
  /** Of a request that was declined: why, if the venue has said so. Null for other events. */
  readonly declineReason: string | null;
  readonly partySize: number;
  readonly bookingId: BookingId;
  readonly venue: TellingVenue;
  readonly guest: { readonly locale: string | null; readonly hasEmail: boolean };
  readonly hasConversation: boolean;
  /** Whether the booking is an offer to a party on the waitlist. */
  readonly isOffer: boolean;
  /** What is told together with it; null for an event that is told by itself. */
  readonly together: Together | null;
}

/** An act that was undone. */
export interface Undone {
  /** When the act was carried out, in milliseconds since 1970. */
  readonly at: number;
  /**
   * The notice that the guest is to get on each channel, by what the guest was told last. `open`: a
   * consumer may still be telling the guest something.
   */
  readonly notices: Readonly<Record<'email' | 'conversation', DueNotice>>;
}
export const DUE_NOTICES = [
  'confirmation',
  'moved',
  'restored',
  'request_received',
  'request_reopened',
  'none',
  'open',
] as const;
export type DueNotice = (typeof DUE_NOTICES)[number];

/** A job to be stored. */
export interface Plan {
  /** Identifies the job among the jobs of its event. The job's id is a hash of both. */
  readonly purpose: string;
  readonly kind: JobKind;
  readonly channel: JobChannel;
  /** The schedule that the job is about; null for a job that later changes do not suppress. */
  readonly scheduleVersion: number | null;
  readonly event: EventType | null;
  readonly webhookId: WebhookId | null;
  readonly content: JobContent | null;
  readonly dueAt: number;
}

/** A webhook endpoint and the events that it subscribes to. */
export interface Listener {
  readonly id: WebhookId;
  readonly events: readonly EventType[];
}
