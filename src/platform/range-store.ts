import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Id, idSchema } from './ids.ts';
import { boundedPage } from './page-store.ts';
import { boundedRows } from './pagination.ts';

// PostgreSQL does not know how many rows the caller has when it plans a list, because the workspace
// comes from the CTE `caller`. It might walk the ids of all workspaces, or sort all rows of the caller.
// The functions of this file write a list as a range of one index, so that no other plan is cheaper.
// See docs/database.md.

/** The columns of an index before its order begins, each with the value that the rows have. */
type Prefix = readonly (readonly [column: SQL, value: SQL])[];

const LAST_ID = sql.raw(`'ffffffff-ffff-ffff-ffff-ffffffffffff'`);
const FIRST_ID = sql.raw(`'00000000-0000-0000-0000-000000000000'`);

const listed = (parts: readonly SQL[]) => sql.join([...parts], sql`, `);
const isPrefix = (prefix: Prefix) =>
  sql.join(
    prefix.map(([column, value]) => sql`${column} between ${value} and ${value}`),
    sql` and `,
  );

/**
 * The condition of a descending page of rows with the prefix: those before a position in `id`. To be
 * ordered by the columns of the prefix and by the id, all descending.
 * @param before null is the first page
 * @param since null, or the lowest id of the list
 */
export function isBefore(prefix: Prefix, id: SQL, before: SQL, since?: SQL): SQL {
  const columns = listed([...prefix.map(([column]) => column), id]);
  const at = (position: SQL) => listed([...prefix.map(([, value]) => value), position]);
  const beyond = sql`${isPrefix(prefix)} and (${columns}) < (${at(sql`coalesce(${before}, ${LAST_ID})`)})`;
  if (since === undefined) return beyond;
  return sql`${beyond} and (${columns}) >= (${at(sql`coalesce(${since}, ${FIRST_ID})`)})`;
}

/**
 * The condition of an ascending page of rows with the prefix: those after a position. To be ordered by
 * the columns of the prefix and of the position.
 * @param position the columns of the order, each with the value after which the page begins
 */
export function isAfter(prefix: Prefix, position: Prefix): SQL {
  const all = [...prefix, ...position];
  const columns = listed(all.map(([column]) => column));
  return sql`${isPrefix(prefix)} and (${columns}) > (${listed(all.map(([, value]) => value))})`;
}

/** The position after which an ascending page by id begins; null is the first page. */
export const afterId = (after: SQL) => sql`coalesce(${after}, ${FIRST_ID})`;

/**
 * A limit that PostgreSQL does not know when it plans. It then assumes that a tenth of the rows is
 * enough, and prefers the order of the index to a sort, however few rows it expects.
 */
export const limitTo = (limit: SQL) => sql`limit (select ${limit})`;

/**
 * How many rows a page with a filter reads at most. When so few of them are wanted that the page is
 * not full, the next page continues after the last row that was read.
 */
export const MOST_READ = 2000;
const mostRead = sql.raw(String(MOST_READ));

/** The rows that a page with a filter is taken from. */
interface Source {
  /** Selects the rows in the order of an index, with their `id`. It has an order, but no limit. */
  readonly rows: SQL;
  /** The same order, of the columns of `s`. */
  readonly order: SQL;
  /** Which rows `s` the page holds. */
  readonly isWanted: SQL;
  readonly limit: SQL;
  /** The position of a row `s` in the order, as JSON; its id by default. */
  readonly position?: SQL;
}

/**
 * A page of the wanted rows among the next {@link MOST_READ} rows, as a scalar query for a
 * {@link filteredPageSchema}.
 * @param json the page as JSON; an aggregate of its rows `s`
 */
export const filteredPage = (
  json: SQL,
  { rows, order, isWanted, limit, position = sql`s.id` }: Source,
) => sql`
      select jsonb_build_object('data', ${boundedPage(
        sql`i.item`,
        sql`i.at`,
        sql`jsonb_array_elements(coalesce(page.data, '[]')) with ordinality as i (item, at)`,
      )}, 'readTo',
               case when page.rows < ${limit} then (
                 select ${position} from (${rows} ${limitTo(mostRead)}) s
                  order by ${order}
                 offset ${mostRead} - 1 limit 1) end)
        from (
          select ${json} as data, count(*) as rows
            from (
              select s.* from (${rows} ${limitTo(mostRead)}) s
               where ${isWanted}
               order by ${order}
               ${limitTo(limit)}
            ) s
        ) page`;

/** The result of {@link filteredPage}. `readTo` is set when the page ends early. */
export function filteredPageSchema<Row extends z.ZodType, Kind extends string>(row: Row) {
  const readTo: z.ZodType<Id<Kind> | null> = idSchema<Kind>().nullable();
  return z.object({ data: boundedRows(row), readTo });
}
