import { z } from '@hono/zod-openapi';
import { emailSchema } from '../platform/email-address.ts';
import { listQuerySchema } from '../platform/pagination.ts';
import { callerIdSchema, dateSchema, idInRequest } from '../platform/schemas.ts';
import { BOOKING_STATES } from './lifecycle.ts';
import { typedReferenceSchema } from './reference.ts';

/** A list by email or phone has the bookings of so many customers with the same one. */
export const MOST_GUESTS = 100;

/** What a list of bookings is about; a query names one of them. */
const SUBJECTS = ['venueId', 'customer', 'conversation', 'reference', 'email', 'phone'] as const;

/** A telephone number as its digits: blanks, hyphens and brackets do not count. */
const digitsSchema = z
  .string()
  .max(64)
  .transform((phone) => phone.replace(/[^0-9]/g, ''))
  .refine((digits) => digits !== '', 'must have digits')
  .openapi({ type: 'string', maxLength: 64, example: '+33 1 23 45 67 89' });

/** Query of a list of bookings: a venue with a date or for its requests, or one other subject. */
export const bookingFilterSchema = listQuerySchema
  .extend({
    venueId: idInRequest('venue').optional(),
    date: dateSchema.optional().openapi({
      description:
        'The local date on which the opening period of the start began, as in availability: a start at 00:30 in a period from 18:00 to 02:00 belongs to the date before. The date stays the same when the opening hours change. Required with `venueId`, unless `state` is `requested`: the list then has all open requests of the venue, those that expire first at the beginning.',
    }),
    customer: callerIdSchema.optional().openapi({ description: 'The caller’s own id.' }),
    conversation: callerIdSchema.optional().openapi({ description: 'The caller’s own id.' }),
    reference: typedReferenceSchema.optional().openapi({
      description:
        'The reference of a booking, in any case, also with blanks or hyphens. Two venues may have a booking with the same one.',
    }),
    email: emailSchema.optional().openapi({
      description: `The email address of the guest, in any case. Bookings of at most ${MOST_GUESTS} customers are found.`,
    }),
    phone: digitsSchema.optional().openapi({
      description: `The telephone number of the guest, of which all digits are compared, and nothing else. Bookings of at most ${MOST_GUESTS} customers are found.`,
    }),
    state: z.enum(BOOKING_STATES).optional(),
  })
  .refine((query) => SUBJECTS.filter((subject) => query[subject] !== undefined).length === 1, {
    message: `one of ${SUBJECTS.join(', ')}`,
    path: ['venueId'],
  })
  .refine(
    ({ venueId, date, state }) =>
      (venueId === undefined) === (date === undefined) ||
      (venueId !== undefined && state === 'requested'),
    {
      message: 'is required with venueId, unless state is requested, and goes with nothing else',
      path: ['date'],
    },
  );
export type BookingFilter = z.infer<typeof bookingFilterSchema>;
