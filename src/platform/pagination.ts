import { z } from '@hono/zod-openapi';
import { type Id, readId, type ShownKind, showId } from './ids.ts';
import { Problem } from './problem.ts';

const cursor = z
  .string()
  .min(1)
  .max(200)
  .openapi({ description: 'A cursor from `page` of another answer of this list.' });
const limit = z.coerce
  .number()
  .int()
  .min(1)
  .max(200)
  .default(50)
  .openapi({ description: 'The most items that the answer holds.' });

/** Query of a list that is read in one direction. */
export const listQuerySchema = z.strictObject({ after: cursor.optional(), limit });
export type ListQuery = z.infer<typeof listQuerySchema>;

/** Query of a list that is read in both directions: one cursor at most. */
export const pageQuerySchema = z
  .strictObject({ after: cursor.optional(), before: cursor.optional(), limit })
  .refine(({ after, before }) => after === undefined || before === undefined, {
    message: 'after and before exclude each other',
    path: ['before'],
  });
export type PageQuery = z.infer<typeof pageQuerySchema>;

const nextSchema = z
  .string()
  .nullable()
  .openapi({ description: 'The cursor of the next page; null on the last page.' });

/** A page of a list that is read in one direction. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item), page: z.object({ next: nextSchema }) });
}

/** A page of a list that is read in both directions. */
export function twoWayPageSchema<Item extends z.ZodType>(item: Item) {
  const previous = nextSchema.openapi({
    description: 'The cursor of the previous page; null on the first page.',
  });
  return z.object({ data: z.array(item), page: z.object({ next: nextSchema, previous }) });
}

/**
 * Makes a page of rows that were selected with `limit + 1`.
 * @param show a row as clients see it
 * @param cursorOf the cursor of the page that begins after a row
 */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  show: (row: Row) => Item,
  cursorOf: (last: Row) => string,
): { data: Item[]; page: { next: string | null } } {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return {
    data: kept.map(show),
    page: { next: last !== undefined && rows.length > limit ? cursorOf(last) : null },
  };
}

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
    // Text that is not base64 gets the same answer as a cursor of another list.
  }
  throw new Problem('invalid_cursor');
}

/** The cursor of a list in the order of its ids. */
export function encodeIdCursor<Kind extends ShownKind>(kind: Kind, id: Id<Kind>): string {
  return encodeCursor(kind, showId(kind, id));
}

/**
 * Reads the id after which such a list continues; null for its first page.
 * @throws Problem invalid_cursor
 */
export function decodeIdCursor<Kind extends ShownKind>(
  kind: Kind,
  cursor: string | undefined,
): Id<Kind> | null {
  if (cursor === undefined) return null;
  const id = readId(kind, decodeCursor(kind, cursor));
  if (id === undefined) throw new Problem('invalid_cursor');
  return id;
}

/** The cursor of a list in the order of several columns. */
export function encodePositionCursor(kind: string, position: readonly (string | number)[]): string {
  return encodeCursor(kind, JSON.stringify(position));
}

/**
 * Reads the position after which such a list continues; null for its first page.
 * @throws Problem invalid_cursor
 */
export function decodePositionCursor<Position>(
  kind: string,
  schema: z.ZodType<Position>,
  cursor: string | undefined,
): Position | null {
  if (cursor === undefined) return null;
  const text = decodeCursor(kind, cursor);
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new Problem('invalid_cursor');
  }
}
