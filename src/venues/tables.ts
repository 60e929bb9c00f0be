import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea } from '../platform/columns.ts';
import { workspaces } from '../workspaces/tables.ts';

/** A place that takes bookings, with its rules. Minutes unless a name says otherwise. */
export const venues = pgTable(
  'venues',
  {
    id: uuid().primaryKey(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    name: text().notNull(),
    timeZone: text('time_zone').notNull(),
    slotInterval: smallint('slot_interval').notNull(),
    /** [{maxParty, minutes}], rising by maxParty; the last is for all larger ones. */
    turnTimes: jsonb('turn_times').notNull(),
    bufferBefore: smallint('buffer_before').notNull(),
    bufferAfter: smallint('buffer_after').notNull(),
    leadTime: integer('lead_time').notNull(),
    horizonDays: smallint('horizon_days').notNull(),
    /** Parties and covers that may start in one quarter hour; null: as many as fit. */
    pacingParties: smallint('pacing_parties'),
    pacingCovers: smallint('pacing_covers'),
    holdSeconds: integer('hold_seconds').notNull(),
    cancellationCutoff: integer('cancellation_cutoff').notNull(),
    /** [{weekday 1..7 from Monday, opens 'HH:MM', closes 'HH:MM'}]; closes ≤ opens: the next day. */
    weeklyHours: jsonb('weekly_hours').notNull().default(sql`'[]'`),
    /** [{date, periods: [{opens, closes}]}]; no periods: closed on that date. */
    exceptions: jsonb().notNull().default(sql`'[]'`),
    /** What is sent after a booking, and when; see FollowUps. */
    followUps: jsonb('follow_ups').notNull(),
    /** Whether those who wait are served before new requests. */
    waitlistFirst: boolean('waitlist_first').notNull().default(false),
    /** How long who waited may take to accept. */
    offerSeconds: integer('offer_seconds').notNull().default(900),
    /** SHA-256 of the secret in the calendar feed's URL. */
    calendarHash: bytea('calendar_hash'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
  },
  (table) => [
    index('venues_of_workspace').on(table.workspaceId, table.id),
    uniqueIndex('venues_calendar').on(table.calendarHash),
  ],
);

/** A table, chair, room or person. What is deleted takes no further booking and keeps its own. */
export const resources = pgTable(
  'resources',
  {
    id: uuid().primaryKey(),
    workspaceId: uuid('workspace_id').notNull(),
    venueId: uuid('venue_id')
      .notNull()
      .references(() => venues.id),
    name: text().notNull(),
    kind: text().notNull(),
    minParty: smallint('min_party').notNull(),
    maxParty: smallint('max_party').notNull(),
    /** The lower is taken first among those that fit equally well. */
    priority: smallint().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
  },
  (table) => [
    index('resources_of_venue').on(table.venueId, table.id),
    check('resources_kind', sql`${table.kind} in ('table', 'chair', 'room', 'person')`),
    check(
      'resources_party',
      sql`1 <= ${table.minParty} and ${table.minParty} <= ${table.maxParty}`,
    ),
  ],
);

/** Resources of one venue that may be taken together, when no single one fits. */
export const combinations = pgTable(
  'combinations',
  {
    id: uuid().primaryKey(),
    workspaceId: uuid('workspace_id').notNull(),
    venueId: uuid('venue_id')
      .notNull()
      .references(() => venues.id),
    resourceIds: uuid('resource_ids').array().notNull(),
    minParty: smallint('min_party').notNull(),
    maxParty: smallint('max_party').notNull(),
    priority: smallint().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
  },
  (table) => [
    index('combinations_of_venue').on(table.venueId, table.id),
    check('combinations_members', sql`cardinality(${table.resourceIds}) between 2 and 12`),
    check(
      'combinations_party',
      sql`1 <= ${table.minParty} and ${table.minParty} <= ${table.maxParty}`,
    ),
  ],
);
