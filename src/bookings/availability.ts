import { z } from '@hono/zod-openapi';
import { dateSchema, idInRequest, localTimestampSchema, shownId } from '../platform/schemas.ts';
import { areaNameSchema } from '../venues/resource.ts';

const availabilityFields = z.strictObject({
  from: dateSchema.openapi({
    description: 'The first local date at the venue on which periods open.',
  }),
  to: dateSchema.openapi({ description: 'The last local date, at most 31 days in all.' }),
  partySize: z.coerce.number().int().min(1).max(1000),
  bookingId: idInRequest('booking').optional().openapi({
    description: 'A booking to move. Its current resources count as free.',
  }),
  area: areaNameSchema.optional().openapi({
    description:
      'The area in which the party wants to sit. Each slot then has `inArea`, unless `areaRequired` is true.',
    example: 'terrace',
  }),
  areaRequired: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .openapi({
      description: 'Whether the party sits nowhere else: only slots with a place there are `free`.',
    }),
});

/** Query of a search for free slots. */
export const availabilityQuerySchema = availabilityFields.refine(
  ({ area, areaRequired }) => area !== undefined || areaRequired !== true,
  { message: 'goes with area', path: ['areaRequired'] },
);
export type AvailabilityQuery = z.infer<typeof availabilityQuerySchema>;

const slotsSchema = z.array(
  z.object({
    start: localTimestampSchema,
    status: z
      .enum(['free', 'full', 'too_late', 'beyond_horizon', 'party_too_large', 'party_too_small'])
      .openapi({
        description:
          'Whether the slot can be booked, or the code with which a booking is refused. `full`: no table is free, because of bookings or blocks, or pacing allows no more. `too_late`: within the venue’s lead time. `beyond_horizon`: further ahead than the venue takes bookings. `party_too_large`: no table or combination takes so many. `party_too_small`: those that are large enough are meant for larger parties.',
      }),
    inArea: z.boolean().optional().openapi({
      description: 'Whether a place in the area that was asked for is free.',
    }),
  }),
);
const noSlotsSchema = z.enum(['closed', 'outside_hours']).nullable();
const shownDateSchema = z.string().openapi({ format: 'date', example: '2026-11-26' });

/** The slots of a venue as the database writes them. */
export const foundAvailabilitySchema = z.object({
  timeZone: z.string(),
  /** Whether the venue has the area that was asked for; true when none was. */
  hasArea: z.boolean(),
  days: z.array(z.object({ date: shownDateSchema, reason: noSlotsSchema, slots: slotsSchema })),
});

/** The slots of a venue as clients see them. */
export const availabilitySchema = foundAvailabilitySchema
  .omit({ hasArea: true })
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
            'Why the date has no slots. `closed`: no period opens on it, or blocks of the whole venue take the place of all of them. `outside_hours`: what is open is too short for the stay of the party. null for a date with slots.',
        }),
        slots: slotsSchema,
      }),
    ),
  })
  .openapi('Availability');
export type Availability = z.infer<typeof availabilitySchema>;
