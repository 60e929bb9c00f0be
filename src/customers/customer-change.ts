import { z } from '@hono/zod-openapi';
import { emailSchema } from '../platform/email-address.ts';
import { lineOfText, localeSchema, storableText, timeZoneSchema } from '../platform/schemas.ts';

/** A tag of a customer. */
export const tagSchema = lineOfText(64);

const detail = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullable().optional().openapi({ description: 'null removes it.' });

/** A change of a customer. A detail that is left out stays as it is. */
export const customerChangeSchema = z
  .strictObject({
    name: detail(lineOfText(256)),
    email: detail(emailSchema),
    phone: detail(lineOfText(32)),
    locale: detail(localeSchema),
    timeZone: detail(timeZoneSchema),
    tags: z
      .array(tagSchema)
      .max(20)
      .refine((tags) => new Set(tags).size === tags.length, 'must not repeat a tag')
      .optional()
      .openapi({ description: 'They replace the stored ones.' }),
    preferences: storableText(1024).nullable().optional().openapi({
      description: 'What the guest likes, such as a table by the window. null removes it.',
    }),
    staffNotes: storableText(4096).nullable().optional().openapi({
      description:
        'What the staff should know. It is never shown to guests, and needs the scope `customers:notes`. null removes it.',
    }),
  })
  .openapi('CustomerChange');
export type CustomerChange = z.infer<typeof customerChangeSchema>;
