import { z } from '@hono/zod-openapi';
import { idSchema, showId } from '../platform/ids.ts';
import { shownId, timestampSchema } from '../platform/schemas.ts';

/** The highest count of a customer's conversations. Counting stops there. */
export const MOST_CONVERSATIONS_COUNTED = 10_000;

const changeFields = {
  at: timestampSchema,
  fields: z
    .array(z.enum(['name', 'email', 'phone']))
    .openapi({ description: 'The contact details that were set, replaced or removed.' }),
};

/** A customer as the database writes it. */
export const storedCustomerSchema = z.object({
  id: z.string().openapi({ description: 'The caller’s own id.', example: 'guest-7' }),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  locale: z.string().nullable(),
  timeZone: z.string().nullable(),
  createdAt: timestampSchema,
  lastSeenAt: timestampSchema,
  unsubscribedAt: timestampSchema.nullable().openapi({
    description:
      'When the owner of the email address has ended email from the workspace; null while it is sent.',
  }),
  conversations: z.int().openapi({
    description: `The number of conversations. Counting stops at ${MOST_CONVERSATIONS_COUNTED}.`,
  }),
  changes: z.array(z.object({ ...changeFields, keyId: idSchema<'key'>().nullable() })),
});
type StoredCustomer = z.infer<typeof storedCustomerSchema>;

/** A customer as clients see it. */
export const customerSchema = storedCustomerSchema
  .extend({
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

export function showCustomer({ changes, ...customer }: StoredCustomer) {
  return {
    ...customer,
    changes: changes.map(({ keyId, ...change }) => ({
      ...change,
      keyId: keyId && showId('key', keyId),
    })),
  };
}
