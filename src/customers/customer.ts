import { z } from '@hono/zod-openapi';
import { may } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { idSchema, showId } from '../platform/ids.ts';
import { shownId, timestampSchema } from '../platform/schemas.ts';
import { storedRefusalSchema } from './refusal.ts';

const changeFields = {
  at: timestampSchema,
  fields: z
    .array(z.enum(['name', 'email', 'phone']))
    .openapi({ description: 'The contact details that were set, replaced or removed.' }),
};

/** The details that a list of customers shows. */
const listedFields = {
  id: z.string().openapi({ description: 'The caller’s own id.', example: 'guest-7' }),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  locale: z.string().nullable(),
  timeZone: z.string().nullable(),
  tags: z.array(z.string()),
  createdAt: timestampSchema,
  lastSeenAt: timestampSchema,
};

/** A customer of a list. */
export const listedCustomerSchema = z.object(listedFields).openapi('ListedCustomer');

/** How the bookings of a customer ended; see attendance_v1. */
export const attendanceSchema = z.object({
  visits: z.int().openapi({ description: 'Bookings that were seated or finished.' }),
  noShows: z.int(),
  lateCancellations: z
    .int()
    .openapi({ description: 'Bookings that were cancelled after `cancelBefore`.' }),
  lastVisitAt: timestampSchema
    .nullable()
    .openapi({ description: 'The latest start of a booking that was seated or finished.' }),
});

/** A customer as the database writes it; see customer_json_v1. */
export const storedCustomerSchema = z.object({
  ...listedFields,
  preferences: z.string().nullable().openapi({ description: 'What the guest likes.' }),
  staffNotes: z.string().nullable().openapi({
    description:
      'What the staff should know. null if there are none, or if the key lacks the scope `customers:notes`; `withheld` then names the field.',
  }),
  version: z.int().openapi({ description: 'Raised by each change of the details.' }),
  unsubscribedAt: timestampSchema.nullable().openapi({
    description:
      'When the owner of the email address has ended email from the workspace; null while it is sent.',
  }),
  refusal: storedRefusalSchema.nullable().default(null).openapi({
    description:
      'Since when the guest may not book, and why; null for a guest who may book, and for a key without the scope `bookings:staff`.',
  }),
  conversations: z
    .int()
    .openapi({ description: 'The number of conversations. Counting stops at 10000.' }),
  attendance: attendanceSchema.nullable().openapi({
    description:
      'How the newest 2,000 bookings ended, at all venues of the workspace. null if the key lacks the scope `bookings:read`.',
  }),
  recentMood: z
    .object({
      mood: z.number().openapi({ description: 'From -1 to 1.' }),
      conversationId: z.string(),
      at: timestampSchema.openapi({ description: 'The time of the conversation’s last message.' }),
    })
    .nullable()
    .openapi({
      description:
        'The mood of the conversation with the newest message, among the 20 newest conversations; null before a message was read.',
    }),
  merged: z
    .array(
      z.object({
        id: z.string().openapi({ description: 'An id that names this customer too.' }),
        name: z.string().nullable(),
        email: z.string().nullable(),
        phone: z.string().nullable(),
        at: timestampSchema,
      }),
    )
    .openapi({
      description:
        'The customers that were merged into this one, with their last contacts. A search by these finds this customer.',
    }),
  changes: z.array(z.object({ ...changeFields, keyId: idSchema<'key'>().nullable() })),
});
type StoredCustomer = z.infer<typeof storedCustomerSchema>;

/** A customer as clients see it. */
export const customerSchema = storedCustomerSchema
  .extend({
    withheld: z.array(z.enum(['attendance', 'staffNotes'])).openapi({
      description: 'The fields that are null because the key lacks the scope to read them.',
    }),
    changes: z
      .array(
        z.object({
          ...changeFields,
          keyId: shownId('key')
            .nullable()
            .openapi({ description: 'The API key that made the change; null if it is unknown.' }),
        }),
      )
      .openapi({
        description:
          'The changes of contact details since the customer was stored, the newest first and at most a hundred.',
      }),
  })
  .openapi('Customer');
type Customer = z.infer<typeof customerSchema>;

/** A customer without what the caller's key may not read. */
export function showCustomer(
  caller: Pick<Caller, 'scopes'>,
  { changes, attendance, staffNotes, refusal, ...customer }: StoredCustomer,
): Customer {
  const mayReadNotes = may(caller, 'useStaffNotes');
  const mayReadAttendance = may(caller, 'readAttendance');
  return {
    ...customer,
    staffNotes: mayReadNotes ? staffNotes : null,
    refusal: may(caller, 'refuseGuests') ? refusal : null,
    attendance: mayReadAttendance ? attendance : null,
    withheld: [
      ...(mayReadAttendance ? [] : (['attendance'] as const)),
      ...(mayReadNotes ? [] : (['staffNotes'] as const)),
    ],
    changes: changes.map(({ keyId, ...change }) => ({
      ...change,
      keyId: keyId && showId('key', keyId),
    })),
  };
}
