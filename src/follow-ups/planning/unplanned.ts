import { z } from 'zod';
import { BOOKING_STATES } from '../../bookings/lifecycle.ts';
import { idSchema } from '../../platform/ids.ts';
import { salvaged } from '../../platform/salvage.ts';
import { followUpsSchema } from '../../venues/follow-up-settings.ts';
import { eventTypeSchema } from '../../webhooks/event.ts';
import { togetherSchema } from '../together.ts';
import { DUE_NOTICES } from './plan.ts';

const listenersSchema = z.array(
  z.object({ id: idSchema<'webhook'>(), events: z.array(eventTypeSchema) }),
);

const dueNoticeSchema = z.enum(DUE_NOTICES);

/** A version of a booking whose follow-ups are to be planned. Instants are milliseconds. */
export const unplannedEventSchema = z.object({
  bookingId: idSchema<'booking'>(),
  version: z.int(),
  event: z.string(),
  state: z.enum(BOOKING_STATES),
  stateBefore: z.enum(BOOKING_STATES).nullable(),
  scheduleVersion: z.int(),
  isStayChanged: z.boolean(),
  undone: z
    .object({
      at: z.int(),
      notices: z.object({ email: dueNoticeSchema, conversation: dueNoticeSchema }),
    })
    .nullable(),
  at: z.int(),
  startsAt: z.int(),
  endsAt: z.int(),
  partySize: z.int(),
  holdExpiresAt: z.int().nullable(),
  declineReason: z.string().nullable(),
  venueId: idSchema<'venue'>(),
  venueName: z.string(),
  timeZone: z.string(),
  followUps: followUpsSchema,
  locale: z.string().nullable(),
  hasEmail: z.boolean(),
  hasConversation: z.boolean(),
  isOffer: z.boolean(),
  together: togetherSchema.nullable(),
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

const foundFields = {
  /** The booking or conversation. */
  subject: z.string(),
  /** Whether planning for the subject has failed before. */
  hasFailed: z.boolean(),
  /** How many rows the statement has found. It returns fewer when they would be too large. */
  found: z.int(),
};

/** A row that has not been planned; `item` is null when it is too large to be read. */
export const foundSchema = z.discriminatedUnion('kind', [
  z.object({
    ...foundFields,
    kind: z.literal('event'),
    item: salvaged(unplannedEventSchema).nullable(),
  }),
  z.object({
    ...foundFields,
    kind: z.enum(['turn', 'message']),
    item: salvaged(unplannedMessageSchema).nullable(),
  }),
]);
export type Found = z.infer<typeof foundSchema>;
