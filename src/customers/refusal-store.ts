import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { text } from '../platform/parameter-kinds.ts';
import { callerStatement, refusal } from '../workspaces/caller-store.ts';
import { storedRefusalSchema } from './refusal.ts';
import { namedCustomer } from './store.ts';

const body = z.object({ refusal: storedRefusalSchema.nullable() });

/** The refusal of the customer `g`; null for a guest who may book. */
const refusalJson = sql`case when g.refused_at is not null then jsonb_build_object(
    'at', iso_v1(g.refused_at), 'reason', g.refusal_reason) end`;

/** Changes the refusal of the caller's customer of this id. */
const changing = (p: { customer: SQL }, change: SQL) => sql`, changed as (
    update customers g set ${change}
      from caller
     where g.id = customer_of_v1(caller.workspace_id, ${p.customer})
       and g.workspace_id = caller.workspace_id and g.erased_at is null
    returning g.*
  )`;

const changed = (p: { customer: SQL }) => sql`select case
        when n.erased_at is not null then ${refusal('customer_erased')}
        else jsonb_build_object('refusal', (select ${refusalJson} from changed g)) end
      from (select g.erased_at from ${namedCustomer(p)}) n`;

/** The answer is about the customer, so an erasure deletes it. */
const customer = () => sql`select id from changed`;

/** Lets a guest book no more. A second call replaces the reason, and keeps the time. */
export const setRefusal = callerStatement({
  params: { customer: text, reason: text },
  body,
  ctes: (p) =>
    changing(p, sql`refused_at = coalesce(g.refused_at, now()), refusal_reason = ${p.reason}`),
  sql: changed,
  once: { status: 200, customer },
});

/** Lets a guest book again. */
export const clearRefusal = callerStatement({
  params: { customer: text },
  body,
  ctes: (p) => changing(p, sql`refused_at = null, refusal_reason = null`),
  sql: changed,
  once: { status: 204, customer },
});
