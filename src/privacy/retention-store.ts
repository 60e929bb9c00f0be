import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { idSchema } from '../platform/ids.ts';
import { id, integer, orNull, text } from '../platform/parameter-kinds.ts';
import { statement } from '../platform/statement.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { retentionSchema } from './retention.ts';

const retentionJson = sql`jsonb_build_object(
    'conversationsDays', r.conversations_days, 'bookingsDays', r.bookings_days)`;

/** The workspace's retention; null when it has set none. */
export const selectRetention = callerStatement({
  params: {},
  body: retentionSchema,
  sql: () => sql`select ${retentionJson}
      from caller join retentions r on r.workspace_id = caller.workspace_id`,
});

/** Sets the workspace's retention. The next sweep begins a new pass over the workspace. */
export const upsertRetention = callerStatement({
  params: { conversationsDays: orNull(integer), bookingsDays: orNull(integer) },
  body: retentionSchema,
  ctes: (p) => sql`, changed as (
    insert into retentions as r (workspace_id, conversations_days, bookings_days)
    select workspace_id, ${p.conversationsDays}, ${p.bookingsDays} from caller
    on conflict (workspace_id) do update
       set conversations_days = excluded.conversations_days, bookings_days = excluded.bookings_days,
           position = '{}', wake_at = now(), failures = 0, fault = null
    returning *
  )`,
  sql: () => sql`select ${retentionJson} from changed r`,
  once: { status: 200 },
});

/** Workspaces whose retention is due, those that have waited longest first. */
export const selectDueRetentions = statement({
  params: { limit: integer },
  row: z.object({ workspaceId: idSchema<'workspace'>() }),
  sql: (p) => sql`select workspace_id as "workspaceId" from retentions
       where wake_at <= now()
       order by wake_at
       limit (select ${p.limit})`,
});

/** Erases the next page of what a workspace no longer keeps; see erase_expired_page_v1. */
export const eraseExpiredPage = statement({
  params: { workspace: id<'workspace'>(), rows: integer },
  row: z.object({
    page: z
      .object({
        conversations: z.int(),
        messages: z.int(),
        bookings: z.int(),
        entries: z.int(),
        done: z.boolean(),
      })
      .nullable(),
  }),
  sql: (p) => sql`select erase_expired_page_v1(${p.workspace}, ${p.rows}) as page`,
});

/** Counts a page that has failed. It is tried again after 1, 2, 4 … minutes, an hour at most. */
export const delayRetention = statement({
  params: { workspace: id<'workspace'>(), fault: text },
  row: z.object({ failures: z.int() }),
  sql: (p) => sql`update retentions
       set failures = least(failures + 1, 1000), fault = ${p.fault},
           wake_at = now() + least(60, power(2, least(failures, 6))) * interval '1 minute'
     where workspace_id = ${p.workspace}
    returning failures`,
});
