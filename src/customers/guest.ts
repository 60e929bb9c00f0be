import { z } from '@hono/zod-openapi';
import { emailSchema } from '../platform/email-address.ts';
import { callerIdSchema, lineOfText, localeSchema, timeZoneSchema } from '../platform/schemas.ts';

/** A detail of a customer, which replaces the stored one. Null removes it. */
const detail = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullable().optional().openapi({ description: 'null removes it.' });

/** A detail by which the guest is reached or addressed; see upsert_guest_v2. */
const contact = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullable().optional().openapi({
    description:
      'null removes it. To replace or remove a stored value the key needs the scope `customers:write`; otherwise it stays, and the answer lists it in `unchanged`.',
  });

/**
 * The customer that a request names. The id is the caller's own. A detail that is left out stays as
 * it is.
 */
export const guestSchema = z
  .strictObject({
    id: callerIdSchema.openapi({ example: 'guest-7' }),
    name: contact(lineOfText(256)),
    email: contact(emailSchema),
    phone: contact(lineOfText(32)),
    locale: detail(localeSchema),
    timeZone: detail(timeZoneSchema),
  })
  .openapi('Guest');
export type Guest = z.infer<typeof guestSchema>;
