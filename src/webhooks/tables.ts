import { sql } from 'drizzle-orm';
import { index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { bytea } from '../platform/columns.ts';
import { workspaces } from '../workspaces/tables.ts';

/** An endpoint of the tenant that receives events. Secrets are encrypted. */
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
    /** The secret before the last rotation. It also signs requests until `previousUntil`. */
    previousSecret: bytea('previous_secret'),
    previousUntil: timestamp('previous_until', { withTimezone: true }),
    /** When the first of the current run of failures happened. Null after a success. */
    failingSince: timestamp('failing_since', { withTimezone: true }),
    disabledAt: timestamp('disabled_at', { withTimezone: true }),
    /** by_owner, failing or gone. */
    disabledReason: text('disabled_reason'),
    /**
     * When the endpoint answered a challenge; null while it has not. The default is that of endpoints
     * from before challenges existed.
     */
    verifiedAt: timestamp('verified_at', { withTimezone: true }).default(sql`now()`),
    /** The job that sends the current challenge. A challenge of another job proves nothing. */
    challengeJob: uuid('challenge_job'),
    /** When the current challenge is first sent, at most a minute ahead. */
    challengedAt: timestamp('challenged_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
  },
  (table) => [
    index('webhooks_of_workspace').on(table.workspaceId, table.id),
    // This index is read for each stored message. Most workspaces have no entry in it.
    index('webhooks_of_messages')
      .on(table.workspaceId)
      .where(sql`'message.created' = any (events) and disabled_at is null and deleted_at is null`),
    index('webhooks_of_operations')
      .on(table.id)
      .where(sql`'operations.status_changed' = any (events)`),
  ],
);
