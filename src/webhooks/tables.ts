import { sql } from 'drizzle-orm';
import { index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { bytea } from '../platform/columns.ts';
import { workspaces } from '../workspaces/tables.ts';

/** An endpoint of the tenant that is told of events. Secrets are encrypted. */
export const webhooks = pgTable(
  'webhooks',
  {
    id: uuid().primaryKey(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    url: text().notNull(),
    description: text(),
    events: text().array().notNull(),
    secret: bytea().notNull(),
    /** The secret before the last rotation, which signs too until then. */
    previousSecret: bytea('previous_secret'),
    previousUntil: timestamp('previous_until', { withTimezone: true }),
    /** Since when no attempt has succeeded. */
    failingSince: timestamp('failing_since', { withTimezone: true }),
    disabledAt: timestamp('disabled_at', { withTimezone: true }),
    /** by_owner, failing or gone. */
    disabledReason: text('disabled_reason'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
  },
  (table) => [
    index('webhooks_of_workspace').on(table.workspaceId, table.id),
    // Asked at each message: empty for nearly every workspace.
    index('webhooks_of_messages')
      .on(table.workspaceId)
      .where(sql`'message.created' = any (events) and disabled_at is null and deleted_at is null`),
  ],
);
