import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { idSchema } from '../../platform/ids.ts';
import { id, milliseconds, text } from '../../platform/parameter-kinds.ts';
import { statement } from '../../platform/statement.ts';

/**
 * Marks a webhook as verified, if the challenge that its endpoint has answered is still the current
 * one and was sent to its present URL. Returns no row otherwise.
 */
export const markVerified = statement({
  params: { webhook: id<'webhook'>(), job: id<'job'>(), url: text, now: milliseconds },
  row: z.object({ id: idSchema<'webhook'>() }),
  sql: (p) => sql`update webhooks set verified_at = ${p.now}
     where id = ${p.webhook} and challenge_job = ${p.job} and url = ${p.url}
       and verified_at is null and deleted_at is null
    returning id::text`,
});
