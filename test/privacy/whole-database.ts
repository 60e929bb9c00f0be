import { sql } from '../support/sql.ts';

/** Reads the catalog and whole tables, with SQL of its own. */

/** Every column of every table of every schema, as `schema.table` and column. */
export async function columnsOfDatabase(): Promise<Map<string, string[]>> {
  const rows = await sql.query(`
    select n.nspname || '.' || c.relname as "table", a.attname as "column"
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind in ('r', 'p', 'm', 'f')
       and n.nspname not in ('pg_catalog', 'information_schema')
       and n.nspname !~ '^pg_(toast|temp)'
     order by 1, a.attnum`);
  const found = new Map<string, string[]>();
  for (const { table, column } of rows) {
    found.set(table, [...(found.get(table) ?? []), column]);
  }
  return found;
}

/**
 * The columns of the whole database in which a word occurs: in text, JSON, arrays or bytes, in
 * whatever case.
 */
export async function columnsWith(word: string): Promise<string[]> {
  const tables = [...(await columnsOfDatabase()).keys()];
  const found = await Promise.all(
    tables.map(async (table) => {
      const rows = await sql.query(
        `select distinct field.key as "column"
           from ${table} t cross join lateral jsonb_each_text(to_jsonb(t)) field
          where field.value ilike '%' || $1 || '%'
             or field.value ilike '%' || encode(convert_to($1, 'UTF8'), 'hex') || '%'`,
        [word],
      );
      return rows.map(({ column }) => `${table}.${column}`);
    }),
  );
  return found.flat().sort();
}

/**
 * Which of many words occur in the whole database, each with its column: as text or bytes, as
 * {@link columnsWith} finds them, and in base64.
 */
export async function placesOf(words: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const table of (await columnsOfDatabase()).keys()) {
    const rows = await sql.query(
      `select distinct w.word, field.key as "column"
         from ${table} t
         cross join lateral jsonb_each_text(to_jsonb(t)) field
         join unnest($1::text[]) w (word)
           on position(lower(w.word) in lower(field.value)) > 0
           or position(encode(convert_to(w.word, 'UTF8'), 'hex') in field.value) > 0
           or position(rtrim(encode(convert_to(w.word, 'UTF8'), 'base64'), '=') in field.value) > 0`,
      [words],
    );
    found.push(...rows.map(({ word, column }) => `${word} in ${table}.${column}`));
  }
  return found.sort();
}

/** The distinct values of a column that are not null and not empty, in some rows of a table. */
export async function valuesOf(
  table: string,
  column: string,
  whose: string,
  customer: string,
): Promise<unknown[]> {
  const rows = await sql.query(
    `select distinct to_jsonb(t."${column}") as value
       from ${table} t
      where (${whose}) and t."${column}" is not null
        and t."${column}"::text not in ('', '{}', '[]', '\\x')`,
    [customer],
  );
  return rows.map(({ value }) => value);
}

/** The id of a customer's row. */
export async function customerRow(externalId: string): Promise<string> {
  const rows = await sql.query('select id::text from customers where external_id = $1', [
    externalId,
  ]);
  return String(rows[0]?.['id']);
}
