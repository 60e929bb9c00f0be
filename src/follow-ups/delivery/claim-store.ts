import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { idSchema } from '../../platform/ids.ts';
import { MAX_ATTEMPTS } from '../../platform/jobs.ts';
import { ids, integer, milliseconds } from '../../platform/parameter-kinds.ts';
import { type Placeholders, statement } from '../../platform/statement.ts';
import { MAX_FAILURES } from './backoff.ts';
import { columns, dueForGuests, dueForWebhooks, isDue } from './due-store.ts';

const maxFailures = sql.raw(String(MAX_FAILURES));
/** A queue message cannot carry a larger number of a claim. */
const maxAttempts = sql.raw(String(MAX_ATTEMPTS));
/** A claim lasts at most 2^6 times as long as the first one. */
const MOST_DOUBLINGS = sql.raw('6');

const claimedJobSchema = z.object({
  jobId: idSchema<'job'>(),
  attempt: z.int(),
  /** Whether the job has been given up instead of claimed. */
  dead: z.boolean(),
  /** Whether it is for a webhook, whose jobs have a queue of their own. */
  isWebhook: z.boolean(),
  /** How long the job's message is held back, so that it arrives when the job is due. */
  delaySeconds: z.int(),
});
export type ClaimedJob = z.infer<typeof claimedJobSchema>;

const claimParams = {
  now: milliseconds,
  soon: milliseconds,
  leaseMs: integer,
  limit: integer,
};

/**
 * Claims jobs for the queue: writes a lease and the claim's number, which the consumer compares.
 *
 * A job that was running when its lease ended counts as a failed attempt, because its consumer died.
 * A job that no consumer has taken has not failed: its queue message was lost, or waits in the queue.
 * Its next claim lasts twice as long, so that a slow queue is not filled with further messages.
 *
 * Jobs that another statement has locked are skipped. `due` selects and locks the jobs to claim.
 */
const claim = <P extends typeof claimParams>(
  params: P,
  due: (p: Placeholders<P>) => SQL,
  more: (p: Placeholders<P>) => SQL = () => sql``,
) =>
  statement({
    params,
    row: claimedJobSchema,
    sql: (p) => sql`with ${due(p)},
      judged as (
        select d.*, failures >= ${maxFailures} or attempts >= ${maxAttempts} as dead from due d
      ),
      claimed as (
        update jobs j
           set failures = d.failures,
               lapses = d.lapses,
               state = case when d.dead then 'dead' else 'leased' end,
               reason = case when d.state = 'running' or d.dead then 'never_finished'
                             else j.reason end,
               attempts = j.attempts + 1,
               wake_at = greatest(d.wake_at, ${p.now})
                         + ${p.leaseMs} * 2 ^ least(d.lapses, ${MOST_DOUBLINGS})
                         * interval '1 millisecond',
               finished_at = case when d.dead then ${p.now} end
          from judged d
         where j.id = d.id and j.id = any (array(select id from due))
        returning j.id, j.channel, j.attempts, d.dead, d.state = 'planned' as fresh, d.wake_at
      )${more(p)}
      select id::text as "jobId", attempts as attempt, dead, channel = 'webhook' as "isWebhook",
             case when fresh
                  then greatest(0, ceil(extract(epoch from wake_at - ${p.now})))::int
                  else 0 end as "delaySeconds"
        from claimed`,
  });

const LOCK = sql`for no key update skip locked`;

/** Claims jobs for guests: emails, texts in conversations, and checks of bookings. */
export const claimDueForGuests = claim(claimParams, (p) => dueForGuests(p, columns, LOCK));

/**
 * Claims jobs for the webhooks of tenants. The job that tries out an endpoint is noted, and the
 * endpoint rests again until its result is known, or until the job's lease has ended.
 */
export const claimDueForWebhooks = claim(
  claimParams,
  (p) => dueForWebhooks(p, columns, LOCK),
  (p) => sql`,
      -- The rows are locked in the order of their ids, because two claims may try out the same
      -- endpoints.
      rested as materialized (
        select h.webhook_id, d.id
          from (
            select distinct on (webhook_id) webhook_id, id from due order by webhook_id, id
          ) d
          cross join lateral (
            select webhook_id from webhook_health
             where webhook_id = d.webhook_id and open_until <= ${p.now}
               for no key update
          ) h
      ),
      probing as (
        update webhook_health h
           set probe = r.id, version = h.version + 1,
               open_until = ${p.now} + ${p.leaseMs} * interval '1 millisecond'
          from rested r
         where h.webhook_id = r.webhook_id
           and h.webhook_id = any (array(select webhook_id from rested))
      )`,
);

const dueParams = { now: milliseconds, soon: milliseconds, limit: integer };
const dueSchema = z.object({ id: idSchema<'job'>() });

/** Selects what {@link claimDueForGuests} would claim, for when it fails. */
export const selectDueForGuests = statement({
  params: dueParams,
  row: dueSchema,
  sql: (p) => sql`with ${dueForGuests(p, sql`j.id`, sql``)} select id::text from due`,
});

/** Selects what {@link claimDueForWebhooks} would claim, for when it fails. */
export const selectDueForWebhooks = statement({
  params: dueParams,
  row: dueSchema,
  sql: (p) => sql`with ${dueForWebhooks(p, sql`j.id`, sql``)} select id::text from due`,
});

/**
 * Claims those of the named jobs that are due, and whose endpoint does not rest. Each is found by its id: the expression around its
 * state keeps PostgreSQL from reading all jobs that are due instead; see docs/database.md.
 */
export const claimNamed = claim(
  { ...claimParams, ids: ids<'job'>() },
  (p) => sql`due as materialized (
        select d.*
          from unnest(${p.ids}) as n (id)
          cross join lateral (
            select ${columns} from jobs j
             where j.id = n.id and ${isDue(p, sql`j.state || ''`)}
               and not exists (
                 select from webhook_health h
                  where h.webhook_id = j.webhook_id and num_nonnulls(h.open_until) = 1
                 offset 0)
               for no key update skip locked
          ) d
         limit ${p.limit})`,
);
