import type { Noise } from './ways.ts';

/**
 * Copies a row, and replaces some of its columns. Other columns, new ones too, stay as the service has
 * written them.
 * @param columns SQL by column; `n` numbers the copies, `t` is the original
 */
export async function copyRow(
  { sql }: Noise,
  table: string,
  where: string,
  count: number,
  columns: Readonly<Record<string, string>>,
): Promise<void> {
  const changed = Object.entries(columns).map(([name, value]) => `'${name}', ${value}`);
  // No table has a column `n`. The number makes PostgreSQL compute each copy by itself.
  changed.push(`'n', n`);
  await sql(
    `insert into ${table}
     select c.*
       from (select * from ${table} where ${where} limit 1) t, generate_series(1, ${count}) n,
            jsonb_populate_record(null::${table},
              to_jsonb(t) || jsonb_build_object(${changed.join(', ')})) c`,
  );
}

/** The condition for rows of the noisy tenant. */
export const ofTenant = ({ workspace }: Noise, column = 'workspace_id'): string =>
  `${column} = (select id from workspaces where name = '${workspace}')`;

/** An id of the time of now minus `n` seconds, as the service makes them (UUIDv7). */
export const idBefore = (n: string): string =>
  `(lpad(to_hex((extract(epoch from now() - ${n} * interval '1 second') * 1000)::bigint), 12, '0')
    || '7' || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid`;

/** Lets PostgreSQL know of the copies, as its autovacuum would within a minute. */
export const analyze = ({ sql }: Noise, ...tables: string[]) => sql(`analyze ${tables.join(', ')}`);
