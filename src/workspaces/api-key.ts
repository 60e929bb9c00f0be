import { z } from '@hono/zod-openapi';
import { SCOPES } from '../platform/auth/scopes.ts';
import { showId } from '../platform/ids.ts';
import { lineOfText, shownId, timestampSchema } from '../platform/schemas.ts';
import type { StoredKey } from './store.ts';

export const newKeySchema = z
  .strictObject({
    name: lineOfText(128),
    scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
  })
  .openapi('NewKey');
export type NewKey = z.infer<typeof newKeySchema>;

/** An API key as clients see it, without its text. */
export const keySchema = z
  .object({
    id: shownId('key'),
    name: z.string(),
    scopes: z.array(z.string()),
    createdAt: timestampSchema,
    revokedAt: timestampSchema.nullable(),
  })
  .openapi('Key');

/** A new API key with its text, which is shown once. */
export const keyWithTextSchema = keySchema
  .omit({ revokedAt: true })
  .extend({ key: z.string().openapi({ description: 'The key itself. It is shown only once.' }) })
  .openapi('KeyWithText');

export const showKey = (key: StoredKey) => ({ ...key, id: showId('key', key.id) });
