import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { hashIdSchema, idSchema } from '../platform/ids.ts';
import { id, integer, text } from '../platform/parameter-kinds.ts';
import { statement } from '../platform/statement.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { erasureSchema } from './erasure.ts';

/** Erases a customer; see erase_customer_v1. The body is null for an unknown customer. */
export const eraseCustomer = callerStatement({
  params: { customer: text },
  body: erasureSchema,
  sql: (
    p,
  ) => sql`select erase_customer_v1(workspace_id, customer_id_v1(workspace_id, ${p.customer}))
      from caller`,
  once: { status: 200 },
});

/** The erasure of a customer; null for a customer that was not erased. */
export const selectErasure = callerStatement({
  params: { customer: text },
  body: erasureSchema,
  sql: (p) => sql`select erasure_json_v1(e.customer_id)
      from caller join erasures e
        on e.customer_id = customer_of_v1(caller.workspace_id, ${p.customer})
       and e.workspace_id = caller.workspace_id`,
});

const runningSchema = z.object({
  workspaceId: idSchema<'workspace'>(),
  customerId: hashIdSchema<'customer'>(),
});

/**
 * Erasures that have pages left and are due: up to `limit` of each workspace, those that have waited
 * longest. The recursive query finds the workspaces by skipping from one to the next through the index
 * of the running erasures.
 */
export const selectRunningErasures = statement({
  params: { limit: integer },
  row: runningSchema,
  sql: (p) => sql`with recursive running as (
      (select workspace_id from erasures where finished_at is null order by workspace_id limit 1)
      union all
      select (select e.workspace_id from erasures e
               where e.finished_at is null and e.workspace_id > r.workspace_id
               order by e.workspace_id limit 1)
        from running r where r.workspace_id is not null
    )
    select r.workspace_id as "workspaceId", e.customer_id as "customerId"
      from (select workspace_id from running where workspace_id is not null) r
      cross join lateral (
        select customer_id, wake_at from erasures
         where workspace_id = r.workspace_id and finished_at is null and wake_at <= now()
         order by wake_at
         limit (select ${p.limit})
      ) e
     order by random()`,
});

/** Erases the next page of a customer; see erase_page_v1. Null when it was skipped. */
export const erasePage = statement({
  params: { workspace: id<'workspace'>(), customer: id<'customer'>(), rows: integer },
  row: z.object({ erasure: erasureSchema.nullable() }),
  sql: (p) => sql`select erase_page_v1(${p.workspace}, ${p.customer}, ${p.rows}, false) as erasure`,
});

/** Counts a page that has failed. The erasure is tried again after 1, 2, 4 … minutes, an hour at most. */
export const delayErasure = statement({
  params: { customer: id<'customer'>(), fault: text },
  row: z.object({ failures: z.int() }),
  sql: (p) => sql`update erasures
       set failures = least(failures + 1, 1000), fault = ${p.fault},
           wake_at = now() + least(60, power(2, least(failures, 6))) * interval '1 minute'
     where customer_id = ${p.customer} and finished_at is null
    returning failures`,
});
