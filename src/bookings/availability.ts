import { z } from '@hono/zod-openapi';
import { dateSchema, idInRequest, localTimestampSchema, shownId } from '../platform/schemas.ts';

/** Query of a search for free slots. */
export const availabilityQuerySchema = z.strictObject({
  from: dateSchema.openapi({
    description: 'The first local date at the venue on which periods open.',
  }),
  to: dateSchema.openapi({ description: 'The last local date, at most 31 days in all.' }),
  partySize: z.coerce.number().int().min(1).max(1000),
  bookingId: idInRequest('booking').optional().openapi({
    description: 'A booking to move. Its current resources count as free.',
  }),
});
export type AvailabilityQuery = z.infer<typeof availabilityQuerySchema>;

const slotsSchema = z.array(
  z.object({
    start: localTimestampSchema,
    status: z
      .enum(['free', 'full', 'too_late', 'beyond_horizon', 'party_too_large', 'party_too_small'])
      .openapi({
        description:
          'Whether the slot can be booked, or the code with which a booking is refused. `full`: no table is free, or pacing allows no more. `too_late`: within the venue’s lead time. `beyond_horizon`: further ahead than the venue takes bookings. `party_too_large`: no table or combination takes so many. `party_too_small`: those that are large enough are meant for larger parties.',
      }),
  }),
);
const noSlotsSchema = z.enum(['closed', 'outside_hours']).nullable();
const shownDateSchema = z.string().openapi({ format: 'date', example: '2026-11-26' });

/** The slots of a venue as the database writes them. */
export const foundAvailabilitySchema = z.object({
  timeZone: z.string(),
  days: z.array(z.object({ date: shownDateSchema, reason: noSlotsSchema, slots: slotsSchema })),
});

/** The slots of a venue as clients see them. */
export const availabilitySchema = foundAvailabilitySchema
  .extend({
    venueId: shownId('venue'),
    partySize: z.int(),
    days: z.array(
      z.object({
        date: shownDateSchema.openapi({
          description:
            'The local date at the venue on which the periods of the slots open. A slot at 00:30 in a period from 18:00 to 02:00 is listed under the date before.',
        }),
        closed: z.boolean().openapi({ description: 'Whether the date has no slots.' }),
        reason: noSlotsSchema.openapi({
          description:
            'Why the date has no slots. `closed`: no period opens on it. `outside_hours`: its periods are too short for the stay of the party. null for a date with slots.',
        }),
        slots: slotsSchema,
      }),
    ),
  })
  .openapi('Availability');
export type Availability = z.infer<typeof availabilitySchema>;
