import { z } from '@hono/zod-openapi';
import type { Caller } from './auth/key.ts';
import { type Id, idSchema } from './ids.ts';
import type { Ports } from './ports.ts';
import { Problem } from './problem.ts';

const cursor = z
  .string()
  .min(1)
  .max(200)
  .openapi({ description: 'A cursor from `page` of another answer of this list.' });
const limit = z.coerce.number().int().min(1).max(200).default(50).openapi({
  description:
    'The most items that the answer holds. A page with much text ends earlier, after about 512 KB.',
});

/** Query of a list that is read in one direction. */
export const listQuerySchema = z.strictObject({ after: cursor.optional(), limit });
export type ListQuery = z.infer<typeof listQuerySchema>;

/** Query of a list that is read in both directions, from one of its ends or from one cursor. */
export const pageQuerySchema = z
  .strictObject({
    after: cursor.optional(),
    before: cursor.optional(),
    from: z
      .enum(['beginning', 'end'])
      .optional()
      .openapi({ description: 'The end of the list at which a page without a cursor lies.' }),
    limit,
  })
  .refine(({ after, before }) => after === undefined || before === undefined, {
    message: 'after and before exclude each other',
    path: ['before'],
  })
  .refine(({ after, before, from }) => from === undefined || (after ?? before) === undefined, {
    message: 'a cursor and from exclude each other',
    path: ['from'],
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
 * The rows of a page as a statement returns them: selected with `limit + 1`, and with null as the last
 * one where `boundedPage` has ended the page early, because it has enough bytes.
 */
export const boundedRows = <Row extends z.ZodType>(row: Row) => z.array(row.nullable());

/**
 * Divides the rows of a page into those that it holds and the fact that there are more.
 * @param rows selected with `limit + 1`; null for a row that the page has no bytes for
 */
export function splitPage<Row>(rows: readonly (Row | null)[], limit: number) {
  const kept = rows.slice(0, limit).filter((row) => row !== null);
  return { kept, more: rows.length > kept.length };
}

/**
 * Makes a page of rows that were selected with `limit + 1`.
 * @param show a row as clients see it
 * @param cursorOf the cursor of the page that begins after a row
 * @param continued the cursor of the next page when this one ended before it was full
 */
export async function pageOf<Row, Item>(
  rows: readonly (Row | null)[],
  limit: number,
  show: (row: Row) => Item,
  cursorOf: (last: Row) => Promise<string>,
  continued: () => Promise<string | null> = async () => null,
): Promise<{ data: Item[]; page: { next: string | null } }> {
  const { kept, more } = splitPage(rows, limit);
  const last = kept.at(-1);
  const isFull = last !== undefined && more;
  const next = isFull ? await cursorOf(last) : await continued();
  return { data: kept.map(show), page: { next } };
}

/**
 * Makes a page of what a filtered list has found. Such a list reads a limited number of rows, so a
 * page may hold fewer items than asked for, or none, although another page follows.
 * @param idOf the id of a row
 */
export function filteredPageOf<Row, Item, Kind extends string>(
  found: { data: readonly (Row | null)[]; readTo: Id<Kind> | null } | null,
  limit: number,
  show: (row: Row) => Item,
  idOf: (row: Row) => Id<Kind>,
  cursorOf: (position: [Id<Kind>]) => Promise<string>,
): Promise<{ data: Item[]; page: { next: string | null } }> {
  const { data, readTo } = found ?? { data: [], readTo: null };
  return pageOf(
    data,
    limit,
    show,
    (last) => cursorOf([idOf(last)]),
    async () => (readTo === null ? null : cursorOf([readTo])),
  );
}

/** A kind of list, and the position of an item in its order, such as its id. */
export interface ListKind<Position extends readonly (string | number)[]> {
  /** Unique among all lists: a cursor is valid for the lists of one kind only. */
  readonly name: string;
  readonly position: z.ZodType<Position>;
}

/** A list in the order of its ids. */
export function idList<Kind extends string>(name: string): ListKind<[Id<Kind>]> {
  return { name, position: z.tuple([idSchema<Kind>()]) };
}

/** The cursor of an item's position. */
export function writeCursor<Position extends readonly (string | number)[]>(
  { cursors }: Pick<Ports, 'cursors'>,
  caller: Caller,
  list: ListKind<Position>,
  position: Position,
): Promise<string> {
  return cursors.sign(caller, list.name, JSON.stringify(position));
}

/**
 * Reads the position after which a list continues; undefined for its first page.
 * @throws Problem invalid_cursor: the service did not write it for a list of this kind and workspace
 */
export async function readCursor<Position extends readonly (string | number)[]>(
  { cursors }: Pick<Ports, 'cursors'>,
  caller: Caller,
  list: ListKind<Position>,
  cursor: string | undefined,
): Promise<Position | undefined> {
  if (cursor === undefined) return undefined;
  const position = await cursors.verify(caller, list.name, cursor);
  if (position === undefined) throw new Problem('invalid_cursor');
  const { data } = list.position.safeParse(JSON.parse(position));
  // An earlier release of the service may have signed another form of position.
  if (data === undefined) throw new Problem('invalid_cursor');
  return data;
}
