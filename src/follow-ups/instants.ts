import { type SQL, sql } from 'drizzle-orm';

/** An instant in milliseconds since 1970, as the Worker counts. */
export const ms = (at: SQL) => sql`floor(extract(epoch from ${at}) * 1000)::bigint`;

/**
 * A placeholder in milliseconds since 1970, as an instant. Follow-ups take their time from the
 * Worker, so that days can pass in a test.
 */
export const instant = (name: string) =>
  sql`to_timestamp(${sql.placeholder(name)}::double precision / 1000)`;
