import { z } from '@hono/zod-openapi';
import { listQuerySchema } from '../platform/pagination.ts';
import { callerIdSchema, dateSchema, idInRequest } from '../platform/schemas.ts';
import { BOOKING_STATES } from './lifecycle.ts';

/** Query of a list of bookings: one of a venue with a date, a customer and a conversation. */
export const bookingFilterSchema = listQuerySchema
  .extend({
    venueId: idInRequest('venue').optional(),
    date: dateSchema.optional().openapi({
      description:
        'The local date on which the opening period of the start began, as in availability: a start at 00:30 in a period from 18:00 to 02:00 belongs to the date before. The date stays the same when the opening hours change. Required with `venueId`.',
    }),
    customer: callerIdSchema.optional().openapi({ description: 'The caller’s own id.' }),
    conversation: callerIdSchema.optional().openapi({ description: 'The caller’s own id.' }),
    state: z.enum(BOOKING_STATES).optional(),
  })
  .refine(
    ({ venueId, customer, conversation }) =>
      [venueId, customer, conversation].filter((each) => each !== undefined).length === 1,
    { message: 'one of venueId, customer and conversation', path: ['venueId'] },
  )
  .refine(({ venueId, date }) => (venueId === undefined) === (date === undefined), {
    message: 'goes with venueId',
    path: ['date'],
  });
export type BookingFilter = z.infer<typeof bookingFilterSchema>;
