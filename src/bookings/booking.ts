import { z } from '@hono/zod-openapi';
import { guestSchema } from '../customers/guest.ts';
import { idSchema, type ResourceId, showId } from '../platform/ids.ts';
import {
  callerIdSchema,
  idInRequest,
  instantSchema,
  lineOfText,
  localTimestampSchema,
  shownId,
  storableText,
  timestampSchema,
} from '../platform/schemas.ts';
import { areaNameSchema } from '../venues/resource.ts';
import { BOOKING_STATES } from './lifecycle.ts';
import { overrideSchema } from './override.ts';
import { shownReferenceSchema } from './reference.ts';

const partySizeSchema = z.int().min(1).max(1000);
const resourceIdsSchema = z
  .array(idInRequest('resource', 'resources_unfit'))
  .min(1)
  .max(12)
  .optional()
  .openapi({
    description:
      'The resources to book. Left out: the fewest and smallest that fit. Without the scope `bookings:staff` the party must need each of them, and be large enough for each.',
  });
/** The area in which a party wants to sit. */
const areaSchema = z
  .strictObject({
    name: areaNameSchema.openapi({ example: 'terrace' }),
    required: z.boolean().default(false).openapi({
      description:
        'Whether the party sits nowhere else. Otherwise it gets another place when the area is full.',
    }),
  })
  .openapi('AreaWish');
const notesSchema = storableText(4096);

/** The fields that a new booking and every act have. */
const actorFields = {
  actor: lineOfText(512).max(128).optional().openapi({
    maxLength: 128,
    description:
      'The person who acts, for example a name or initials. Keys are shared by a team. Shown in the timeline and in webhooks.',
    example: 'Maria',
  }),
};
const tagsSchema = z.array(storableText(64)).max(20).optional();

/** The fields of every new booking. */
export const partyFields = {
  venueId: idInRequest('venue'),
  partySize: partySizeSchema,
  resourceIds: resourceIdsSchema,
  area: areaSchema.optional(),
  notes: notesSchema.optional(),
  tags: tagsSchema,
  override: overrideSchema,
  ...actorFields,
};
const placeFields = {
  ...partyFields,
  start: instantSchema,
  hold: z.boolean().default(false).openapi({
    description: 'Whether the booking is only held. It expires unless it is confirmed in time.',
  }),
};

/** The venue, time and party size of a requested booking, without its customer. */
export const placeSchema = z.strictObject(placeFields).openapi('Place');
export type Place = z.infer<typeof placeSchema>;

/** The conversation of a new booking. */
export const conversationIdSchema = callerIdSchema.optional().openapi({
  description:
    'The caller’s own id of the conversation in which the booking is made. A conversation without a customer gets the customer of the booking. If it has another customer, the request is refused with 409 customer_mismatch.',
});

/** A requested booking. */
export const newBookingSchema = z
  .strictObject({
    ...placeFields,
    walkIn: z.literal(false).optional(),
    customer: guestSchema,
    conversationId: conversationIdSchema,
  })
  .openapi('NewBooking');
export type NewBooking = z.infer<typeof newBookingSchema>;

/** The resources that a change asks for. */
const wantedResourceIdsSchema = resourceIdsSchema.openapi({
  description:
    'The resources to book. Left out: the booking keeps its resources if the party fits in them and they are free, and otherwise gets the fewest and smallest that fit.',
});

/** The area that a change asks for. */
const wantedAreaSchema = areaSchema.nullable().optional();

/** A change of a booking that keeps its start. */
export const bookingChangeSchema = z
  .strictObject({
    partySize: partySizeSchema.optional(),
    resourceIds: wantedResourceIdsSchema,
    area: wantedAreaSchema,
    end: instantSchema.optional().openapi({
      description:
        'The end of the stay, later or earlier than before. It must be after the start and after now, and at most 24 hours after the start. Needs the scope `bookings:staff`. If another booking has the place by then, the answer is 409 stay_overlaps.',
    }),
    notes: notesSchema.nullable().optional(),
    tags: tagsSchema,
    override: overrideSchema,
    ...actorFields,
  })
  .openapi('BookingChange');

/** The new start of a booking. */
export const rescheduleSchema = z
  .strictObject({
    start: instantSchema,
    partySize: partySizeSchema.optional(),
    resourceIds: wantedResourceIdsSchema,
    area: wantedAreaSchema,
    override: overrideSchema,
    ...actorFields,
  })
  .openapi('Reschedule');

/** When a party that is late is expected. */
export const lateSchema = z
  .strictObject({
    expectedAt: instantSchema.optional().openapi({
      description:
        'When the party is expected: after the start, and at most 24 hours after it. Left out: it is not known.',
    }),
    ...actorFields,
  })
  .openapi('Lateness');

/** Why a booking is cancelled. */
export const cancellationSchema = z
  .strictObject({
    reason: storableText(256).optional().openapi({ description: 'Shown in the timeline.' }),
    ...actorFields,
  })
  .openapi('Cancellation');

/** Why a request is declined. */
export const declineSchema = z
  .strictObject({
    reason: storableText(256)
      .optional()
      .openapi({ description: 'Told to the guest, and shown in the timeline and in webhooks.' }),
    ...actorFields,
  })
  .openapi('Decline');

/** An act that changes only the state of a booking. */
export const plainActSchema = z.strictObject(actorFields).openapi('Act');

/**
 * What an act of the life cycle changes besides the state. A field that is undefined stays as it
 * is. With `start`, `end`, `partySize`, `resourceIds` or `area`, the booking is seated again; see
 * change_booking_v1.
 */
export interface ActDetails {
  start?: string | undefined;
  end?: string | undefined;
  /** Of the act `late`. */
  expectedAt?: string | undefined;
  partySize?: number | undefined;
  resourceIds?: readonly ResourceId[] | undefined;
  area?: { readonly name: string; readonly required: boolean } | null | undefined;
  notes?: string | null | undefined;
  tags?: readonly string[] | undefined;
  reason?: string | undefined;
  actor?: string | undefined;
  override?: readonly string[] | undefined;
}

/** A booking as the database writes it; `customerId` and `conversationId` are the caller's own ids. */
export const storedBookingSchema = z.object({
  id: idSchema<'booking'>(),
  venueId: idSchema<'venue'>(),
  /** An answer that was kept for an Idempotency-Key may be older than the field. */
  reference: z.string().nullable().default(null),
  customerId: z.string().nullable(),
  conversationId: z.string().nullable(),
  messageSeq: z
    .int()
    .nullable()
    .openapi({ description: 'The newest message of the conversation when the booking was made.' }),
  // An answer that was kept before bookings had series has none.
  seriesId: idSchema<'series'>().nullable().default(null),
  state: z.enum(BOOKING_STATES),
  start: localTimestampSchema,
  end: localTimestampSchema,
  timeZone: z.string(),
  partySize: z.int(),
  resources: z.array(z.object({ id: idSchema<'resource'>(), name: z.string() })),
  // An answer that was kept before bookings had areas has none.
  area: z.object({ name: z.string(), required: z.boolean() }).nullable().default(null),
  notes: z.string().nullable(),
  tags: z.array(z.string()),
  holdExpiresAt: timestampSchema.nullable().openapi({
    description:
      'Until when a hold or a request keeps its place; null for a booking that is neither held nor requested.',
  }),
  cancelBefore: timestampSchema.openapi({
    description: 'A cancellation after this time is recorded as late.',
  }),
  cancelledLate: z
    .boolean()
    .nullable()
    .openapi({ description: 'Whether it was cancelled late; null unless it is cancelled.' }),
  late: z.boolean().default(false),
  expectedAt: timestampSchema.nullable().default(null),
  version: z.int().openapi({ description: 'Rises by 1 with each change; the ETag holds it.' }),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
});
export type StoredBooking = z.infer<typeof storedBookingSchema>;

/** A booking as clients see it. */
export const bookingSchema = storedBookingSchema
  .extend({
    id: shownId('booking'),
    venueId: shownId('venue'),
    reference: shownReferenceSchema,
    seriesId: shownId('series')
      .nullable()
      .openapi({ description: 'The series that it was made with; null for a booking by itself.' }),
    resources: z.array(z.object({ id: shownId('resource'), name: z.string() })),
    area: z
      .object({ name: z.string(), required: z.boolean() })
      .nullable()
      .openapi({ description: 'The area in which the party wants to sit; null: anywhere.' }),
    late: z.boolean().openapi({
      description:
        'Whether the party has said that it will be late; false once it is no longer awaited.',
    }),
    expectedAt: timestampSchema
      .nullable()
      .openapi({ description: 'When a late party is expected; null when it is not known.' }),
  })
  .openapi('Booking');

/** The contact details that a request gave and that were not stored. */
export const unchangedSchema = z
  .array(z.string())
  .optional()
  .openapi({
    description:
      'The contact details of the guest that were not replaced or removed, because the key lacks the scope `customers:write`. Left out when there are none.',
    example: ['customer.email'],
  });

/** A booking that was made, as the database writes it. */
export const storedMadeBookingSchema = storedBookingSchema.extend({ unchanged: unchangedSchema });

/** A booking that was made, as clients see it. */
export const madeBookingSchema = bookingSchema
  .extend({ unchanged: unchangedSchema })
  .openapi('MadeBooking');

/** A booking with the mood of its conversation. */
export const bookingWithMoodSchema = bookingSchema
  .extend({
    mood: z
      .object({
        asOfSeq: z.int().openapi({ description: 'The same as `messageSeq`.' }),
        mood: z.number().nullable().openapi({ description: 'From -1 to 1.' }),
        pending: z.int().openapi({
          description: 'How many messages up to `asOfSeq` still wait for their emotion to be read.',
        }),
      })
      .nullable()
      .openapi({
        description:
          'The mood of the conversation when the booking was made; null for a booking without one, and for a key without the scope `messages:read`. It is final once `pending` is 0.',
      }),
  })
  .openapi('BookingWithMood');

export function showBooking<Booking extends StoredBooking>(booking: Booking) {
  return { ...showBookingOfVenue(booking), venueId: showId('venue', booking.venueId) };
}

/** A booking where the answer names the venue by itself. */
export function showBookingOfVenue<
  Booking extends Pick<StoredBooking, 'id' | 'seriesId' | 'resources'>,
>(booking: Booking) {
  return {
    ...booking,
    id: showId('booking', booking.id),
    seriesId: booking.seriesId && showId('series', booking.seriesId),
    resources: booking.resources.map(({ id, name }) => ({ id: showId('resource', id), name })),
  };
}

/** An event of a booking, one for each version, as the database writes it. */
export const storedBookingEventSchema = z.object({
  version: z.int(),
  event: z.string().openapi({
    description:
      'The act, such as `cancel` or `undo`; `held`, `requested`, `confirmed`, `walk_in` or `expired` where there was none.',
  }),
  state: z.enum(BOOKING_STATES).openapi({ description: 'The state after the event.' }),
  start: localTimestampSchema,
  end: localTimestampSchema.nullable().openapi({
    description: 'The end of the stay after the event; null for some events of earlier versions.',
  }),
  partySize: z.int(),
  resourceIds: z.array(idSchema<'resource'>()),
  keyId: idSchema<'key'>().nullable(),
  reason: z.string().nullable(),
  actor: z.string().nullable().openapi({
    description: 'The person who acted, as the request named them.',
  }),
  overrides: z.array(z.string()).openapi({
    description: 'The rules of the venue that the act broke with permission (`override`).',
  }),
  undoes: z
    .int()
    .nullable()
    .openapi({ description: 'Of the event `undo`: the version of the event that it has undone.' }),
  undoneBy: z
    .int()
    .nullable()
    .openapi({ description: 'The version of the event `undo` that has undone this event.' }),
  at: timestampSchema,
});

/** An event of a booking as clients see it. */
export const bookingEventSchema = storedBookingEventSchema
  .extend({
    resourceIds: z.array(shownId('resource')),
    keyId: shownId('key').nullable().openapi({
      description: 'The API key that acted; null when the booking changed by time alone.',
    }),
  })
  .openapi('TimelineEvent');
