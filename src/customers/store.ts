import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { integer, integers, json, orNull, text } from '../platform/parameter-kinds.ts';
import { statement } from '../platform/statement.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { storedCustomerSchema } from './customer.ts';
import type { CustomerChange } from './customer-change.ts';

/**
 * The caller's workspace joined with the customer of this id, as `g`; erased customers too. The id of a
 * customer that was merged into another one names that one.
 */
export const namedCustomer = ({ customer }: { customer: SQL }) => sql`caller join customers g
    on g.id = customer_of_v1(caller.workspace_id, ${customer})
   and g.workspace_id = caller.workspace_id`;

/**
 * When the row was erased, either by itself or together with its customer; null while it is shown. A
 * customer's rows are erased a page at a time, and the customer's own row is a tombstone before that.
 * @param row the alias of a conversation or a booking
 */
export const erasedAt = (row: SQL) => sql`coalesce(${row}.erased_at, (
    select x.erased_at from customers x where x.id = ${row}.customer_id))`;

/** A customer by the caller's own id; null inside the body when the customer is erased. */
export const selectCustomer = callerStatement({
  params: { customer: text },
  body: z.object({ customer: storedCustomerSchema.nullable() }),
  sql: (p) => sql`select jsonb_build_object(
        'customer', case when g.erased_at is null then customer_json_v1(g.id) end)
      from (select g.id, g.erased_at from ${namedCustomer(p)} offset 0) g`,
});

/** The customer of a kept answer. Of merged customers any row will do: an erasure looks at all. */
const customer = (p: { customer: SQL }) =>
  sql`select customer_of_v1(workspace_id, ${p.customer}) from caller`;

/** What changed_customer_v1 returns. */
const changedSchema = z.object({ customer: storedCustomerSchema });

/** Changes details of a customer; see change_customer_v1. Null for an unknown customer. */
export const updateCustomer = callerStatement({
  params: { customer: text, change: json<CustomerChange>(), versions: orNull(integers) },
  body: changedSchema,
  sql: (
    p,
  ) => sql`select change_customer_v1(workspace_id, ${p.callerKey}, ${p.customer}, ${p.change},
                                ${p.versions})
      from caller`,
  once: { status: 200, customer },
});

/** Merges a customer into another one; see merge_customers_v1. */
export const mergeCustomers = callerStatement({
  params: { customer: text, into: text },
  body: changedSchema,
  sql: (p) => sql`select merge_customers_v1(workspace_id, ${p.callerKey}, ${p.customer}, ${p.into})
      from caller`,
  once: { status: 200, customer },
});

/**
 * Indexes the next customers that are older than the index of the guest book; see
 * index_customers_page_v1. Null when none is left, or another sweep indexes them.
 */
export const indexCustomersPage = statement({
  params: { limit: integer },
  row: z.object({
    page: z
      .object({
        customers: z.int(),
        finished: z.boolean(),
        failed: z.array(z.object({ subject: z.string(), reason: z.string() })),
      })
      .nullable(),
  }),
  sql: (p) => sql`select index_customers_page_v1(${p.limit}) as page`,
});

/**
 * Writes when the next customers in the outbox were last seen into the index of the guest book; see
 * index_seen_customers_v1.
 */
export const indexSeenCustomers = statement({
  params: { limit: integer },
  row: z.object({
    page: z.object({
      taken: z.int(),
      failed: z.array(z.object({ subject: z.string(), reason: z.string() })),
    }),
  }),
  sql: (p) => sql`select index_seen_customers_v1(${p.limit}) as page`,
});
