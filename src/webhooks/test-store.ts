import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { hashedId } from '../platform/hashed-id-store.ts';
import { idSchema } from '../platform/ids.ts';
import { id } from '../platform/parameter-kinds.ts';
import { callerStatement, refusal } from '../workspaces/caller-store.ts';
import { TEST_EVENT } from './event.ts';
import { isNamed } from './store.ts';

/** The id of the job is made of the webhook and the minute, so that a minute has one test. */
const jobOfMinute = hashedId(sql`w.id || '/test/' || date_trunc('minute', now())::text`);

/**
 * Inserts a claimed job that sends a test event to an active webhook, unless this minute has one. If
 * its queue message is lost, the lease ends and the sweep claims it again.
 */
export const insertTest = callerStatement({
  params: { webhook: id<'webhook'>() },
  body: z.object({ jobId: idSchema<'job'>(), isNew: z.boolean() }),
  ctes: (p) => sql`, named as materialized (
    select w.id, w.workspace_id, w.verified_at, w.disabled_at, ${jobOfMinute} as job
      from caller join webhooks w on ${isNamed(p)}
  ),
  inserted as (
    insert into jobs (id, workspace_id, kind, channel, webhook_id, event, due_at, state, wake_at,
                      attempts, created_at)
    select job, workspace_id, 'event', 'webhook', id, '${sql.raw(TEST_EVENT)}', now(), 'leased',
           now() + interval '5 minutes', 1, now()
      from named
     where verified_at is not null and disabled_at is null
    on conflict (id) do nothing
    returning id
  )`,
  sql: () => sql`select case
      when disabled_at is not null then ${refusal('webhook_disabled')}
      when verified_at is null then ${refusal('webhook_pending')}
      else jsonb_build_object('jobId', job, 'isNew', exists (select from inserted)) end
    from named`,
  once: { status: 200 },
});
