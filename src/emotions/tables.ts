import { sql } from 'drizzle-orm';
import { bigint, check, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { conversations } from '../conversations/tables.ts';
import { workspaces } from '../workspaces/tables.ts';

/** Sums that merge by addition and erase by subtraction: integers, valence in thousandths. */
const sums = {
  role: text().notNull(),
  label: text().notNull(),
  modelVersion: text('model_version').notNull(),
  messages: bigint({ mode: 'number' }).notNull(),
  valenceSum: bigint('valence_sum', { mode: 'number' }).notNull(),
  valenceSquares: bigint('valence_squares', { mode: 'number' }).notNull(),
};

/** Folded emotions of one conversation. A customer's are the sum over the customer's conversations. */
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

/** Folded emotions of one workspace by quarter hour (UTC), so that any zone's days can be formed. */
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
