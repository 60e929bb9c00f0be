import { sql } from 'drizzle-orm';
import { boolean, check, index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** The traffic light of the platform, in one row, as it was last evaluated. */
export const platformLight = pgTable(
  'platform_light',
  {
    /** Always true, so that there is one row. */
    isCurrent: boolean('is_current').primaryKey().default(true),
    /** grey, green, yellow, orange or red. */
    light: text().notNull(),
    /** Since when the light has this colour. */
    since: timestamp({ withTimezone: true }).notNull(),
    evaluatedAt: timestamp('evaluated_at', { withTimezone: true }).notNull(),
    /** Each signal: an array of SignalState. */
    signals: jsonb().notNull(),
  },
  (table) => [
    check('platform_light_current', sql`${table.isCurrent}`),
    check(
      'platform_light_light',
      sql`${table.light} in ('grey', 'green', 'yellow', 'orange', 'red')`,
    ),
  ],
);

/** One row for each time that the light, or the colour of one of its signals, has changed. */
export const lightChanges = pgTable(
  'light_changes',
  {
    id: uuid().primaryKey(),
    at: timestamp({ withTimezone: true }).notNull(),
    light: text().notNull(),
    /** The colour before. Null for the first row. */
    former: text(),
    /** `evaluated`; or `not_evaluated`: from `at` on the light was not evaluated. */
    kind: text().notNull(),
    /** Each signal with its value, its threshold and its cause: an array of SignalState. */
    signals: jsonb().notNull(),
  },
  (table) => [
    index('light_changes_at').on(table.at),
    check('light_changes_kind', sql`${table.kind} in ('evaluated', 'not_evaluated')`),
  ],
);

/**
 * A time of planned work on the platform. The light is not evaluated in it, and requests of its minutes
 * and hours count for no service level.
 */
export const maintenanceWindows = pgTable(
  'maintenance_windows',
  {
    id: uuid().primaryKey(),
    startsAt: timestamp('starts_at', { withTimezone: true }).notNull(),
    endsAt: timestamp('ends_at', { withTimezone: true }).notNull(),
    reason: text().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
  },
  (table) => [
    index('maintenance_windows_end').on(table.endsAt),
    check('maintenance_windows_length', sql`${table.startsAt} < ${table.endsAt}`),
  ],
);
