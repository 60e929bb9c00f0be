import { z } from '@hono/zod-openapi';
import { emailSchema } from '../platform/email-address.ts';
import { callerIdSchema, lineOfText, localeSchema, timeZoneSchema } from '../platform/schemas.ts';

/** A detail of a customer, which replaces the stored one. Null removes it. */
const detail = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullable().optional().openapi({ description: 'null removes it.' });

/**
 * The customer that a request names. The id is the caller's own. A detail that is left out stays as
 * it is.
 */
export const guestSchema = z
  .strictObject({
    id: callerIdSchema.openapi({ example: 'guest-7' }),
    name: detail(lineOfText(256)),
    email: detail(emailSchema),
    phone: detail(lineOfText(32)),
    locale: detail(localeSchema),
    timeZone: detail(timeZoneSchema),
  })
  .openapi('Guest');
export type Guest = z.infer<typeof guestSchema>;
