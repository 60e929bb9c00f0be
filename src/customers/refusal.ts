import { z } from '@hono/zod-openapi';
import { storableText, timestampSchema } from '../platform/schemas.ts';

/** Why a guest may not book. */
export const newRefusalSchema = z
  .strictObject({
    reason: storableText(1024).openapi({
      description: 'For the staff: no answer to a booking contains it.',
      example: 'Left without paying on 3 May.',
    }),
  })
  .openapi('NewRefusal');

/** Since when a guest may not book, and why, as the database writes it. */
export const storedRefusalSchema = z.object({
  at: timestampSchema.openapi({ description: 'Since when the guest may not book.' }),
  reason: z.string().nullable(),
});

/** The same as clients see it. */
export const refusalSchema = storedRefusalSchema.openapi('Refusal');
