import { sql } from 'drizzle-orm';
import { id } from '../platform/parameter-kinds.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { challengeCte, challengedJson } from './challenge-job-store.ts';
import { isNamed, webhookJson } from './store.ts';
import { challengedWebhookSchema } from './webhook.ts';

const starts = sql`(w.verified_at is null and w.disabled_at is null
                    and coalesce(w.challenged_at <= now() - interval '1 minute', true))`;

/**
 * Starts a new challenge of a pending webhook, unless it is disabled or the last challenge started
 * within the last minute.
 */
export const renewChallenge = callerStatement({
  params: { webhook: id<'webhook'>(), challengeJob: id<'job'>() },
  body: challengedWebhookSchema,
  ctes: (p) => sql`, updated as (
    update webhooks w
       set challenge_job = case when ${starts} then ${p.challengeJob} else w.challenge_job end,
           challenged_at = case when ${starts} then now() else w.challenged_at end,
           failing_since = case when ${starts} then null else w.failing_since end
      from caller
     where ${isNamed(p)}
    returning w.*
  ),
  ${challengeCte(sql`updated`, p.challengeJob)}`,
  sql: (p) => sql`select ${webhookJson} || ${challengedJson(p.challengeJob)} from updated w`,
  once: { status: 200 },
});
