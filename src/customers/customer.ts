import { z } from '@hono/zod-openapi';
import { timestampSchema } from '../platform/schemas.ts';

/** A customer as the database writes it and as clients see it. */
export const customerSchema = z
  .object({
    id: z.string().openapi({ description: 'The caller’s own id.', example: 'guest-7' }),
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    locale: z.string().nullable(),
    timeZone: z.string().nullable(),
    createdAt: timestampSchema,
    lastSeenAt: timestampSchema,
    conversations: z.int().openapi({ description: 'The number of conversations.' }),
  })
  .openapi('Customer');
