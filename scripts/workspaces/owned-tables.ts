/**
 * The tables with rows of a workspace, and how the rows are found. The order is the one in which rows
 * can be deleted: a row comes before the rows that it refers to.
 */
export interface OwnedTable {
  readonly table: string;
  /**
   * The column that leads to the workspace. Rows with `workspace_id` are found by it; the others by
   * the row that this column names.
   */
  readonly by: string;
  /** The table that `by` refers to. */
  readonly parent:
    | 'workspaces'
    | 'venues'
    | 'bookings'
    | 'blocks'
    | 'conversations'
    | 'customers'
    | 'webhooks'
    | 'jobs';
  /** A condition on the row `t`, for a table whose other rows are found in another way. */
  readonly only?: string;
  /** Columns that an export leaves out, because they are secrets of the service. */
  readonly secret?: readonly string[];
}

/**
 * The rows of one kind with those that belong to them, deleted page by page: first the parts of a page
 * of rows, then the rows. A kind may be a part of another one.
 */
export interface OwnedKind {
  readonly table: OwnedTable;
  readonly parts: readonly OwnedKind[];
}

const part = (
  table: string,
  by: string,
  parent: OwnedTable['parent'],
  parts: readonly OwnedKind[] = [],
): OwnedKind => ({ table: { table, by, parent }, parts });
const own = (table: string, parts: readonly OwnedKind[] = [], secret: readonly string[] = []) => ({
  table: { table, by: 'workspace_id', parent: 'workspaces' as const, secret },
  parts,
});

/** The jobs of a webhook that belong to no booking or conversation, such as challenges. */
const webhookJobs: OwnedKind = {
  table: {
    table: 'jobs',
    by: 'webhook_id',
    parent: 'webhooks',
    only: 't.booking_id is null and t.conversation_id is null',
  },
  parts: [part('job_attempts', 'job_id', 'jobs')],
};
const attempts = part('job_attempts', 'job_id', 'jobs');

/** Everything of a workspace but the workspace itself, in the order in which it can be deleted. */
export const OWNED: readonly OwnedKind[] = [
  own('imported_rows'),
  own('waitlist_entries'),
  own('bookings', [
    part('jobs', 'booking_id', 'bookings', [attempts]),
    part('allocations', 'booking_id', 'bookings'),
    part('booking_events', 'booking_id', 'bookings'),
  ]),
  own('booking_series'),
  own('blocks', [
    part('allocations', 'block_id', 'blocks'),
    part('block_spans', 'block_id', 'blocks'),
  ]),
  own('conversations', [
    part('jobs', 'conversation_id', 'conversations', [attempts]),
    part('message_announcements', 'conversation_id', 'conversations'),
    part('attention_events', 'conversation_id', 'conversations'),
    part('emotion_corrections', 'conversation_id', 'conversations'),
    part('due_moods', 'conversation_id', 'conversations'),
    part('conversation_moods', 'conversation_id', 'conversations'),
    part('conversation_emotions', 'conversation_id', 'conversations'),
    part('messages', 'conversation_id', 'conversations'),
  ]),
  own('pending_messages'),
  own('set_apart_messages'),
  own('workspace_emotions'),
  own('latency_of_workspaces'),
  own('idempotency_keys'),
  own('mailed_addresses'),
  own('customer_keys'),
  own('customer_index'),
  own('customers', [
    part('customer_changes', 'customer_id', 'customers'),
    part('erasures', 'customer_id', 'customers'),
  ]),
  own('venues', [
    part('combinations', 'venue_id', 'venues'),
    part('resources', 'venue_id', 'venues'),
  ]),
  own('webhooks', [webhookJobs], ['secret', 'previous_secret']),
  own('webhook_health'),
  own('retentions'),
  own('workspace_usage'),
  own('api_keys'),
];

/** Tables without rows of a workspace, with the reason. */
export const NOT_OWNED: Readonly<Record<string, string>> = {
  booking_acts: 'the rules of the life cycle',
  seen_customers: 'who was seen again since the last sweep, which empties the table each minute',
  customer_indexing: 'how far the sweep has indexed the customers of all workspaces',
  counted_samples: 'ids of samples that have been counted, for an hour',
  light_changes: 'the history of the traffic light of the platform',
  maintenance_windows: 'planned work on the platform',
  platform_light: 'the traffic light of the platform',
  latency_of_regions: 'the durations of the requests of all workspaces together',
  failed_work:
    'subjects that a sweep has set apart; a row is deleted some days after the last failure',
};

/** The names of all tables of {@link OWNED}. */
export function ownedTables(kinds: readonly OwnedKind[] = OWNED): string[] {
  const names = kinds.flatMap(({ table, parts }) => [table.table, ...ownedTables(parts)]);
  return [...new Set(names)].sort();
}
