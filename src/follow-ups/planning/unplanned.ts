import { z } from 'zod';
import { BOOKING_STATES } from '../../bookings/lifecycle.ts';
import { idSchema } from '../../platform/ids.ts';
import { followUpsSchema } from '../../venues/follow-up-settings.ts';
import { eventTypeSchema } from '../../webhooks/event.ts';

const listenersSchema = z.array(
  z.object({ id: idSchema<'webhook'>(), events: z.array(eventTypeSchema) }),
);

/** A version of a booking whose follow-ups are to be planned. Instants are milliseconds. */
export const unplannedEventSchema = z.object({
  bookingId: idSchema<'booking'>(),
  version: z.int(),
  event: z.string(),
  state: z.enum(BOOKING_STATES),
  stateBefore: z.enum(BOOKING_STATES).nullable(),
  scheduleVersion: z.int(),
  at: z.int(),
  startsAt: z.int(),
  endsAt: z.int(),
  partySize: z.int(),
  holdExpiresAt: z.int().nullable(),
  venueId: idSchema<'venue'>(),
  venueName: z.string(),
  timeZone: z.string(),
  followUps: followUpsSchema,
  locale: z.string().nullable(),
  hasEmail: z.boolean(),
  hasConversation: z.boolean(),
  isOffer: z.boolean(),
  /** Whether a party on the venue's waitlist has no offer yet. */
  isAwaited: z.boolean(),
  listeners: listenersSchema,
});
export type UnplannedEvent = z.infer<typeof unplannedEventSchema>;

/** A message, or a turn of mood at a message, whose webhooks have not been planned. */
const unplannedMessageSchema = z.object({
  conversationId: idSchema<'conversation'>(),
  seq: z.int(),
  listeners: listenersSchema,
});
export type UnplannedMessage = z.infer<typeof unplannedMessageSchema>;

/** Everything that has not been planned for some bookings and conversations. */
export const unplannedSchema = z.object({
  events: z.array(unplannedEventSchema),
  turns: z.array(unplannedMessageSchema),
  messages: z.array(unplannedMessageSchema),
});
