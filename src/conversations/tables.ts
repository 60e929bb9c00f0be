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
import { customers } from '../customers/tables.ts';
import { bytea } from '../platform/columns.ts';
import { workspaces } from '../workspaces/tables.ts';

/** One thread of messages. The caller's own id identifies it within the workspace. */
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
    /** The seq of the newest message. It is also the number of messages, as seq has no gaps. */
    lastSeq: integer('last_seq').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    lastMessageAt: timestamp('last_message_at', { withTimezone: true })
      .notNull()
      .default(sql`now()`),
    erasedAt: timestamp('erased_at', { withTimezone: true }),
  },
  (table) => [
    unique('conversations_external_id').on(table.workspaceId, table.externalId),
    // Lists are ordered by id, a UUIDv7, and not by the time of the newest message. Storing a
    // message then changes no indexed column of its conversation, so the update is a HOT update.
    index('conversations_newest').on(table.workspaceId, table.id),
    index('conversations_by_customer').on(table.customerId, table.id),
    index('conversations_by_channel').on(table.workspaceId, table.channel, table.id),
  ],
);

/**
 * A message. `emotion_state` is `pending` until the label has been added to the statistics. The columns
 * that were added (role, label, valence, model version, quarter hour of sent_at) are subtracted from
 * the statistics before they change.
 *
 * Folding a message changes no column that an index contains or has in its condition, so the update is
 * a HOT update. Pending messages and those that are set apart are found by `pending_messages` and
 * `set_apart_messages` instead.
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
    /** SHA-256 of the canonical request. A retry has the same digest; another message does not. */
    digest: bytea().notNull(),
    label: text(),
    /** Thousandths, from 0 to 1000. Null when the caller gave no confidence. */
    confidence: smallint(),
    /** Thousandths, from -1000 to 1000. */
    valence: smallint(),
    modelVersion: text('model_version'),
    /** Why the classifier gave no label. The label is then `abstained`, and its valence is ignored. */
    abstained: text(),
    /** The probability of each label in thousandths, in the order of EMOTION_LABELS. */
    probabilities: smallint().array(),
    emotionState: text('emotion_state').notNull(),
    /**
     * The booking that was made in the same request. Not a foreign key, because the message is
     * stored before the booking.
     */
    bookingId: uuid('booking_id'),
    foldAttempts: smallint('fold_attempts').notNull().default(0),
    foldError: text('fold_error'),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.seq] }),
    unique('messages_id').on(table.conversationId, table.id),
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
