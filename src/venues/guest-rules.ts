import { z } from '@hono/zod-openapi';

const limit = z.int().min(1).max(10_000).nullable();

/** What a venue allows one guest. */
export const guestRuleFields = {
  guestBookings: limit.openapi({
    description:
      'The most bookings of one guest at the venue that are still to come, held ones included; null: no limit. It does not apply to keys with `bookings:staff`.',
  }),
  guestHolds: limit.openapi({
    description:
      'The most open holds of one guest at the venue; null: no limit. It does not apply to keys with `bookings:staff`.',
  }),
  guestBookingsPerDay: limit.openapi({
    description:
      'The most bookings of one guest on one date of the venue, as its list of bookings has them, without cancelled and expired ones; null: no limit. It does not apply to keys with `bookings:staff`.',
  }),
  guestOverlap: z.enum(['refuse', 'allow']).openapi({
    description:
      'Whether a guest may have two bookings of the workspace at the same time. `refuse`: the second one is refused with 409 guest_overlap, also for keys with `bookings:staff`. A booking without a guest and an offer of the waitlist are not checked.',
  }),
};

/** The rules of a new venue. */
export const newGuestRuleFields = {
  guestBookings: guestRuleFields.guestBookings.default(null),
  guestHolds: guestRuleFields.guestHolds.default(null),
  guestBookingsPerDay: guestRuleFields.guestBookingsPerDay.default(null),
  guestOverlap: guestRuleFields.guestOverlap.default('refuse'),
};

/**
 * The rules of a stored venue. An answer that was kept for an Idempotency-Key may be older than these
 * fields.
 */
export const storedGuestRuleFields = {
  guestBookings: limit.default(null),
  guestHolds: limit.default(null),
  guestBookingsPerDay: limit.default(null),
  guestOverlap: guestRuleFields.guestOverlap.default('allow'),
};
