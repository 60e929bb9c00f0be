import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../../src/platform/database.ts';
import { statement } from './sql-statement.ts';

const challengeSchema = z.object({
  type: z.literal('webhook.verification'),
  data: z.object({ challenge: z.string() }),
});

/** The challenge in a request to an endpoint; undefined for an event. */
export function challengeIn(body: string): string | undefined {
  return challengeSchema.safeParse(JSON.parse(body)).data?.data.challenge;
}

/** How an endpoint that wants events answers a request; undefined for a request with an event. */
export function answerChallenge(body: string): Response | undefined {
  const challenge = challengeIn(body);
  return challenge === undefined ? undefined : Response.json({ challenge });
}

const p = sql.placeholder('url');
const verify = statement(
  sql`with verified as (
        update webhooks set verified_at = now()
         where url = ${p}::text and verified_at is null
        returning id
      )
      delete from jobs where webhook_id in (select id from verified)
         and event = 'webhook.verification'`,
  z.object({}),
);

/** Makes the pending webhooks of a URL active, as if their endpoints had answered a challenge. */
export async function verifyByHand(database: Database, url: string): Promise<void> {
  await database.run(verify, { url });
}
