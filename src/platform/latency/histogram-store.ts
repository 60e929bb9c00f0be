import { type SQL, sql } from 'drizzle-orm';

/**
 * A histogram as JSON: its number of digits, and the digits without the zeros at the end, of which most
 * have a thousand or more. `histogramSchema` reads it.
 *
 * `offset 0` keeps PostgreSQL from writing the number twice. The zeros are cut off as bytes, because
 * trimming a text looks at each of its characters.
 */
export const histogramJson = (histogram: SQL) => sql`(
  select json_build_array(octet_length(t), encode(btrim(t, '0'::bytea), 'escape'))
    from (select convert_to(${histogram}::text, 'UTF8') as t offset 0) h)`;
