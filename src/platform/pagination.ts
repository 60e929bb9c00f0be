import { z } from '@hono/zod-openapi';
import { Problem } from './problem.ts';

const cursor = z.string().min(1).max(200);
const limit = z.coerce.number().int().min(1).max(200).default(50);

/** Query of a list that is read in one direction. */
export const listQuerySchema = z.strictObject({ after: cursor.optional(), limit });

/** Query of a list that is read in both directions; either cursor, not both. */
export const pageQuerySchema = z
  .strictObject({ after: cursor.optional(), before: cursor.optional(), limit })
  .refine(({ after, before }) => after === undefined || before === undefined, {
    message: 'after and before exclude each other',
    path: ['before'],
  });
export type PageQuery = z.infer<typeof pageQuerySchema>;

/** An opaque cursor: where a page ends, and which kind of list it belongs to. */
export function encodeCursor(kind: string, position: string): string {
  return btoa(`${kind}:${position}`).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * Reads a cursor of the same kind.
 * @throws Problem invalid_cursor
 */
export function decodeCursor(kind: string, text: string): string {
  try {
    const decoded = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    if (decoded.startsWith(`${kind}:`)) return decoded.slice(kind.length + 1);
  } catch {
    // Not base64: the same answer as for a cursor of another list.
  }
  throw new Problem('invalid_cursor');
}
