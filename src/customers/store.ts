import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { text } from '../platform/parameter-kinds.ts';
import { limitTo } from '../platform/range-store.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { MOST_CONVERSATIONS_COUNTED, storedCustomerSchema } from './customer.ts';

/** The caller's workspace joined with the customer of this id, as `g`; erased customers too. */
export const namedCustomer = ({ customer }: { customer: SQL }) => sql`caller join customers g
    on g.id = customer_id_v1(caller.workspace_id, ${customer})
   and g.workspace_id = caller.workspace_id`;

const mostCounted = sql.raw(String(MOST_CONVERSATIONS_COUNTED));

/**
 * When the row was erased, either by itself or together with its customer; null while it is shown. A
 * customer's rows are erased a page at a time, and the customer's own row is a tombstone before that.
 * @param row the alias of a conversation or a booking
 */
export const erasedAt = (row: SQL) => sql`coalesce(${row}.erased_at, (
    select x.erased_at from customers x where x.id = ${row}.customer_id))`;

/** The customer `g` as JSON. */
export const customerJson = sql`jsonb_build_object(
    'id', g.external_id, 'name', g.name, 'email', g.email, 'phone', g.phone, 'locale', g.locale,
    'timeZone', g.time_zone, 'createdAt', iso_v1(g.created_at),
    'lastSeenAt', iso_v1(g.last_seen_at),
    'unsubscribedAt', (
      select iso_v1(m.unsubscribed_at) from mailed_addresses m
       where m.workspace_id = g.workspace_id
         and m.address = address_hash_v1(g.workspace_id, g.email)),
    'conversations', (
      select count(*) from (
        select from conversations where customer_id between g.id and g.id
         order by customer_id ${limitTo(mostCounted)}) counted),
    'changes', (
      select coalesce(jsonb_agg(jsonb_build_object(
               'at', iso_v1(x.at), 'keyId', x.key_id, 'fields', x.fields)
             order by x.number desc), '[]')
        from customer_changes x where x.customer_id = g.id)
  )`;

/** A customer by the caller's own id; null inside the body when the customer is erased. */
export const selectCustomer = callerStatement({
  params: { customer: text },
  body: z.object({ customer: storedCustomerSchema.nullable() }),
  sql: (p) => sql`select jsonb_build_object(
        'customer', case when g.erased_at is null then ${customerJson} end)
      from ${namedCustomer(p)}`,
});
