import { z } from '@hono/zod-openapi';
import { idSchema, showId } from '../platform/ids.ts';
import { localTimestampSchema, shownId } from '../platform/schemas.ts';

/** The most bookings that an answer names. `count` counts the others too. */
export const NAMED_BOOKINGS = 100;

/** Why a booking no longer fits its venue. */
const REASONS = [
  'outside_hours',
  'party_too_large',
  'resource_deleted',
  'combination_deleted',
  'venue_deleted',
] as const;
export type AffectedReason = (typeof REASONS)[number];

const fields = {
  start: localTimestampSchema,
  partySize: z.int(),
  reason: z.enum(REASONS).openapi({
    description: [
      '`outside_hours`: the venue is not open for the whole stay.',
      '`party_too_large`: the resources are too small for the party.',
      '`resource_deleted`, `combination_deleted`, `venue_deleted`: what the booking occupies is out of service.',
    ].join(' '),
  }),
};

/** The bookings that no longer fit, as the database writes them. */
export const storedAffectedSchema = z.object({
  count: z.int(),
  data: z.array(z.object({ id: idSchema<'booking'>(), ...fields })),
});

/** The bookings that no longer fit after a change of their venue, as clients see them. */
export const affectedBookingsSchema = z
  .object({
    count: z.int().openapi({ description: 'How many bookings no longer fit.' }),
    data: z.array(z.object({ id: shownId('booking'), ...fields })).openapi({
      description: `The first ${NAMED_BOOKINGS} of them, in the order of their starts.`,
    }),
  })
  .openapi('AffectedBookings', {
    description:
      'The held, confirmed and seated bookings that have not ended and no longer fit. They stay as they are: move or cancel them yourself.',
  });

/** What is told of a deletion. */
export const deletionSchema = z
  .object({ affectedBookings: affectedBookingsSchema })
  .openapi('Deletion');

export function showAffected({ count, data }: z.infer<typeof storedAffectedSchema>) {
  return { count, data: data.map((each) => ({ ...each, id: showId('booking', each.id) })) };
}
