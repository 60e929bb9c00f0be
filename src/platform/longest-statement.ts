/**
 * How long a statement may run, in milliseconds. `npm run migrate` sets it as the `statement_timeout`
 * of the role that the Worker uses, and no DATABASE_TIMEOUT_MS may be higher. So PostgreSQL ends a
 * statement whose client has given up, even if nobody tells it to.
 */
export const LONGEST_STATEMENT_MS = 30_000;
