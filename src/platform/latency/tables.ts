import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  numeric,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { workspaces } from '../../workspaces/tables.ts';

// How long requests took. Each row has the requests of one minute, hour or day, as histograms; a
// histogram is one number, see histogram.ts. A sample is counted in all three rows at once, so a sum
// over hours never differs from that over their minutes.

/** The columns of both tables. */
const durations = {
  /** How long `at` lasts: minute, hour or day (UTC). */
  grain: text().notNull(),
  at: timestamp({ withTimezone: true }).notNull(),
  measured: text().notNull(),
  outcome: text().notNull(),
  requests: bigint({ mode: 'number' }).notNull(),
  /** Those that took as long as the target at that time, or longer. */
  slow: bigint({ mode: 'number' }).notNull(),
  total: numeric().notNull(),
  /** The requests whose database time is known. */
  inDatabase: numeric('in_database').notNull(),
  wait: numeric().notNull(),
};

/** The durations by region, for the operator. */
export const latencyOfRegions = pgTable(
  'latency_of_regions',
  { ...durations, region: text().notNull() },
  (table) => [
    primaryKey({
      columns: [table.grain, table.measured, table.at, table.region, table.outcome],
    }),
    // Only the statement that deletes old rows writes lower(grain) and uses this index; see
    // docs/database.md.
    index('latency_of_regions_age').on(sql`lower(${table.grain})`, table.at),
    check('latency_of_regions_grain', sql`grain in ('minute', 'hour', 'day')`),
  ],
);

/** The durations by workspace, for tenants. */
export const latencyOfWorkspaces = pgTable(
  'latency_of_workspaces',
  {
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    ...durations,
  },
  (table) => [
    primaryKey({
      columns: [table.workspaceId, table.grain, table.measured, table.at, table.outcome],
    }),
    index('latency_of_workspaces_age').on(sql`lower(${table.grain})`, table.at),
    check('latency_of_workspaces_grain', sql`grain in ('minute', 'hour', 'day')`),
  ],
);

/** The samples of the queue `telemetry` that have been counted, for an hour. */
export const countedSamples = pgTable(
  'counted_samples',
  {
    id: uuid().primaryKey(),
    at: timestamp({ withTimezone: true }).notNull().default(sql`now()`),
  },
  (table) => [index('counted_samples_age').on(table.at)],
);
