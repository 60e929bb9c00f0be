import { z } from '@hono/zod-openapi';
import { emailSchema } from '../platform/email-address.ts';
import { callerIdSchema, lineOfText, localeSchema, timeZoneSchema } from '../platform/schemas.ts';

/**
 * The customer that a request names. The id is the caller's own. A detail that is given replaces
 * the stored one, null removes it, and a detail that is left out stays as it is.
 */
export const guestSchema = z
  .strictObject({
    id: callerIdSchema.openapi({ example: 'guest-7' }),
    name: lineOfText(256).nullable().optional(),
    email: emailSchema.nullable().optional(),
    phone: lineOfText(32).nullable().optional(),
    locale: localeSchema.nullable().optional(),
    timeZone: timeZoneSchema.nullable().optional(),
  })
  .openapi('Guest', {
    description:
      'A customer. A detail that is given replaces the stored one, null removes it, and a detail that is left out stays as it is.',
  });
export type Guest = z.infer<typeof guestSchema>;
