import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { conversations } from '../conversations/tables.ts';
import { workspaces } from '../workspaces/tables.ts';

/**
 * The outbox of emotions: one row for each message whose `emotion_state` is `pending`. Only triggers
 * write it, in the transaction that changes the message; see keep_outbox_of_emotions_v1. It has no
 * foreign keys, which would cost each new message a look-up and a lock.
 */
export const pendingMessages = pgTable(
  'pending_messages',
  {
    workspaceId: uuid('workspace_id').notNull(),
    /** The message's `created_at`. */
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    conversationId: uuid('conversation_id').notNull(),
    seq: integer().notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.workspaceId, table.createdAt, table.conversationId, table.seq],
    }),
  ],
);

/**
 * One row for each message whose `emotion_state` is `set_apart`: the classifier has failed to read it
 * too often. Triggers write it as they write `pending_messages`.
 */
export const setApartMessages = pgTable(
  'set_apart_messages',
  {
    workspaceId: uuid('workspace_id').notNull(),
    conversationId: uuid('conversation_id').notNull(),
    seq: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.conversationId, table.seq] })],
);

/**
 * Sums that are merged by addition and reduced by subtraction. They are integers, so both are exact.
 * Valence is in thousandths.
 */
const sums = {
  role: text().notNull(),
  label: text().notNull(),
  modelVersion: text('model_version').notNull(),
  messages: bigint({ mode: 'number' }).notNull(),
  valenceSum: bigint('valence_sum', { mode: 'number' }).notNull(),
  valenceSquares: bigint('valence_squares', { mode: 'number' }).notNull(),
};

/**
 * The folded emotions of one conversation. The statistics of a customer are the sum over the
 * customer's conversations.
 */
export const conversationEmotions = pgTable(
  'conversation_emotions',
  {
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id),
    ...sums,
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.role, table.label, table.modelVersion] }),
    check('conversation_emotions_messages', sql`${table.messages} >= 0`),
  ],
);

/**
 * The folded emotions of one workspace by quarter hour (UTC). Quarter hours divide the offset of
 * every time zone, so the days of any zone can be formed from them.
 */
export const workspaceEmotions = pgTable(
  'workspace_emotions',
  {
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    quarterHour: timestamp('quarter_hour', { withTimezone: true }).notNull(),
    ...sums,
  },
  (table) => [
    primaryKey({
      columns: [table.workspaceId, table.quarterHour, table.role, table.label, table.modelVersion],
    }),
    check('workspace_emotions_messages', sql`${table.messages} >= 0`),
  ],
);

/**
 * The mood of a conversation, computed by a walk over its folded messages in seq order. A fold
 * raises fold_version. A walk that has seen this fold sets walked_version to the same number. A walk
 * is due where the two differ. A long walk goes in pages: it is due, and continues after as_of_seq,
 * until its last page sets walked_version. `due_moods` has a row for each mood whose walk is due.
 *
 * No index has a column that each fold changes, so the updates can be HOT updates.
 */
export const conversationMoods = pgTable(
  'conversation_moods',
  {
    conversationId: uuid('conversation_id')
      .primaryKey()
      .references(() => conversations.id),
    workspaceId: uuid('workspace_id').notNull(),
    /**
     * Every message up to this seq is folded or set apart, and was included in the walk. The mood and
     * the attention are those after this message.
     */
    asOfSeq: integer('as_of_seq').notNull().default(0),
    /** Thousandths. */
    mood: smallint().notNull().default(0),
    attentionSeq: integer('attention_seq'),
    attentionMood: smallint('attention_mood'),
    attentionLabel: text('attention_label'),
    attentionAt: timestamp('attention_at', { withTimezone: true }),
    foldVersion: integer('fold_version').notNull().default(0),
    walkedVersion: integer('walked_version').notNull().default(0),
    /** The highest seq that any walk has reached. No attention event is raised again up to there. */
    toldSeq: integer('told_seq').notNull().default(0),
    foldedAt: timestamp('folded_at', { withTimezone: true }).notNull().default(sql`now()`),
  },
  (table) => [
    index('conversation_moods_attention')
      .on(table.workspaceId, table.conversationId)
      .where(sql`attention_seq is not null`),
    index('conversation_moods_waiting')
      .on(table.workspaceId, table.attentionAt, table.conversationId)
      .where(sql`attention_seq is not null`),
  ],
);

/**
 * One row for each mood whose walk is due: `fold_version` differs from `walked_version`. Only triggers
 * write it; see keep_due_mood_v1. Most folds also store the walked mood and write no row.
 */
export const dueMoods = pgTable(
  'due_moods',
  {
    conversationId: uuid('conversation_id').primaryKey(),
    /** When the mood became due: its `folded_at` at that time. */
    dueSince: timestamp('due_since', { withTimezone: true }).notNull(),
  },
  (table) => [index('due_moods_oldest').on(table.dueSince)],
);

/**
 * A conversation that began to need attention. One row for each message (by its seq) at which the
 * mood turned, independent of the order in which the messages were folded.
 */
export const attentionEvents = pgTable(
  'attention_events',
  {
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id),
    seq: integer().notNull(),
    workspaceId: uuid('workspace_id').notNull(),
    mood: smallint().notNull(),
    label: text().notNull(),
    raisedAt: timestamp('raised_at', { withTimezone: true }).notNull().default(sql`now()`),
    /** When the webhook jobs for it were planned. Null until then. */
    plannedAt: timestamp('planned_at', { withTimezone: true }),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.seq] }),
    index('attention_events_unplanned').on(table.raisedAt).where(sql`planned_at is null`),
  ],
);

/** One row for each correction of a label: the old and the new label, the API key and the time. */
export const emotionCorrections = pgTable(
  'emotion_corrections',
  {
    id: uuid().primaryKey(),
    conversationId: uuid('conversation_id').notNull(),
    seq: integer().notNull(),
    keyId: uuid('key_id').notNull(),
    fromLabel: text('from_label'),
    fromValence: smallint('from_valence'),
    fromModel: text('from_model'),
    toLabel: text('to_label').notNull(),
    toValence: smallint('to_valence').notNull(),
    at: timestamp({ withTimezone: true }).notNull().default(sql`now()`),
  },
  (table) => [index('emotion_corrections_of_message').on(table.conversationId, table.seq)],
);
