import { z } from 'zod';
import type { ScriptSql } from '../sql-for-script.ts';
import type { OwnedTable } from './owned-tables.ts';

export type Sql = ScriptSql;

/** How many rows of a table one statement reads or deletes at most. */
export const PAGE_ROWS = 500;
/** How many bytes of JSON one statement reads at most, besides one row. Neon answers with at most 10 MB. */
const PAGE_BYTES = 2 * 1024 * 1024;

/** A row as the database writes it, with its primary key as JSON. */
const storedRowSchema = z.object({
  key: z.array(z.string()),
  row: z.record(z.string(), z.unknown()),
});
export type StoredRow = z.infer<typeof storedRowSchema>;

/** The primary keys of the tables, in their order. */
export async function primaryKeys(sql: Sql): Promise<Map<string, string[]>> {
  const rows = await sql.query(`
    select c.relname as "table", a.attname as "column"
      from pg_index i
      join pg_class c on c.oid = i.indrelid
      join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      cross join unnest(i.indkey) with ordinality as k (attnum, at)
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
     -- An index may include columns that are no part of its key.
     where i.indisprimary and k.at <= i.indnkeyatts
     order by 1, k.at`);
  const found = new Map<string, string[]>();
  for (const row of rows) {
    const table = String(row['table']);
    found.set(table, [...(found.get(table) ?? []), String(row['column'])]);
  }
  return found;
}

/**
 * Reads the rows of a table whose column `by` has one of these values, in the order of the primary key.
 * Each page is one statement.
 */
export async function* readRows(
  sql: Sql,
  { table, by, only = 'true' }: Pick<OwnedTable, 'table' | 'by' | 'only'>,
  values: readonly string[],
  primaryKey: readonly string[],
): AsyncGenerator<StoredRow> {
  const columns = primaryKey.map((column) => `t."${column}"`);
  const key = `jsonb_build_array(${columns.map((column) => `${column}::text`).join(', ')})`;
  // The last position is compared as the types of its columns, so that the index serves the order.
  const after = primaryKey
    .map((column) => `(jsonb_populate_record(null::"${table}", $2::jsonb))."${column}"`)
    .join(', ');
  let last: Record<string, string> | null = null;
  for (;;) {
    const found = await sql.query(
      `select x.key, x.row
         from (
           select p.*, sum(octet_length(p.row::text)) over (order by p.at) as bytes
             from (
               select ${key} as key, to_jsonb(t) as row,
                      row_number() over (order by ${columns.join(', ')}) as at
                 from "${table}" t
                where t."${by}" = any ($1::uuid[]) and ${only}
                  and ($2::jsonb is null or (${columns.join(', ')}) > (${after}))
                order by ${columns.join(', ')}
                limit ${PAGE_ROWS}
             ) p
         ) x
        where x.at = 1 or x.bytes <= ${PAGE_BYTES}
        order by x.at`,
      [values, last === null ? null : JSON.stringify(last)],
    );
    const rows = z.array(storedRowSchema).parse(found);
    yield* rows;
    const end = rows.at(-1);
    if (end === undefined) return;
    last = Object.fromEntries(primaryKey.map((column, at) => [column, end.key[at] ?? '']));
  }
}

/**
 * Deletes rows of a table whose column `by` has one of these values, in statements of a page each, until
 * none is left.
 * @returns how many rows were deleted
 */
export async function deleteRows(
  sql: Sql,
  { table, by, only = 'true' }: Pick<OwnedTable, 'table' | 'by' | 'only'>,
  values: readonly string[],
): Promise<number> {
  let deleted = 0;
  for (;;) {
    const rows = await sql.query(
      `delete from "${table}"
        where ctid = any (array(
          select t.ctid from "${table}" t where t."${by}" = any ($1::uuid[]) and ${only} limit ${PAGE_ROWS}))
       returning 1`,
      [values],
    );
    if (rows.length === 0) return deleted;
    deleted += rows.length;
  }
}
