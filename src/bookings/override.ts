import { z } from '@hono/zod-openapi';

/** The rules of a venue that the staff may break; see book_v1, change_booking_v1 and walk_in_v1. */
export const OVERRIDES = [
  'hours',
  'slot',
  'lead_time',
  'horizon',
  'pacing',
  'party_size',
  'guest_overlap',
] as const;

/** The rules that a request may break. */
export const overrideSchema = z
  .array(z.enum(OVERRIDES))
  .max(OVERRIDES.length)
  .optional()
  .openapi({
    description:
      'Rules of the venue that this request may break; needs the scope `bookings:staff`. `hours`: the opening hours. `slot`: the grid of slots. `lead_time`: also a start in the past, if the stay has not ended. `horizon`. `pacing`. `party_size`: the sizes that the resources are meant for. `guest_overlap`: another booking of the guest at the same time. The timeline records those that were really broken. Two bookings can never have the same resource at the same time.',
    example: ['hours'],
  });
