import { z } from 'zod';

// The parts of the API's answers that the story reads. Other fields are left out.

/** Anything that has an id: a venue, a table, an entry of the waitlist. */
export const withId = z.object({ id: z.string() });
export type WithId = z.infer<typeof withId>;

export const booking = z.object({
  id: z.string(),
  reference: z.string().nullable(),
  customerId: z.string().nullable(),
  state: z.string(),
  start: z.string(),
  end: z.string(),
  partySize: z.int(),
  resources: z.array(z.object({ id: z.string(), name: z.string() })),
  holdExpiresAt: z.string().nullable(),
  cancelledLate: z.boolean().nullable(),
  late: z.boolean(),
  version: z.int(),
});
export type Booking = z.infer<typeof booking>;

export const problem = z.object({
  code: z.string(),
  alternatives: z.array(z.string()).default([]),
  bookingId: z.string().optional(),
  bookings: z.array(z.string()).default([]),
  limit: z.string().optional(),
  most: z.int().optional(),
  state: z.string().optional(),
  errors: z.array(z.object({ field: z.string() })).default([]),
});
export type Problem = z.infer<typeof problem>;

export const receipt = z.object({
  seq: z.int(),
  status: z.string(),
  unchanged: z.array(z.string()).default([]),
});
export const receiptWithBooking = receipt.extend({ booking });

export const venue = z.object({ pacingParties: z.int().nullable() });

/** A page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ data: z.array(item) });

export const customer = z.object({
  id: z.string(),
  name: z.string().nullable(),
  tags: z.array(z.string()),
  staffNotes: z.string().nullable(),
  withheld: z.array(z.string()),
  refusal: z.object({ reason: z.string().nullable() }).nullable(),
  attendance: z.object({ visits: z.int(), noShows: z.int() }).nullable(),
  merged: z.array(z.object({ id: z.string() })),
});

export const availability = z.object({
  days: z.array(
    z.object({
      date: z.string(),
      closed: z.boolean(),
      reason: z.string().nullable(),
      slots: z.array(z.object({ start: z.string(), status: z.string() })),
    }),
  ),
});

export const block = z.object({
  id: z.string(),
  keptBookings: z.object({ count: z.int(), data: z.array(z.string()) }),
});

export const entry = z.object({
  id: z.string(),
  state: z.string(),
  offer: z.object({ bookingId: z.string(), expiresAt: z.string().nullable() }).nullable(),
});

export const timeline = z.object({
  data: z.array(
    z.object({ event: z.string(), actor: z.string().nullable(), overrides: z.array(z.string()) }),
  ),
});

export const report = z.object({
  total: z.object({
    parties: z.int(),
    covers: z.int(),
    noShows: z.int(),
    cancellations: z.int(),
    occupancy: z.number().nullable(),
  }),
});

/** An answer without a body, such as 204. */
export const nothing = z.literal('');
/** A file that is text. */
export const file = z.string();

/** Why a guest may not book. */
export const refusal = z.object({ reason: z.string().nullable() });

/** A venue that was taken out of service, with the bookings that are still valid. */
export const venueWithAffected = z.object({ affectedBookings: z.object({ count: z.int() }) });
