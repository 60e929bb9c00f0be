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

/** A place that takes bookings, with its rules. Durations are in minutes unless a name says otherwise. */
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
    /** [{maxParty, minutes}], ordered by maxParty. The last entry also applies to larger parties. */
    turnTimes: jsonb('turn_times').notNull(),
    bufferBefore: smallint('buffer_before').notNull(),
    bufferAfter: smallint('buffer_after').notNull(),
    leadTime: integer('lead_time').notNull(),
    horizonDays: smallint('horizon_days').notNull(),
    /** Pacing: how many parties and covers may start in one quarter hour. Null means no limit. */
    pacingParties: smallint('pacing_parties'),
    pacingCovers: smallint('pacing_covers'),
    holdSeconds: integer('hold_seconds').notNull(),
    cancellationCutoff: integer('cancellation_cutoff').notNull(),
    /**
     * [{weekday, opens, closes}]. Monday is 1; times are 'HH:MM'. The venue closes on the next day
     * when `closes` is not after `opens`.
     */
    weeklyHours: jsonb('weekly_hours').notNull().default(sql`'[]'`),
    /** [{date, periods: [{opens, closes}]}]. Without periods the venue is closed on that date. */
    exceptions: jsonb().notNull().default(sql`'[]'`),
    /** Which follow-ups are sent for a booking, and when. Its type is FollowUps. */
    followUps: jsonb('follow_ups').notNull(),
    /**
     * Set when `follow_ups` changes: upcoming bookings that start after this time still have to get
     * the jobs of the new settings. Null: none.
     */
    replanFrom: timestamp('replan_from', { withTimezone: true }),
    /** Whether the waitlist is offered a free place before a new request gets it. */
    waitlistFirst: boolean('waitlist_first').notNull().default(false),
    /** How many seconds an offer to a waiting party stays open. */
    offerSeconds: integer('offer_seconds').notNull().default(900),
    /**
     * How many minutes before closing the last party may start. Null: a party must have left by
     * closing.
     */
    lastSeating: smallint('last_seating'),
    /** How many minutes before its start a party can be seated, or recorded as having left. */
    seatingWindow: integer('seating_window').notNull().default(720),
    /**
     * How many minutes after its start, or after the expected time of a late party, a booking can
     * become a no-show. 0 for venues that are older than the column; new ones have 15.
     */
    lateGrace: smallint('late_grace').notNull().default(0),
    /** For how many minutes an act can be undone; 0: never. */
    undoMinutes: integer('undo_minutes').notNull().default(30),
    /** The rules for one guest; see guest-rules.ts. Null: no limit. */
    guestBookings: integer('guest_bookings'),
    guestHolds: integer('guest_holds'),
    guestBookingsPerDay: integer('guest_bookings_per_day'),
    /** New venues refuse; those from before the rule existed allow. */
    guestOverlap: text('guest_overlap').notNull().default('allow'),
    /** The smallest party whose booking the venue has to approve; null: none. */
    approvalFrom: integer('approval_from'),
    /** For how many minutes a request holds its place. */
    approvalMinutes: integer('approval_minutes').notNull().default(1440),
    /** What guests are told about the venue; see profile.ts. Null: it is not told. */
    address: text(),
    phone: text(),
    website: text(),
    replyTo: text('reply_to'),
    cancellationPolicy: text('cancellation_policy'),
    /** SHA-256 of the secret in the URL of the calendar feed. */
    calendarHash: bytea('calendar_hash'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
  },
  (table) => [
    index('venues_of_workspace').on(table.workspaceId, table.id),
    uniqueIndex('venues_calendar').on(table.calendarHash),
    index('venues_replanning').on(table.replanFrom).where(sql`replan_from is not null`),
  ],
);

/** A table, chair, room or person. A deleted resource takes no new booking and keeps its existing ones. */
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
    /** Among resources that fit equally well, the lowest priority is taken first. */
    priority: smallint().notNull(),
    /** The part of the venue that it stands in, such as terrace; null: none that has a name. */
    area: text(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
  },
  (table) => [
    index('resources_of_venue').on(table.venueId, table.id),
    // Two live resources of a venue with the same name could not be distinguished.
    uniqueIndex('resources_name').on(table.venueId, table.name).where(sql`deleted_at is null`),
    check('resources_kind', sql`${table.kind} in ('table', 'chair', 'room', 'person')`),
    check(
      'resources_party',
      sql`1 <= ${table.minParty} and ${table.minParty} <= ${table.maxParty}`,
    ),
  ],
);

/** Resources of one venue that may be taken together when no single resource fits. */
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
    // Deleted ones are left out, so that adding and deleting many does not slow down a search.
    index('combinations_live').on(table.venueId, table.id).where(sql`deleted_at is null`),
    check('combinations_members', sql`cardinality(${table.resourceIds}) between 2 and 12`),
    check(
      'combinations_party',
      sql`1 <= ${table.minParty} and ${table.minParty} <= ${table.maxParty}`,
    ),
  ],
);
