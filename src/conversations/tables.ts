import { sql } from 'drizzle-orm';
import {
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea } from '../platform/columns.ts';
import { workspaces } from '../workspaces/tables.ts';

/**
 * The guest. The id is derived from the workspace and the caller's own id (customer_id_v1), so an
 * erased customer stays recognisable as a tombstone although the caller's id is gone.
 */
export const customers = pgTable(
  'customers',
  {
    id: uuid().primaryKey(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    externalId: text('external_id'),
    name: text(),
    email: text(),
    phone: text(),
    locale: text(),
    timeZone: text('time_zone'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    lastSeenAt: timestamp('last_seen_at', { withTimezone: true }).notNull().default(sql`now()`),
    erasedAt: timestamp('erased_at', { withTimezone: true }),
  },
  (table) => [
    check(
      'customers_erased_is_empty',
      sql`${table.erasedAt} is null or num_nonnulls(${table.externalId}, ${table.name}, ${table.email}, ${table.phone}, ${table.locale}, ${table.timeZone}) = 0`,
    ),
  ],
);

/** One thread of messages, known by the caller's own id within the workspace. */
export const conversations = pgTable(
  'conversations',
  {
    id: uuid().primaryKey(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    externalId: text('external_id').notNull(),
    channel: text().notNull(),
    customerId: uuid('customer_id').references(() => customers.id),
    /** The seq of the newest message, and so the number of messages: seq has no gaps. */
    lastSeq: integer('last_seq').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    lastMessageAt: timestamp('last_message_at', { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    erasedAt: timestamp('erased_at', { withTimezone: true }),
  },
  (table) => [
    unique('conversations_external_id').on(table.workspaceId, table.externalId),
    // Newest first is by id, a UUIDv7: the time of creation never changes, so that storing a
    // message leaves every index of its conversation alone (a HOT update).
    index('conversations_newest').on(table.workspaceId, table.id),
    index('conversations_by_customer').on(table.customerId, table.id),
    index('conversations_by_channel').on(table.workspaceId, table.channel, table.id),
  ],
);

/**
 * A message, which is also the outbox row of its own emotion: `pending` until its label was folded
 * into the statistics. What was folded (role, label, valence, model version, quarter hour of
 * sent_at) is never changed without subtracting it first.
 */
export const messages = pgTable(
  'messages',
  {
    workspaceId: uuid('workspace_id').notNull(),
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id),
    seq: integer().notNull(),
    id: text().notNull(),
    role: text().notNull(),
    text: text(),
    metadata: jsonb(),
    sentAt: timestamp('sent_at', { withTimezone: true }).notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    /** SHA-256 of the canonical request: tells a retry from another message of the same id. */
    digest: bytea().notNull(),
    label: text(),
    /** Thousandths, 0 to 1000; null when the caller gave none. */
    confidence: smallint(),
    /** Thousandths, -1000 to 1000. */
    valence: smallint(),
    modelVersion: text('model_version'),
    /** Why a classifier gave no label; the label then is `abstained`, with no valence to count. */
    abstained: text(),
    /** Thousandths, in the order of EMOTION_LABELS: how likely each label is. */
    probabilities: smallint().array(),
    emotionState: text('emotion_state').notNull(),
    /** The booking that was made with it; no reference, as it is written before the booking is. */
    bookingId: uuid('booking_id'),
    foldAttempts: smallint('fold_attempts').notNull().default(0),
    foldError: text('fold_error'),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.seq] }),
    unique('messages_id').on(table.conversationId, table.id),
    index('messages_pending')
      .on(table.workspaceId, table.createdAt)
      .where(sql`emotion_state = 'pending'`),
    index('messages_set_apart')
      .on(table.workspaceId, table.conversationId)
      .where(sql`emotion_state = 'set_apart'`),
    check('messages_role', sql`${table.role} in ('customer', 'assistant', 'agent', 'system')`),
    check(
      'messages_emotion_state',
      sql`${table.emotionState} in ('none', 'pending', 'folded', 'set_apart', 'erased')`,
    ),
    check(
      'messages_label',
      sql`${table.label} in ('anger', 'disgust', 'fear', 'joy', 'neutral', 'sadness', 'surprise', 'abstained')`,
    ),
    check(
      'messages_abstained',
      sql`${table.label} is distinct from 'abstained' or ${table.abstained} is not null`,
    ),
    check('messages_valence', sql`${table.valence} between -1000 and 1000`),
    check('messages_confidence', sql`${table.confidence} between 0 and 1000`),
    check(
      'messages_emotion_is_whole',
      sql`num_nonnulls(${table.label}, ${table.valence}, ${table.modelVersion}) in (0, 3)`,
    ),
    check(
      'messages_erased_is_empty',
      sql`${table.emotionState} <> 'erased' or num_nonnulls(${table.text}, ${table.metadata}, ${table.label}) = 0`,
    ),
  ],
);

/** A message that webhooks are still to be told of; only where somebody listens. */
export const messageAnnouncements = pgTable(
  'message_announcements',
  {
    conversationId: uuid('conversation_id').notNull(),
    seq: integer().notNull(),
    workspaceId: uuid('workspace_id').notNull(),
    at: timestamp({ withTimezone: true }).notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.seq] }),
    index('message_announcements_age').on(table.at),
  ],
);

/**
 * The mood of a conversation, walked over its folded messages in seq order. A fold raises
 * fold_version; the walk that has seen that fold sets walked_version to it. Where they differ, a
 * walk is due.
 */
export const conversationMoods = pgTable(
  'conversation_moods',
  {
    conversationId: uuid('conversation_id')
      .primaryKey()
      .references(() => conversations.id),
    workspaceId: uuid('workspace_id').notNull(),
    /** Everything up to this seq is folded or set apart, and walked. */
    asOfSeq: integer('as_of_seq').notNull().default(0),
    /** Thousandths. */
    mood: smallint().notNull().default(0),
    attentionSeq: integer('attention_seq'),
    attentionMood: smallint('attention_mood'),
    attentionLabel: text('attention_label'),
    attentionAt: timestamp('attention_at', { withTimezone: true }),
    foldVersion: integer('fold_version').notNull().default(0),
    walkedVersion: integer('walked_version').notNull().default(0),
    /** The highest seq that was ever walked: turns up to there were told, or never will be. */
    toldSeq: integer('told_seq').notNull().default(0),
    foldedAt: timestamp('folded_at', { withTimezone: true }).notNull().default(sql`now()`),
  },
  (table) => [
    index('conversation_moods_attention')
      .on(table.workspaceId, table.conversationId)
      .where(sql`attention_seq is not null`),
    index('conversation_moods_due').on(table.foldedAt).where(sql`fold_version <> walked_version`),
  ],
);

/** Each correction of a label by somebody: what was and what is, by which key and when. */
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

/** Raised once for each (conversation, seq that turned the mood), whatever arrived in which order. */
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
    /** When webhooks were planned for it; null: they are still to be planned. */
    plannedAt: timestamp('planned_at', { withTimezone: true }),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.seq] }),
    index('attention_events_unplanned').on(table.raisedAt).where(sql`planned_at is null`),
  ],
);
