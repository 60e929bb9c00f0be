import { z } from '@hono/zod-openapi';
import { SCOPES } from '../platform/auth/scopes.ts';
import { showId } from '../platform/ids.ts';
import { instantSchema, lineOfText, shownId, timestampSchema } from '../platform/schemas.ts';
import type { StoredKey } from './store.ts';

export const newKeySchema = z
  .strictObject({
    name: lineOfText(128),
    scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
    expiresAt: instantSchema.optional().openapi({
      description:
        'When the key stops working, not later than your own key. Without it, the key expires together with your own, or never if that does not expire.',
      example: '2027-01-31T00:00:00Z',
    }),
  })
  .openapi('NewKey');
export type NewKey = z.infer<typeof newKeySchema>;

/** An API key as clients see it, without its text. */
export const keySchema = z
  .object({
    id: shownId('key'),
    name: z.string(),
    scopes: z.array(z.string()),
    parentId: shownId('key').nullable().openapi({
      description:
        'The key that made this one. Null for a key that the operator made, or that was made before parents were stored.',
    }),
    createdAt: timestampSchema,
    expiresAt: timestampSchema.nullable().openapi({
      description: 'When the key stops working. Null for a key that does not expire.',
    }),
    lastUsedAt: timestampSchema.nullable().openapi({
      description:
        'About when the key was last used. It may be up to two hours behind. Null when no use was recorded.',
    }),
    revokedAt: timestampSchema.nullable(),
    revokedThrough: shownId('key').nullable().openapi({
      description:
        'The ancestor whose revocation revoked this key. Null when the key itself was revoked, and when it is not revoked.',
    }),
  })
  .openapi('Key');

/** A new API key with its text, which is shown once. */
export const keyWithTextSchema = keySchema
  .omit({ lastUsedAt: true, revokedAt: true, revokedThrough: true })
  .extend({ key: z.string().openapi({ description: 'The key itself. It is shown only once.' }) })
  .openapi('KeyWithText');

export const showKey = (key: StoredKey) => ({
  ...key,
  id: showId('key', key.id),
  parentId: key.parentId && showId('key', key.parentId),
  revokedThrough: key.revokedThrough && showId('key', key.revokedThrough),
});
