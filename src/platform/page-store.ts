import { type SQL, sql } from 'drizzle-orm';

/**
 * How many bytes of JSON the items of a page have; the first item is always included. Neon answers
 * with at most 10 MB, but the isolate also serves nobody else while it reads and writes the JSON of a
 * page.
 */
export const PAGE_BYTES = sql.raw(String(512 * 1024));

/**
 * A JSON array of the items of a page, as `boundedRows` in pagination.ts reads it: the items up to
 * `bytes`, and then null if the page ends there although there are further items.
 * @param item the JSON of a row
 * @param order an order of the rows in which no two are equal
 * @param rows a FROM clause with at most one row more than the page may hold
 * @param bytes how many bytes the items have
 * @param aggregate `json_agg` for an array that is only written, and never read by the statement. It
 *   costs less CPU.
 */
export const boundedPage = (
  item: SQL,
  order: SQL,
  rows: SQL,
  { bytes = PAGE_BYTES, aggregate = sql`jsonb_agg` }: { bytes?: SQL; aggregate?: SQL } = {},
) => sql`(
    select coalesce(${aggregate}(case when z.at = 1 or z.up_to <= ${bytes} then z.item end
                              order by z.at), '[]')
      from (
        select y.item, y.at, y.bytes,
               sum(y.bytes) over (order by y.at rows unbounded preceding) as up_to
          from (
            select x.item, x.at, octet_length(x.item::text) as bytes
              from (select ${item} as item, row_number() over (order by ${order}) as at
                      from ${rows}) x
          ) y
      ) z
     where z.at <= 2 or z.up_to - z.bytes <= ${bytes})`;
